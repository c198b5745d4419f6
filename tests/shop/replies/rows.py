"""Looking at and changing rows of the demo shop in tests of replies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from xiaoer.shop import Shop


def rows(shop: Shop, model: Any, **wanted: Any) -> list[Any]:
    """The rows of a table with these values, by primary key."""
    key = next(iter(model.__table__.primary_key.columns))
    with shop.db.read() as session:
        query = select(model).filter_by(**wanted).order_by(key)
        return list(session.execute(query).scalars())


def change(shop: Shop, model: Any, key: Any, **values: Any) -> None:
    """Sets columns of one row."""
    with shop.db.write() as session:
        row = session.get(model, key)
        assert row is not None, f"no {model.__tablename__} {key}"
        for name, value in values.items():
            setattr(row, name, value)
