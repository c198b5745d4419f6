"""A pack as it lies on the disk: `shop.yml` and one CSV file per table."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Tuple

import yaml

from xiaoer.shop.pack.problems import Problem
from xiaoer.shop.pack.tables import TABLES

#: `shop.yml`: what may stand there, in words for people.
SHOP_FIELDS = {
    "name": "店铺名称",
    "description": "一句话介绍",
    "service_phone": "客服电话",
    "address": "店铺地址",
}
_QUOTES = "内容里有逗号、换行或引号时，整格用英文双引号括起来，并检查文件是否完整"


@dataclass(frozen=True)
class Sheet:
    """A table as typed: cells are stripped text, rows carry their spreadsheet number."""

    table: str
    #: The name that error messages use.
    file: str
    header: Tuple[str, ...]
    rows: Tuple[Tuple[int, Tuple[str, ...]], ...]
    #: Rows with too few or too many cells, already among the problems; cut or filled to fit.
    ragged: Tuple[Tuple[str, ...], ...] = ()
    #: False where the file could not be read at all; that is already among the problems.
    readable: bool = True


@dataclass(frozen=True)
class Source:
    """Everything that a pack says, not yet understood."""

    name: str
    #: Changes whenever a file does.
    version: str
    shop: Dict[str, str]
    sheets: Dict[str, Sheet]
    problems: Tuple[Problem, ...] = field(default=())


def read_folder(folder: Path) -> Source:
    """Reads a pack folder. Errors are collected in `problems`; nothing is raised for them."""
    if not folder.is_dir():
        missing = Problem(str(folder), "找不到这个文件夹", allowed="填写店铺资料所在的文件夹")
        return Source(folder.name, "", {}, {}, (missing,))
    problems: List[Problem] = []
    digest = hashlib.sha256()
    shop: Dict[str, str] = {}
    sheets: Dict[str, Sheet] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in (".csv", ".yml") or path.name.startswith((".", "~")):
            continue
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content + b"\0")
        if path.name == "shop.yml":
            shop = _read_shop(content, problems)
        elif path.suffix.lower() == ".csv" and path.stem in TABLES:
            sheets[path.stem] = _read_sheet(path, content, problems)
        else:
            names = "、".join(f"{name}.csv" for name in TABLES)
            problems.append(Problem(path.name, "不认识这个文件", allowed=f"shop.yml、{names}"))
    if not (folder / "shop.yml").exists():
        problems.append(Problem("shop.yml", "缺少这个文件", allowed=_shop_allowed()))
    version = digest.hexdigest()[:12]
    return Source(folder.resolve().name, version, shop, sheets, tuple(problems))


def _shop_allowed() -> str:
    return "，".join(f"{name}: {meaning}" for name, meaning in SHOP_FIELDS.items())


def _read_shop(content: bytes, problems: List[Problem]) -> Dict[str, str]:
    try:
        stored: Any = yaml.safe_load(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        row = getattr(getattr(error, "problem_mark", None), "line", None)
        place = None if row is None else row + 1
        problems.append(Problem("shop.yml", "看不懂", row=place, allowed="UTF-8 编码的 YAML"))
        return {}
    if not isinstance(stored, dict) or not stored.get("name"):
        problems.append(
            Problem("shop.yml", "没有店铺名称", column="name", allowed="name: 某某小店")
        )
        return {}
    for name, value in stored.items():
        if name not in SHOP_FIELDS:
            problems.append(
                Problem("shop.yml", "不认识这一项", column=str(name), allowed=_shop_allowed())
            )
        elif isinstance(value, (dict, list)):
            problems.append(Problem("shop.yml", "只能填一行文字", column=str(name)))
    return {str(name): str(value).strip() for name, value in stored.items() if value is not None}


def _read_sheet(path: Path, content: bytes, problems: List[Problem]) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(
            Problem(path.name, "不是 UTF-8 编码", allowed="在表格软件里另存为“CSV UTF-8”")
        )
        return Sheet(path.stem, path.name, (), (), readable=False)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error:
        said = "读到这里读不下去了"
        problems.append(Problem(path.name, said, row=reader.line_num, allowed=_QUOTES))
        return Sheet(path.stem, path.name, (), (), readable=False)
    header = tuple(cell.strip() for cell in lines[0]) if lines else ()
    rows, ragged = [], []
    for number, cells in enumerate(lines[1:], start=2):
        stripped = tuple(cell.strip() for cell in cells)
        if len(stripped) == len(header) and any(stripped):
            rows.append((number, stripped))
        elif any(stripped):
            said = f"有{len(stripped)}格，表头有{len(header)}格"
            problems.append(Problem(path.name, said, row=number, allowed=_QUOTES))
            ragged.append((stripped + ("",) * len(header))[: len(header)])
    return Sheet(path.stem, path.name, header, tuple(rows), tuple(ragged))
