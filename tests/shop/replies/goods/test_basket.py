"""Several goods or kinds together: the right sum, or a question."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heard import asked, heard
from tests.shop.replies.asking import change
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.index import mentions
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.goods.basket_parts import piece_entities, read_parts


def price(text: str, **named: list[str]) -> Understanding:
    return asked("ask_price", text, **named)


GREY_AND_BLACK = price(
    "云朵卫衣一件灰的M一件黑的L一共多少",
    product=["云朵卫衣"],
    quantity=["一件", "一件"],
    colour=["灰", "黑"],
    size=["M", "L"],
)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (GREY_AND_BLACK, ["灰色M码1件129元", "黑色L码1件129元", "一共258元", "到手228元"]),
        (
            price(
                "T恤白色M码两件黑色L四件",
                quantity=["两件", "四件"],
                colour=["白", "黑"],
                size=["M", "L"],
            ),
            ["白色M码2件110元", "黑色L码4件220元", "5件起每件55元", "一共330元"],
        ),
        (
            price("猪肉脯原味两袋蜜汁一袋一共多少", quantity=["两袋", "一袋"]),
            ["原味 100g 2件39.8元", "蜜汁味 100g 1件19.9元", "一共59.7元", "到手49.75元"],
        ),
        (
            price("猪肉脯两袋原味一袋三味组合", quantity=["两袋", "一袋"]),
            ["2件39.8元", "三味组合 100g×3 1件52.9元", "一共92.7元"],
        ),
        (
            price("儿童外套一件110一件130一共多少钱", quantity=["一件", "一件"]),
            ["110码1件79元", "130码1件89元", "一共168元"],
        ),
        (
            price("儿童外套110的两件120的一件", quantity=["两件", "一件"]),
            ["110码2件158元", "120码1件89元", "一共247元"],
        ),
        (
            price("牛仔裤两条加T恤一件多少钱", quantity=["两条", "一件"]),
            ["直筒牛仔裤2件278元", "重磅纯棉T恤1件59元", "一共337元"],
        ),
        (
            price("两件卫衣三件T恤多少钱", quantity=["两件", "三件"]),
            ["云朵卫衣2件258元", "重磅纯棉T恤3件177元", "一共435元", "减60元"],
        ),
        (
            price("卫衣、T恤、牛仔裤各一件多少钱", quantity=["一件"]),
            ["129元", "59元", "139元", "一共327元"],
        ),
        (
            price("卫衣和T恤各两件多少钱", quantity=["两件"]),
            ["云朵卫衣2件258元", "重磅纯棉T恤2件118元", "一共376元"],
        ),
        (price("卫衣和T恤一起买多少钱"), ["一共188元", "还差12元"]),
        (
            price("T恤黑色白色各三件", quantity=["三件"], colour=["黑", "白"]),
            ["黑色3件165元", "一共330元"],
        ),
        (
            price("坚果礼盒装2盒加猪肉脯3袋原味", quantity=["2盒", "3袋"]),
            ["礼盒装 25g×30袋 2件278元", "原味 100g 3件59.7元", "一共337.7元", "零食第二件半价"],
        ),
        (price("卫衣黑色和灰色两件", quantity=["两件"], colour=["黑", "灰"]), ["2件共258元"]),
        (
            price(
                "卫衣，黑色L一件，白色M一件",
                quantity=["一件", "一件"],
                colour=["黑", "白"],
                size=["L", "M"],
            ),
            ["黑色L码1件129元", "米白色M码1件129元", "一共258元"],
        ),
    ],
)
def test_the_sum(talk: Any, message: Understanding, words: list[str]) -> None:
    said = talk().send(message)
    assert all(word in said for word in words), said


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            price(
                "黑色M码两件，白色L码一件，T恤一共多少",
                quantity=["两件", "一件"],
                colour=["黑", "白"],
            ),
            ["一共177元"],
        ),
        (
            price(
                "三件卫衣，黑的一件，灰的两件多少钱",
                quantity=["三件", "一件", "两件"],
                colour=["黑", "灰"],
            ),
            ["黑色1件129元", "灰色2件258元", "一共387元"],
        ),
    ],
)
def test_a_heading_is_counted_once(talk: Any, message: Understanding, words: list[str]) -> None:
    said = talk().send(message)
    assert all(word in said for word in words), said


def test_two_numbers_of_the_same_are_no_sum(talk: Any) -> None:
    said = talk().send(price("T恤买三件多少钱，五件呢", quantity=["三件", "五件"]))
    assert "3件177元，5件275元" in said and "一共" not in said, said
    said = talk().send(price("儿童外套一件多少钱两件多少钱", quantity=["一件", "两件"]))
    assert "79元" in said and "89元" in said and "要哪一种" in said


def test_colours_side_by_side_are_no_goods_without_numbers(talk: Any) -> None:
    said = talk().send(price("卫衣白色和黑色多少钱", colour=["白", "黑"]))
    assert "129元" in said and "一共" not in said


def test_which_is_dearer_is_told_by_both_prices(talk: Any) -> None:
    said = talk().send(price("卫衣比T恤贵多少"))
    assert "云朵卫衣129元；重磅纯棉T恤59元" in said


def test_a_sum_in_a_part_of_its_own_has_the_goods_of_the_other(talk: Any) -> None:
    message = heard(
        "卫衣和T恤有货吗 一共多少钱",
        ("ask_price", "一共多少钱"),
        ("ask_stock", "卫衣和T恤有货吗"),
        product=["卫衣", "T恤"],
    )
    assert "一共188元" in talk().send(message)


def test_without_numbers_and_sum_each_price_is_told(talk: Any) -> None:
    said = talk().send(price("卫衣和T恤多少钱"))
    assert "云朵卫衣129元；重磅纯棉T恤59元" in said and "一共" not in said


@pytest.mark.parametrize("text", ["袜子两双加T恤一件多少钱", "T恤一件加袜子两双多少钱"])
def test_goods_that_the_shop_has_not_are_said(talk: Any, text: str) -> None:
    quantity = ["两双", "一件"] if text.startswith("袜") else ["一件", "两双"]
    said = talk().send(price(text, quantity=quantity))
    assert "没找到“袜子”" in said and "重磅纯棉T恤1件59元" in said and "177" not in said, said


def test_goods_that_the_shop_has_not_are_not_taken_for_those_talked_about(talk: Any) -> None:
    chat = talk()
    chat.send(price("T恤多少钱"))
    said = chat.send(price("袜子两双多少钱", quantity=["两双"]))
    assert said.startswith("没找到“袜子”，您看的这款是重磅纯棉T恤"), said
    assert "没找到" not in chat.send(price("两件多少钱", quantity=["两件"]))


def test_for_whom_a_piece_is_names_no_goods(talk: Any) -> None:
    chat = talk()
    chat.send(price("T恤多少钱"))
    said = chat.send(price("老公两件我一件多少钱", quantity=["两件", "一件"]))
    assert "没找到" not in said and "一共177元" in said, said


def test_nothing_but_unknown_goods_is_no_sum(talk: Any) -> None:
    chat = talk()
    chat.send(price("T恤多少钱"))
    said = chat.send(price("袜子两双加帽子一个多少钱", quantity=["两双", "一个"]))
    assert "没找到“袜子”" in said and "没找到“帽子”" in said and "哪款" in said, said
    assert "元" not in said


def test_a_colour_that_there_is_not_is_asked_about(talk: Any) -> None:
    chat = talk()
    message = price(
        "云朵卫衣一件红的M一件黑的L一共多少",
        quantity=["一件", "一件"],
        colour=["红", "黑"],
        size=["M", "L"],
    )
    said = chat.send(message)
    assert "没有红色" in said and "黑色L码1件129元" in said and "一共" not in said
    said = chat.say("灰色吧", colour="灰色")
    assert "灰色M码1件129元" in said and "一共258元" in said, said


def test_a_kind_that_decides_the_price_is_asked_for(talk: Any) -> None:
    chat = talk()
    said = chat.send(price("卫衣一件，儿童外套两件一共多少钱", quantity=["一件", "两件"]))
    assert "云朵卫衣1件129元" in said and "要哪一种" in said and "一共" not in said
    said = chat.say("120的")
    assert "儿童摇粒绒外套120码2件178元" in said and "一共307元" in said, said


def test_two_kinds_are_asked_for_one_after_the_other(talk: Any) -> None:
    chat = talk()
    said = chat.send(price("调奶器一个加餐椅一个一共多少", quantity=["一个", "一个"]))
    assert "恒温调奶器要哪一种" in said
    said = chat.say("标准款")
    assert "标准款1件159元" in said and "儿童餐椅要哪一种" in said, said
    assert "一共358元" in chat.say("基础款")


def test_another_sum_is_no_answer_to_which_kind(talk: Any) -> None:
    chat = talk()
    chat.send(price("调奶器一个加餐椅一个一共多少", quantity=["一个", "一个"]))
    assert "一共258元" in chat.send(GREY_AND_BLACK)


def test_a_new_price_counts(talk: Any, shop: Shop) -> None:
    change(shop, Sku, "WY-GY-M", price_fen=13900)
    assert "一共268元" in talk().send(GREY_AND_BLACK)


def test_what_there_is_not_so_often_is_said(talk: Any, shop: Shop) -> None:
    change(shop, Sku, "WY-BK-L", stock=0)
    said = talk().send(GREY_AND_BLACK)
    assert "黑色L码暂时卖完了" in said


def test_a_limit_stops_the_sum(talk: Any, shop: Shop) -> None:
    change(shop, Product, "688000000101", purchase_limit=1)
    said = talk().send(GREY_AND_BLACK)
    assert "限购1件" in said and "一共" not in said


def test_a_returning_buyer_hears_the_sum_of_the_member_prices(talk: Any) -> None:
    assert "会员价一共238元" in talk("b04").send(GREY_AND_BLACK)
    assert "会员价" not in talk("b03").send(GREY_AND_BLACK)


#: Joined at random they make every odd message.
WORDS = [
    "卫衣",
    "T恤",
    "两件",
    "一件",
    "3件",
    "黑色",
    "M",
    "，",
    " ",
    "和",
    "加",
    "各",
    "多少",
    "袜子",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
@settings(max_examples=300, deadline=None)
def test_any_row_of_words_is_cut_with_each_number_once(words: list[str]) -> None:
    text = "".join(words)
    numbers = [word for word in words if word.endswith("件")]
    entities = price(text, quantity=numbers).entities
    named = mentions(text, {"卫衣": ["1"], "t恤": ["2"]})
    parts = read_parts(text, named, piece_entities(text, entities, []), entities)
    assert sum(part.number is not None for part in parts) == len(numbers)
    assert sum(part.product_id is not None for part in parts) == len(named)


@pytest.mark.parametrize(
    "text", ["两件卫衣T恤多少钱", "两件和加", "各", "T恤各一件卫衣各", "袜子两双袜子两双"]
)
def test_odd_messages_are_answered(talk: Any, text: str) -> None:
    numbers = [word for word in ("两件", "一件") if word in text]
    assert talk().send(price(f"卫衣，{text}", quantity=numbers))


def test_goods_side_by_side_without_a_joint_are_asked_about(talk: Any) -> None:
    assert "哪一款" in talk().send(price("卫衣牛仔裤多少钱"))
