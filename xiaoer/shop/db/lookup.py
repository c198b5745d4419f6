"""Look-ups whose statement is written once.

SQLAlchemy takes two to three times as long to build and hash a statement as SQLite takes to run
it. A turn makes about twenty look-ups, so their statements are kept and only bound anew.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Iterable, List

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session


def all_rows(session: Session, model: Any, *order_by: str) -> List[Any]:
    """Every row of a table, ordered by the named columns."""
    return list(session.execute(_every(model, order_by)).scalars())


def rows_with(
    session: Session, model: Any, column: str, values: Iterable[Any], *order_by: str
) -> List[Any]:
    """The rows whose column has one of the values, ordered by the named columns."""
    wanted = list(values)
    if not wanted:
        return []
    return list(session.execute(_with(model, column, order_by), {"wanted": wanted}).scalars())


def row(session: Session, model: Any, key: Any, lock: bool = False) -> Any:
    """The row with this primary key, None where there is none.

    `lock` keeps others from changing it until the transaction ends (PostgreSQL; on SQLite a
    writing transaction has the whole file).
    """
    return session.execute(_keyed(model, lock), {"key": key}).scalar_one_or_none()


@cache
def _every(model: Any, order_by: Any) -> Any:
    return select(model).order_by(*(getattr(model, name) for name in order_by))


@cache
def _with(model: Any, column: str, order_by: Any) -> Any:
    wanted = bindparam("wanted", expanding=True)
    return _every(model, order_by).where(getattr(model, column).in_(wanted))


@cache
def _keyed(model: Any, lock: bool) -> Any:
    (key,) = inspect(model).primary_key
    query = select(model).where(key == bindparam("key"))
    return query.with_for_update() if lock else query
