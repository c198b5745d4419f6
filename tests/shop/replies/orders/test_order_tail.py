"""Orders by three or four digits of their number."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("102到哪了", "order_status"),
        ("尾号102", "order_status"),
        ("0102那单怎么样了", "order_status"),
        ("102改地址", "change_address"),
        ("102换个收货地址", "change_address"),
        ("102什么时候发货", "ask_shipping_time"),
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


@pytest.mark.parametrize("text", ["102块能买吗", "满102减多少", "电话尾数是3102 改收货手机"])
def test_other_numbers_name_no_order(talk: Any, text: str) -> None:
    chat = talk("b01")
    said = chat.say(text, "change_address")
    assert "没有查到" not in said, said
    assert "哪一笔" in said, said
