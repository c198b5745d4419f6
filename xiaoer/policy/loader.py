"""Reads the policy: the defaults, and over them what the owner's file says."""

from __future__ import annotations

import hashlib
import logging
import threading
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import yaml
from pydantic import ValidationError

from xiaoer.policy.schema import Policy

log = logging.getLogger(__name__)

DEFAULT = Path(__file__).parent / "default.yml"

#: libyaml's parser, where PyYAML was built with it, reads the same in a tenth of the time.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What most faulty files get wrong; the parser speaks English and of tokens.
_YAML_RULES = "缩进用空格，不能用 Tab；冒号要用半角，后面空一格；引号、括号要成对"

_Path = Tuple[Any, ...]


class PolicyInvalid(Exception):
    """The policy file cannot be used. `problems` has a line for people for each fault."""

    def __init__(self, problems: List[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(path: Optional[Path] = None) -> Policy:
    """Returns the policy in force; `path` is the owner's file.

    Raises PolicyInvalid with file, line, field and what is allowed.
    """
    values, lines = _read(DEFAULT)
    source = DEFAULT
    if path is not None:
        own, lines = _read(path)
        values, source = _merged(values, own), path
    try:
        policy = Policy(**values)
    except ValidationError as error:
        raise PolicyInvalid(
            [_problem(source, lines, item["loc"], dict(item)) for item in error.errors()]
        ) from error
    digest = hashlib.sha256(policy.json(sort_keys=True, ensure_ascii=True).encode()).hexdigest()
    return policy.copy(update={"version": digest[:12]})


def _read(path: Path) -> Tuple[Dict[str, Any], Dict[_Path, int]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyInvalid([f"{path}: 读不到这个政策文件（{error.strerror}）"]) from error
    except UnicodeDecodeError as error:
        raise PolicyInvalid([f"{path}: 政策文件要存成 UTF-8 编码"]) from error
    try:
        node = yaml.compose(text, Loader=_Loader)
        values = yaml.load(text, Loader=_Loader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        said = f"不是合格的 YAML（{_first_line(error)}）：{_YAML_RULES}"
        raise PolicyInvalid([f"{path}:{line}: {said}"]) from error
    if not isinstance(values, dict):
        raise PolicyInvalid([f"{path}:1: 政策文件应由“名称: 值”组成"])
    return values, dict(_lines(node, ()))


def _first_line(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _lines(node: Any, at: _Path) -> Any:
    """Yields (path of keys, line) for every value of a YAML tree."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            path = (*at, name.value)
            yield path, name.start_mark.line + 1
            yield from _lines(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*at, index), value.start_mark.line + 1
            yield from _lines(value, (*at, index))


def _merged(base: Any, over: Any) -> Any:
    if isinstance(base, dict) and isinstance(over, dict):
        return {
            k: _merged(base.get(k), over[k]) if k in over else base[k] for k in {**base, **over}
        }
    return over


def _problem(source: Path, lines: Dict[_Path, int], loc: _Path, item: Dict[str, Any]) -> str:
    at = loc
    while at and at not in lines:
        at = at[:-1]
    field = ".".join(str(part) for part in loc)
    return f"{source}:{lines.get(at, 1)}: {field}: {_allowed(item)}{_known_names(item, loc)}"


def _known_names(item: Dict[str, Any], loc: _Path) -> str:
    """The names that may stand where an unknown one was found."""
    if item["type"] != "value_error.extra":
        return ""
    model: Any = Policy
    for part in loc[:-1]:
        model = model if isinstance(part, int) else model.__fields__[part].type_
    return f"；可以写：{'、'.join(name for name in model.__fields__ if name != 'version')}"


def _allowed(item: Dict[str, Any]) -> str:
    """Says in Chinese what a field may be, from pydantic's error."""
    kind, context = item["type"], item.get("ctx", {})
    words = {
        "value_error.extra": "没有这一项，请检查拼写",
        "value_error.missing": "缺少这一项",
        "value_error.number.not_ge": f"不能小于 {context.get('limit_value')}",
        "value_error.number.not_le": f"不能大于 {context.get('limit_value')}",
        "value_error.str.regex": '应为带引号的时间，例如 "16:00"',
        "value_error.list.min_items": "至少要有一项",
        "value_error.any_str.min_length": "不能是空的",
        "value_error.const": f"只能是 {'、'.join(map(str, context.get('permitted', ())))}",
        "value_error.number.not_gt": f"应大于 {context.get('limit_value')}",
        "value_error.date": "应为日期，例如 2027-02-17",
        "type_error.integer": "应为整数",
        "type_error.float": "应为数字",
        "type_error.bool": "应为 true 或 false",
        "type_error.list": "应为列表，例如 [甲, 乙]",
        "type_error.dict": "应为“名称: 值”",
        "type_error.str": "应为文字",
        "type_error.none.not_allowed": "不能为空",
        "value_error.strictbool": "应为 true 或 false",
    }
    return words.get(kind, str(item["msg"]))


class PolicySource:
    """The policy in force, read again when the owner's file changes.

    A change that is not valid is logged and keeps the last good policy; `error` says what is
    wrong with it.
    """

    def __init__(self, path: Optional[Path] = None) -> None:
        self.path = path
        self.error: Optional[PolicyInvalid] = None
        self._lock = threading.Lock()
        self._stamp = self._mtime()
        self._policy = load(path)

    def current(self) -> Policy:
        """Returns the policy in force; costs one `stat` of the file."""
        stamp = self._mtime()
        if stamp != self._stamp:
            with self._lock:
                self._stamp = stamp
                try:
                    self._policy, self.error = load(self.path), None
                    log.info("%s: the change of the policy is in force", self.path)
                except PolicyInvalid as error:
                    self.error = error
                    log.error("The changed policy is not used, the last good one stays:\n%s", error)
        return self._policy

    def _mtime(self) -> Optional[int]:
        try:
            return self.path.stat().st_mtime_ns if self.path else None
        except OSError:
            return None
