"""What a column of a table allows, read from the mapped dataclass itself."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import Any, Dict, Optional, Tuple

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime

#: Fen inside, yuan in the pack: `price_fen` is the column `price`.
_MONEY = "_fen"


@dataclass(frozen=True)
class Column:
    """One column of a sheet and the field that it fills."""

    field: str
    header: str
    #: text, integer, money, yes_no, day, moment or names.
    kind: str
    #: An empty cell is an error.
    required: bool
    #: What an empty cell stands for; a factory where the default is a list.
    default: Any
    length: Optional[int] = None
    #: Table and column that the value must name.
    refers_to: Optional[Tuple[str, str]] = None
    unique: bool = False


@cache
def columns_of(model: Any) -> Tuple[Column, ...]:
    """The columns of a mapped dataclass that a pack can fill, in the order of its fields."""
    table_columns = model.__table__.columns
    fields: Dict[str, Any] = {field.name: field for field in dataclasses.fields(model)}
    return tuple(
        _column(table_columns[name], field) for name, field in fields.items() if field.init
    )


def _column(source: Any, field: Any) -> Column:
    kind = _kind(source)
    default = None if field.default is dataclasses.MISSING else field.default
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory
    has_default = (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )
    target = next(iter(source.foreign_keys), None)
    return Column(
        field=source.name,
        header=source.name[: -len(_MONEY)] if kind == "money" else source.name,
        kind=kind,
        required=not source.nullable and not has_default,
        default=default,
        length=getattr(source.type, "length", None) if kind == "text" else None,
        refers_to=(target.column.table.name, target.column.name) if target is not None else None,
        unique=bool(source.unique),
    )


def _kind(source: Any) -> str:
    if isinstance(source.type, UtcDateTime):
        return "moment"
    kinds = (
        (sa.Boolean, "yes_no"),
        (sa.Date, "day"),
        (sa.JSON, "names"),
        (sa.Integer, "money" if source.name.endswith(_MONEY) else "integer"),
    )
    return next((kind for type_, kind in kinds if isinstance(source.type, type_)), "text")
