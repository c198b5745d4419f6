"""Goods that the shop does not have are told, and never answered with others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk import Talk
from xiaoer.shop.dialogue.strangers import stranger


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("有凉鞋吗", "凉鞋"),
        ("亲你们家卖不卖电饭煲", "电饭煲"),
        ("店里有没有围巾呀", "围巾"),
        ("猫粮有卖吗", "猫粮"),
        ("想买双雨靴", "雨靴"),
        ("那有没有风衣", "风衣"),
    ],
)
def test_goods_are_found(text: str, noun: str) -> None:
    assert stranger(text) == noun


@pytest.mark.parametrize(
    "text",
    [
        "有口袋吗", "有没有优惠", "有货吗", "卖完了吗", "可以单卖吗", "散装卖不卖", "卖家在吗",
        "卖得好吗", "有红色吗", "有发票吗", "这个有帽子吗",
    ],
)  # fmt: skip
def test_parts_terms_and_money_are_no_goods(text: str) -> None:
    assert stranger(text) is None


def test_none_is_said_with_what_is_nearest(talk: Any) -> None:
    chat: Talk = talk()
    said = chat.say("有凉鞋吗", "ask_stock")
    assert "店里没有凉鞋" in said and "相近的有帆布板鞋" in said and "38" not in said
    assert "有货的" in chat.say("第一个", "ask_stock", ordinal=1)


@pytest.mark.parametrize("intent", ["ask_stock", "ask_quality", ""])
def test_without_anything_near_what_sells_is_named(talk: Any, intent: str) -> None:
    chat: Talk = talk()
    chat.say("云朵卫衣有货吗", "ask_stock")
    said = chat.say("有眼影吗", intent)
    assert "店里没有眼影" in said and "卖得多的是每日坚果" in said and "卫衣" not in said


def test_a_noun_of_one_character_is_found_only_where_it_is_a_word(talk: Any) -> None:
    assert "哪款" in talk().say("球鞋多少钱", "ask_price")
    assert "帆布板鞋" in talk().say("这双鞋多少钱", "ask_price")
    assert "帆布板鞋" in talk().say("鞋多少钱", "ask_price")
