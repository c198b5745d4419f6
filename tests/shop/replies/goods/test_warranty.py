"""Warranty by product, by the day of signing, and what is not written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import NOW
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.orders.model import Shipment
from xiaoer.shop.replies.goods.warranty import add_months


def test_from_the_page(talk: Any) -> None:
    said = talk().say("调奶器保修多久", "ask_warranty")
    assert "12个月" in said and "从签收算起" in said


def test_until_when_the_buyers_own_is_covered(talk: Any, shop: Shop) -> None:
    said = talk("b17").say("我买的调奶器还在保修期吗", "ask_warranty")
    assert "签收算起，到2027年" in said
    (parcel,) = rows(shop, Shipment, order_no="202600000000000140")
    change(shop, Shipment, parcel.id, signed_at=NOW - timedelta(days=400))
    assert "已经过保了" in talk("b17").say("我买的调奶器还在保修期吗", "ask_warranty")


def test_a_warranty_shorter_than_the_note_says_is_told(talk: Any, shop: Shop) -> None:
    change(shop, Product, "688000000304", warranty_months=6)
    assert "保修6个月" in talk().say("调奶器保修多久", "ask_warranty")


def test_no_warranty_written(talk: Any) -> None:
    said = talk().say("牛仔裤保修吗", "ask_warranty")
    assert "没有单独写保修期" in said and "15天" in said


def test_installation(talk: Any, shop: Shop) -> None:
    assert "约15分钟" in talk().say("餐椅要自己装吗", "ask_warranty")
    chat = talk()
    assert "没有写安装" in chat.say("猪肉脯怎么安装", "ask_warranty")
    chat.say("好的", "affirm")
    assert [ticket.kind for ticket in rows(shop, Ticket)] == ["operations"]


def test_a_broken_thing_is_asked_about(talk: Any) -> None:
    assert "哪里坏了" in talk().say("理发器坏了怎么修", "ask_warranty")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 24, date(2028, 8, 31)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ],
)
def test_months_later(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then
