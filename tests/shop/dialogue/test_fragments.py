"""Half sentences are read in the light of what was said before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk import understood
from xiaoer.shop.dialogue.context import Context, OpenQuestion
from xiaoer.shop.dialogue.fragments import read_fragment

HOODIE = "688000000101"
BODY = {"product": "卫衣", "height": "165", "weight": "110斤"}


@pytest.mark.parametrize(
    ("last", "text", "entities", "intent"),
    [
        ("ask_stock", "黑色m", {"colour": "黑色", "size": "m"}, "ask_stock"),
        ("ask_price", "灰s", {"size": "s"}, "ask_price"),
        ("ask_product", "xl", {"size": "xl"}, "ask_stock"),
        ("ask_shipping_time", "36呢", {}, "ask_shipping_time"),
        ("ask_size", "120", {}, "ask_stock"),
        ("ask_stock", "香辣的呢", {}, "ask_stock"),
        ("ask_stock", "4件", {"quantity": "4件"}, "ask_price"),
        ("ask_price", "卫衣165 110斤", BODY, "ask_size"),
        ("bargain", "85呢", {}, "bargain"),
        ("bargain", "70", {}, "bargain"),
        ("modify_order", "那就黑的", {"colour": "黑"}, "modify_order"),
        ("track_logistics", "调奶器的呢", {"product": "调奶器"}, "track_logistics"),
        ("greet", "卫衣", {"product": "卫衣"}, "ask_price"),
        ("ask_size", "T恤4件", {"product": "T恤", "quantity": "4件"}, "ask_price"),
        ("ask_stock", "卫衣退款", {"product": "卫衣"}, "request_refund"),
        ("greet", "把尿裤退了", {"product": "尿裤"}, "request_refund"),
        ("greet", "134退款", {}, "request_refund"),
        ("ask_price", "买4件呢", {"quantity": "4件"}, "ask_price"),
        ("ask_shipping_fee", "寄云南呢", {"region": "云南"}, "ask_shipping_fee"),
        ("ask_delivery_time", "云南", {"region": "云南"}, "ask_delivery_time"),
        ("", "那个黑色的呢", {"colour": "黑色"}, "ask_stock"),
    ],
)
def test_a_fragment(last: str, text: str, entities: dict[str, Any], intent: str) -> None:
    context = Context(last_intent=last, product_id=HOODIE)
    fragment = read_fragment(understood(text, "", doubt="unsure", **entities), context)
    assert fragment is not None
    assert fragment.intent == intent


@pytest.mark.parametrize(
    ("last", "text", "intent", "entities"),
    [
        ("ask_stock", "卫衣退款还没到", "refund_status", {"product": "卫衣"}),
        ("ask_stock", "黑色m我不要了", "request_refund", {"colour": "黑色", "size": "m"}),
        ("greet", "120", "", {}),
        ("refund_status", "香辣的呢", "", {}),
        ("ask_stock", "怎么办", "", {}),
    ],
)
def test_no_fragment(last: str, text: str, intent: str, entities: dict[str, Any]) -> None:
    product = HOODIE if last.startswith("ask_") else None
    context = Context(last_intent=last, product_id=product)
    message = understood(text, intent, doubt="sure" if intent else "none", **entities)
    assert read_fragment(message, context) is None


def test_what_is_meant_is_marked() -> None:
    context = Context(last_intent="ask_stock", product_id=HOODIE)
    fragment = read_fragment(understood("灰s", "", doubt="none", size="s"), context)
    assert fragment is not None
    assert fragment.understanding.value("colour") == "灰色"
    bid = read_fragment(understood("85呢", "", doubt="none"), Context(last_intent="bargain"))
    assert bid is not None
    assert bid.understanding.value("amount") == 8500


READ_BACK = {
    "change_address": {"new": {"city": "郑州", "address": "金水区花园路1号2栋301"}},
    "ask_invoice": {"title": "宁波禾木商贸有限公司", "tax_no": "91330200MA00000X1Y"},
}


@pytest.mark.parametrize(
    ("asked", "text", "amends"),
    [
        ("change_address", "好的，但名字不对，叫高小敏", True),
        ("change_address", "是305", True),
        ("change_address", "你们几点下班", False),
        ("ask_invoice", "对，但税号错了是91330200MA00000X3Y", True),
        ("ask_invoice", "那个快一点", False),
        ("modify_order", "是305", False),
    ],
)
def test_a_correction_goes_on_with_what_was_read_back(asked: str, text: str, amends: bool) -> None:
    data = READ_BACK.get(asked, {})
    question = OpenQuestion("q", "confirm", asked, "对吗？", asked_turn=0, data=data)
    fragment = read_fragment(understood(text, "", doubt="unsure"), Context(question=question))
    assert (fragment is not None and fragment.intent == asked) == amends


@pytest.mark.parametrize(
    ("last", "text", "intent", "entities"),
    [
        ("ask_price", "买4件呢", "report_missing", {"quantity": "4件"}),
        ("ask_shipping_fee", "发云南呢", "ask_ship_from", {"region": "云南"}),
    ],
)
def test_asked_again_it_is_the_same_question_whatever_it_is_alone(
    last: str, text: str, intent: str, entities: dict[str, Any]
) -> None:
    context = Context(last_intent=last, product_id=HOODIE)
    fragment = read_fragment(understood(text, intent, **entities), context)
    assert fragment is not None and fragment.intent == last


def test_the_link_of_a_product_is_as_good_as_its_number(talk: Any) -> None:
    link = f"https://item.example.com/item.htm?spm=a1&id={HOODIE}"
    assert "云朵卫衣" in talk().say(link, url=link, item_number=HOODIE)


def test_the_price_is_that_of_the_variant_meant_last(talk: Any) -> None:
    chat = talk()
    chat.say("T恤白色M有吗", "ask_stock", colour="白色", size="M")
    chat.say("黑色3XL呢", colour="黑色", size="3XL")
    assert "黑色3XL码" in chat.say("多少钱", "ask_price")
    chat.say("那白色的3XL呢", "ask_stock", colour="白色", size="3XL")
    assert "白色3XL码" in chat.say("多少钱", "ask_price")
    chat.say("那白色有哪些", "ask_stock", colour="白色", size=["M", "L"])
    assert "码" not in chat.say("多少钱", "ask_price").split("。")[0]


def test_a_tax_number_taken_for_an_address_corrects_the_invoice() -> None:
    data = READ_BACK["ask_invoice"]
    question = OpenQuestion("q", "confirm", "ask_invoice", "对吗？", asked_turn=0, data=data)
    message = understood("对，但税号错了是91330200MA00000X3Y", "change_address")
    fragment = read_fragment(message, Context(question=question))
    assert fragment is not None and fragment.intent == "ask_invoice"
