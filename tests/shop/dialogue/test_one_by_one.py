"""Two things to be done in one message: one is asked at a time, none is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.heard import heard
from tests.shop.replies.asking import rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.orders.model import OrderItem

HOODIE = "202600000000000102-1"
BOTH = heard(
    "卫衣那单改成XL，T恤那单取消",
    ("modify_order", "卫衣那单改成XL"),
    ("request_refund", "T恤那单取消"),
    product=["卫衣", "T恤"],
    size=["XL"],
)


def sku_of(shop: Shop, item: str) -> str:
    return rows(shop, OrderItem, id=item)[0].sku_id


def test_the_second_comes_next_and_asks_what_it_would_ask_alone(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    said = chat.send(BOTH)
    assert "黑色XL码" in said and "确认换吗" in said
    assert "“T恤那单取消”等这件定了" in said and "退款吗" not in said
    said = chat.say("好", "affirm")
    assert "换好了" in said and "再说您刚才的“T恤那单取消”" in said and "哪一笔" in said
    assert sku_of(shop, HOODIE) == "WY-BK-XL"
    assert not rows(shop, Case)
    # What was taken up does not come a second time.
    assert "再说您刚才" not in chat.say("算了", "deny")


def test_it_comes_after_a_no_as_well(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    chat.send(BOTH)
    said = chat.say("先不用", "deny")
    assert "不改" in said and "再说您刚才的“T恤那单取消”" in said
    assert sku_of(shop, HOODIE) == "WY-BK-L"


def test_it_waits_through_other_questions(talk: Any) -> None:
    chat = talk("b01")
    chat.send(BOTH)
    assert "再说您刚才" not in chat.say("开衫有货吗", "ask_stock", product="开衫")
    assert "再说您刚才" in chat.say("不换了", "deny")


def test_a_person_takes_over_everything(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    chat.send(BOTH)
    chat.say("转人工", "request_human")
    assert "waiting" not in shop.conversation(chat.id).context


@pytest.mark.parametrize("text", ["卫衣怎么洗，T恤有货吗"])
def test_questions_alone_are_answered_at_once(talk: Any, text: str) -> None:
    first, second = text.split("，")
    message = heard(text, ("ask_quality", first), ("ask_stock", second), product=["卫衣", "T恤"])
    assert "一件一件来" not in talk().send(message)


def test_that_order_is_its_own_though_no_goods_were_found(talk: Any) -> None:
    chat = talk("b01")
    first, second = "卫衣那单改成XL", "T恤那单取消"
    requests = (("modify_order", first), ("request_refund", second))
    chat.send(heard(f"{first}，{second}", *requests, size=["XL"]))
    assert "哪一笔" in chat.say("好", "affirm")
