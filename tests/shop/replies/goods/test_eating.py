"""Allergies and conditions: from the page of the product that is named, never of another."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我对芒果过敏，综合果脆能吃吗", ("含芒果", "别吃")),
        ("我对芒果过敏，果脆能吃吗", ("综合果脆", "含芒果", "别吃")),
        ("花生过敏能吃坚果吗", ("每日坚果", "花生", "别吃")),
        ("对牛奶过敏，草莓脆能吃吗", ("草莓脆", "没有单独写牛奶")),
        ("孕妇能吃坚果不", ("没有写孕妇", "医生")),
        ("糖尿病能吃坚果吗", ("没有写糖尿病", "医生")),
    ],
)
def test_from_the_page(talk: Any, text: str, words: tuple[str, ...]) -> None:
    chat = talk()
    chat.say("6个月能吃米饼吗", "ask_product", product="米饼")
    said = chat.say(text, "ask_product")
    assert all(word in said for word in words) and "米饼" not in said, said


def test_unknown_goods_are_asked_for(talk: Any) -> None:
    chat = talk()
    chat.say("6个月能吃米饼吗", "ask_product", product="米饼")
    said = chat.say("我对芒果过敏，果酱能吃吗", "ask_product")
    assert "哪款" in said and "米饼" not in said
    assert "含芒果" in chat.say("综合果脆", "ask_product", product="综合果脆")


def test_the_one_talked_about(talk: Any) -> None:
    chat = talk()
    chat.say("果脆什么口味", "ask_product", product="果脆")
    assert "含芒果" in chat.say("我对芒果过敏，能吃吗", "ask_product")
