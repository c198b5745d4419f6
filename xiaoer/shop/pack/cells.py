"""One cell of a spreadsheet: from what a person typed to the value of a field."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any, Callable, Dict, List, Sequence

from xiaoer.shop.pack.columns import Column
from xiaoer.shop.pack.moments import DATE_ALLOWED, TIME_ALLOWED, parse_day, parse_moment

_MONEY = re.compile(r"\d{1,7}(\.\d{1,2})?")
_INTEGER = re.compile(r"\d{1,9}")
_YES = frozenset({"yes", "true", "1", "是"})
_NO = frozenset({"no", "false", "0", "否"})

#: What may stand in a cell of each kind, for error messages.
ALLOWED: Dict[str, str] = {
    "text": "任意文字",
    "integer": "不小于0的整数",
    "money": "金额，单位元，最多两位小数，如 59.9",
    "yes_no": "yes 或 no",
    "day": DATE_ALLOWED,
    "moment": TIME_ALLOWED,
    "names": "多个值用 | 隔开",
}


class CellInvalid(ValueError):
    """A cell cannot be read. The message says why, `allowed` what may stand there."""

    def __init__(self, text: str, allowed: str) -> None:
        super().__init__(text)
        self.allowed = allowed


def read_cell(text: str, column: Column, anchor: datetime, choices: Sequence[str] = ()) -> Any:
    """The value of a non-empty cell. Raises CellInvalid.

    `choices`: the only values allowed, where there is such a list. Relative times count from
    `anchor` (aware UTC).
    """
    try:
        value = _READERS[column.kind](text, anchor)
    except (ValueError, OverflowError) as error:
        raise CellInvalid(f"“{_short(text)}”看不懂", ALLOWED[column.kind]) from error
    if column.length is not None and len(value) > column.length:
        raise CellInvalid(f"太长了，有{len(value)}个字", f"最多{column.length}个字")
    if choices:
        named = value if isinstance(value, list) else [value]
        if unknown := [name for name in named if name not in choices]:
            raise CellInvalid(f"“{_short(unknown[0])}”不在可选范围内", "、".join(choices))
    return value


def empty_cell(column: Column) -> Any:
    """What an empty cell of an optional column stands for."""
    return column.default() if callable(column.default) else column.default


def _text(text: str, anchor: datetime) -> str:
    return text


def _integer(text: str, anchor: datetime) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _money(text: str, anchor: datetime) -> int:
    if not _MONEY.fullmatch(text):
        raise ValueError(text)
    return int(Decimal(text) * 100)


def _yes_no(text: str, anchor: datetime) -> bool:
    lower = text.lower()
    if lower not in _YES | _NO:
        raise ValueError(text)
    return lower in _YES


def _names(text: str, anchor: datetime) -> List[str]:
    return [name.strip() for name in text.split("|") if name.strip()]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


_READERS: Dict[str, Callable[[str, datetime], Any]] = {
    "text": _text,
    "integer": _integer,
    "money": _money,
    "yes_no": _yes_no,
    "day": parse_day,
    "moment": parse_moment,
    "names": _names,
}
