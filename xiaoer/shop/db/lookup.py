"""The look-ups of a turn: rows by key, by the values of a column, or all of them."""

from __future__ import annotations

from functools import cache
from typing import Any, Iterable, List

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from xiaoer.shop.db.statements import Query


def all_rows(session: Session, model: Any, *order_by: str) -> List[Any]:
    """Every row of a table, ordered by the named columns."""
    return _every(model, order_by).rows(session)


def rows_with(
    session: Session, model: Any, column: str, values: Iterable[Any], *order_by: str
) -> List[Any]:
    """The rows whose column has one of the values, ordered by the named columns."""
    wanted = {f"wanted_{place}": value for place, value in enumerate(values)}
    if not wanted:
        return []
    return _with(model, column, tuple(wanted), order_by).rows(session, **wanted)


def row(session: Session, model: Any, key: Any, lock: bool = False) -> Any:
    """The row with this primary key, None where there is none.

    `lock` keeps others from changing it until the transaction ends (PostgreSQL; on SQLite a
    writing transaction has the whole file).
    """
    return _keyed(model, lock).row(session, key=key)


@cache
def _every(model: Any, order_by: Any) -> Query:
    return Query(_ordered(model, order_by))


@cache
def _with(model: Any, column: str, wanted: Any, order_by: Any) -> Query:
    among = getattr(model, column).in_([bindparam(name) for name in wanted])
    return Query(_ordered(model, order_by).where(among))


@cache
def _keyed(model: Any, lock: bool) -> Query:
    (key,) = inspect(model).primary_key
    query = select(model).where(key == bindparam("key"))
    return Query(query.with_for_update() if lock else query)


def _ordered(model: Any, order_by: Any) -> Any:
    return select(model).order_by(*(getattr(model, name) for name in order_by))
