"""Which goods, and how many of them, a request means after the talk has moved on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.heard import heard
from xiaoer.shop.dialogue.understanding import Entity, Request, Understanding


@pytest.mark.parametrize(
    ("text", "first", "second", "products", "numbers", "said"),
    [
        (
            "T恤4件什么时候发货，开衫多少钱",
            ("ask_shipping_time", "T恤4件什么时候发货"),
            ("ask_price", "开衫多少钱"),
            ["T恤", "开衫"],
            ["4件"],
            "189元",
        ),
        (
            "卫衣多少钱，T恤两件有货吗",
            ("ask_price", "卫衣多少钱"),
            ("ask_stock", "T恤两件有货吗"),
            ["卫衣", "T恤"],
            ["两件"],
            "129元",
        ),
    ],
)
def test_the_number_of_one_product_is_not_that_of_another(
    talk: Any,
    text: str,
    first: tuple[str, str],
    second: tuple[str, str],
    products: list[str],
    numbers: list[str],
    said: str,
) -> None:
    answer = talk().send(heard(text, first, second, product=products, quantity=numbers))
    assert said in answer and "共" not in answer, answer


def test_a_part_without_goods_of_its_own_takes_those_of_the_other(talk: Any) -> None:
    message = heard(
        "卫衣两件有货吗，一共多少钱",
        ("ask_stock", "卫衣两件有货吗"),
        ("ask_price", "一共多少钱"),
        product=["卫衣"],
        quantity=["两件"],
    )
    assert "2件共258元" in talk().send(message)


def test_what_was_said_before_the_product_was_asked_for_counts(talk: Any) -> None:
    chat = talk()
    assert "哪款商品" in chat.say("来4件多少钱", "ask_price", quantity=4)
    assert "4件共516元" in chat.say("云朵卫衣", "", product="云朵卫衣")
    said = chat.say("羊毛开衫呢", "", product="羊毛开衫")
    assert "189元" in said and "共" not in said, said


def test_a_weight_is_no_number_of_pieces(talk: Any) -> None:
    chat = talk()
    jin = Entity("quantity", 4, "4斤", 0, 2, "斤")
    chat.send(
        Understanding("4斤多少钱", (Request("ask_price", 0.9),), entities=(jin,), doubt="sure")
    )
    assert "4件" not in chat.say("云朵卫衣", "", product="云朵卫衣")


@pytest.mark.parametrize(
    ("before", "intent", "text", "entities", "said", "never"),
    [
        (
            "羊毛开衫运费多少",
            "ask_shipping_fee",
            "卫衣寄到新疆多少运费",
            {"region": "新疆"},
            "云朵卫衣一件129元",
            "开衫",
        ),
        (
            "帆布鞋什么码",
            "ask_size",
            "卫衣165 110斤穿什么",
            {"height": 165, "weight": 55000},
            "M码",
            "脚长",
        ),
    ],
)
def test_other_goods_named_in_the_answer_are_meant(
    talk: Any,
    before: str,
    intent: str,
    text: str,
    entities: dict[str, Any],
    said: str,
    never: str,
) -> None:
    chat = talk()
    chat.say(before, intent)
    answer = chat.say(text, intent, **entities)
    assert said in answer and never not in answer, answer


def test_a_yes_is_about_what_was_asked_whatever_else_is_named(talk: Any) -> None:
    chat = talk()
    assert "通知您" in chat.say("冻干草莓脆还有吗", "ask_stock")
    said = chat.say("好的，卫衣呢", "affirm")
    assert "登记好了，冻干草莓脆" in said, said
