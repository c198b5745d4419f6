"""How a row becomes a typed dataclass.

Tables are declared once, on the dataclass that code works with, so that mypy
checks every attribute although SQLAlchemy 1.4 (Rasa's ceiling) is untyped.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

# Names for constraints keep Alembic's migrations the same on SQLite and PostgreSQL.
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
registered = registry(metadata=metadata)
mapped = registered.mapped


class UtcDateTime(TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 has no types
    """An aware UTC datetime; SQLite forgets the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        """Refuses naive times: they are a bug wherever they come from."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: times are aware UTC")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        """Returns the stored moment as aware UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


#: Columns that hold several values are JSON; on PostgreSQL as well, for one code path.
Names = List[str]
Json = Dict[str, Any]


def key(kind: Any = None, **options: Any) -> Any:
    """A primary-key field (text of up to 64 characters unless another type is given)."""
    return field(metadata={"sa": sa.Column(kind or sa.String(64), primary_key=True, **options)})


def col(kind: Any, default: Any = ..., **options: Any) -> Any:
    """A field that must have a value; with `default` it may be left out at construction."""
    options.setdefault("nullable", False)
    metadata = {"sa": sa.Column(kind, **options)}
    if default is ...:
        return field(metadata=metadata)
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def maybe(kind: Any, **options: Any) -> Any:
    """A field that may be unknown: None, and NULL in the table."""
    return field(default=None, metadata={"sa": sa.Column(kind, nullable=True, **options)})


def ref(target: str, **options: Any) -> Any:
    """A field that must name a row of another table (`"orders.no"`)."""
    column = sa.Column(sa.String(64), sa.ForeignKey(target), nullable=False, index=True, **options)
    return field(metadata={"sa": column})


def maybe_ref(target: str, **options: Any) -> Any:
    """A field that may name a row of another table."""
    column = sa.Column(sa.String(64), sa.ForeignKey(target), nullable=True, index=True, **options)
    return field(default=None, metadata={"sa": column})


def serial() -> Any:
    """A number that the database gives at insert."""
    column = sa.Column(sa.Integer, primary_key=True, autoincrement=True)
    return field(init=False, default=None, metadata={"sa": column})


def cols(model: Any) -> Any:
    """A model as SQL sees it: `cols(Order).no.in_(…)`, where mypy sees a plain string."""
    return model
