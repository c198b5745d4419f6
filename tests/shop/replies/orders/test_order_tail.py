"""Orders by three or four digits of their number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from xiaoer.shop.replies.orders.order_tail import order_by_tail


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("102到哪了", "order_status"),
        ("尾号102", "order_status"),
        ("0102那单怎么样了", "order_status"),
        ("102改地址", "change_address"),
        ("102换个收货地址", "change_address"),
        ("102什么时候发货", "ask_shipping_time"),
        ("查下0102", "order_status"),
        ("订单102发了没", "order_status"),
        ("帮我催一下 0102", "order_status"),
    ],
)
def test_the_order_is_found(talk: Any, text: str, intent: str) -> None:
    chat = talk("b01")
    said = chat.say(text, intent)
    assert "哪一笔" not in said, said
    keys = {fact.key for fact in chat.last.facts_used if fact.table == "orders"}
    assert keys <= {"202600000000000102"}, said


@pytest.mark.parametrize("text", ["尾号999改地址", "999改地址"])
def test_a_tail_that_no_order_has_is_said(talk: Any, text: str) -> None:
    assert "没有查到尾号999" in talk("b01").say(text, "change_address")


@pytest.mark.parametrize(
    "text",
    [
        "102块能买吗",
        "满102减多少",
        "电话尾数是3102 改收货手机",
        "地址改成江陵路8号3幢102 林晓禾",
        "改到3栋102室",
        "我付了102怎么还没改",
        "2102款的改一下",
    ],
)
def test_other_numbers_name_no_order(talk: Any, text: str) -> None:
    chat = talk("b01")
    said = chat.say(text, "change_address")
    assert "没有查到" not in said, said
    assert "哪一笔" in said, said


def test_a_size_is_no_order(talk: Any) -> None:
    """b05 has an order that ends in 0110; a child's size is 110."""
    chat = talk("b02")
    said = chat.say("110的换成120的", "modify_order")
    assert "没有查到" not in said
    order = SimpleNamespace(
        row=SimpleNamespace(no="2026110"), items=[SimpleNamespace(spec="蓝色 110码")]
    )
    other = SimpleNamespace(row=SimpleNamespace(no="2026105"), items=[])
    assert order_by_tail("110的换成120的", [order, other]) is None
    assert order_by_tail("110退款", [order, other]) is order
    assert order_by_tail("105换地址", [order, other]) is other
