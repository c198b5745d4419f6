"""Postage by weight, of goods together, and with a carrier that costs more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.heard import asked
from tests.shop.replies.rows import change
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.dialogue.understanding import Entity, Understanding
from xiaoer.shop.logistics.model import Carrier


def fee(text: str, **named: list[str]) -> Understanding:
    return asked("ask_shipping_fee", text, **named)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            fee("卫衣寄新疆发顺丰多少运费", region=["新疆"], carrier=["顺丰"]),
            ["运费18元", "发顺丰另补12元", "一共30元"],
        ),
        (
            fee("卫衣发顺丰到北京要多少邮费", region=["北京"], carrier=["顺丰"]),
            ["包邮，发顺丰另补12元"],
        ),
        (
            fee("卫衣发圆通到北京要多少邮费", region=["北京"], carrier=["圆通"]),
            ["包邮，发圆通不用补钱"],
        ),
        (
            fee("寄北京发顺丰多少钱", region=["北京"], carrier=["顺丰"]),
            ["满59元包邮", "发顺丰另补12元"],
        ),
        (
            fee("湿巾寄新疆多少运费", region=["新疆"]),
            ["80抽×3包运费30元", "80抽×6包运费42元", "80抽×12包运费78元"],
        ),
        (
            fee("餐椅2个寄新疆运费", quantity=["2个"], region=["新疆"]),
            ["2件的话", "基础款运费162元，带轮款运费174元"],
        ),
        (
            fee("卫衣两件加坚果礼盒一盒寄新疆运费", quantity=["两件", "一盒"], region=["新疆"]),
            ["云朵卫衣2件、每日坚果1件一共397元", "运费42元"],
        ),
        (fee("寄台湾运费多少", region=["台湾"]), ["没有能送到的快递"]),
        (
            fee("发京东到北京多少钱", carrier=["京东"], region=["北京"]),
            ["没有合作京东", "满59元包邮"],
        ),
        (fee("寄台湾顺丰多少钱", region=["台湾"], carrier=["顺丰"]), ["没有能送到的快递"]),
    ],
)
def test_what_it_comes_to(talk: Any, message: Understanding, words: list[str]) -> None:
    said = talk().send(message)
    assert all(word in said for word in words), said


def test_carrier_and_number_are_kept_while_the_place_is_asked_for(talk: Any) -> None:
    chat = talk()
    said = chat.send(fee("卫衣两件发顺丰邮费多少", quantity=["两件"], carrier=["顺丰"]))
    assert "发顺丰另补12元" in said and "哪个省" in said
    said = chat.say("新疆", "", region="新疆")
    assert "2件258元，运费30元，发顺丰另补12元，一共42元" in said, said


def test_a_kind_that_decides_the_weight_is_asked_for(talk: Any) -> None:
    chat = talk()
    message = fee("卫衣两件加坚果一盒寄新疆运费", quantity=["两件", "一盒"], region=["新疆"])
    said = chat.send(message)
    assert "每日坚果要哪一种" in said and "一共" not in said
    thirty = Entity("quantity", 30, "30袋", 3, 6, "袋")
    said = chat.send(Understanding("经典款30袋", (), entities=(thirty,)))
    assert "一共367元" in said and "运费42元" in said, said


def test_goods_that_the_shop_has_not_have_no_postage(talk: Any) -> None:
    message = fee("袜子两双加卫衣一件寄新疆运费", quantity=["两双", "一件"], region=["新疆"])
    said = talk().send(message)
    assert "没找到“袜子”" in said and "一共" not in said


def test_weight_and_surcharge_are_the_datas(talk: Any, shop: Shop) -> None:
    change(shop, Carrier, "sf", extra_fen=2000)
    for size in ("S", "M", "L", "XL", "2XL", "3XL"):
        for colour in ("BK", "GY", "CR", "NV"):
            change(shop, Sku, f"WY-{colour}-{size}", weight_g=1200)
    said = talk().send(fee("卫衣寄新疆发顺丰多少运费", region=["新疆"], carrier=["顺丰"]))
    assert "运费30元，发顺丰另补20元，一共50元" in said


def test_a_clear_request_is_no_choice_between_two_readings(talk: Any) -> None:
    """ "多少" stands in the label 问多少钱, and in every question about postage."""
    chat = talk()
    ranking = (("ask_price", 0.3), ("report_missing", 0.25))
    asked_back = chat.send(Understanding("嗯卫衣那个怎样来着", (), ranking, (), "unsure"))
    assert "问多少钱" in asked_back
    said = chat.say("卫衣寄新疆运费多少", "ask_shipping_fee", region="新疆")
    assert "运费18元" in said, said
    assert chat.last.answered_as == ("ask_shipping_fee",)


def test_a_complete_question_is_not_the_answer_to_another(talk: Any) -> None:
    chat = talk()
    ranking = (("ask_price", 0.3), ("report_missing", 0.25))
    chat.send(Understanding("嗯卫衣那个怎样来着", (), ranking, (), "unsure"))
    said = chat.say("牛仔裤多少钱", "ask_price", product="牛仔裤")
    assert "139元" in said and "129元" not in said, said
