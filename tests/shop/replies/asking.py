"""What tests of replies look up in the database after a turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Type, TypeVar

import yaml
from sqlalchemy import select

from xiaoer.policy import PolicySource
from xiaoer.shop import Shop

Row = TypeVar("Row")


def rows(shop: Shop, model: Type[Row], **equal: Any) -> List[Row]:
    """All rows of a table with these values."""
    query = select(model)
    for name, value in equal.items():
        query = query.where(getattr(model, name) == value)
    with shop.db.read() as session:
        return list(session.execute(query).scalars())


def change(shop: Shop, model: Type[Any], key: str, **values: Any) -> None:
    """Changes a row by its primary key."""
    with shop.db.write() as session:
        row = session.get(model, key)
        assert row is not None, f"no {model.__name__} {key}"
        for name, value in values.items():
            setattr(row, name, value)


def use_policy(shop: Shop, folder: Path, **sections: Dict[str, Any]) -> None:
    """Puts an owner's policy file in force that names these sections only."""
    path = folder / "policy.yml"
    path.write_text(yaml.safe_dump(sections, allow_unicode=True), encoding="utf-8")
    shop.responder.policy = PolicySource(path)
