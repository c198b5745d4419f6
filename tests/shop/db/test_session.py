"""Transactions: all or nothing, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.audit.model import ShopSetting


def test_an_exception_leaves_nothing_behind(either_shop: Shop) -> None:
    with pytest.raises(ValueError, match="naive"), either_shop.db.write() as session:
        session.add(ShopSetting(name="half", value="done"))
        session.flush()
        raise ValueError("naive")
    with either_shop.db.read() as session:
        query = select(ShopSetting).where(ShopSetting.name == "half")
        assert session.execute(query).first() is None


def test_what_is_changed_while_reading_is_not_kept(either_shop: Shop) -> None:
    with either_shop.db.read() as session:
        session.get(ShopSetting, "shop_name").value = "别的店"
        session.flush()
    assert either_shop.setting("shop_name") != "别的店"


def test_rows_stay_usable_after_reading(either_shop: Shop) -> None:
    with either_shop.db.read() as session:
        setting = session.get(ShopSetting, "shop_name")
    assert setting.value
