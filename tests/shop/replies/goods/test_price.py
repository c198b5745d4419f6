"""Prices by SKU, number, weight, membership and campaign."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOW
from tests.shop.replies.asking import change
from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.dialogue.understanding import Entity
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.goods.weights import net_grams


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("云朵卫衣多少钱", {}, ["129元", "每满200元减30元", "再凑71元"]),
        ("云朵卫衣两件多少", {"quantity": 2}, ["2件共258元", "减30元", "到手228元"]),
        ("云柔纸尿裤怎么卖", {}, ["NB码59元", "L码、M码75元", "XL码79元"]),
        ("云柔纸尿裤L码", {"size": "L"}, ["L码", "75元"]),
        ("纸尿裤L码要4包", {"size": "L", "quantity": 4}, ["4件起每件69元", "4件共276元"]),
        ("纸尿裤NB码要4包", {"size": "NB", "quantity": 4}, ["NB码59元一件", "4件共236元"]),
        ("T恤12件多少钱", {"quantity": 12}, ["10件起每件52元", "12件共624元"]),
        ("坚果批发什么价", {}, ["经典款 25g×30袋，10件起每件99元"]),
        ("脐橙多少钱一斤", {}, ["9斤大果62.9元（合一斤6.99元）"]),
        ("长款羽绒服多少钱", {}, ["599元", "定金100元", "尾款499元"]),
        ("尝鲜包3份多少钱", {"quantity": 3}, ["每人限购2件", "9.9元"]),
        ("餐椅带轮款多少钱", {}, ["儿童餐椅带轮款", "239元"]),
        ("绿色除氯款调奶器多少", {"colour": "绿色"}, ["189元", "暂时卖完了"]),
        ("云朵卫衣红色多少钱", {"colour": "红色"}, ["没有红色"]),
        ("猪肉脯怎么卖", {}, ["原味 100g 19.9元", "第二件半价"]),
    ],
)
def test_what_it_costs(talk: Any, text: str, entities: dict[str, Any], words: list[str]) -> None:
    said = talk().say(text, "ask_price", **entities)
    assert all(word in said for word in words), said


def test_a_returning_buyer_hears_the_member_price_a_new_one_does_not(talk: Any) -> None:
    assert "会员价119元" in talk("b04").say(
        "云朵卫衣黑色L多少钱", "ask_price", colour="黑色", size="L"
    )
    assert "会员价" not in talk("b03").say(
        "云朵卫衣黑色L多少钱", "ask_price", colour="黑色", size="L"
    )
    assert "会员价" not in talk().say("云朵卫衣多少钱", "ask_price")


def test_a_campaign_that_is_over_is_not_named(talk: Any, shop: Shop) -> None:
    change(shop, Campaign, "stock-up", ends_at=NOW - timedelta(hours=1))
    assert "减" not in talk().say("云朵卫衣两件多少", "ask_price", quantity=2)


def test_what_is_not_sold_any_more_has_no_price(talk: Any, shop: Shop) -> None:
    chat = talk()
    chat.say("云朵卫衣多少钱", "ask_price")
    change(shop, Product, "688000000101", on_sale=False)
    said = chat.say("两件呢多少钱", "ask_price", quantity=2)
    assert "129" not in said


def test_a_new_price_is_said_at_once(talk: Any, shop: Shop) -> None:
    chat = talk()
    chat.say("宝宝米饼多少钱", "ask_price")
    change(shop, Sku, "MB-HL", price_fen=1990)
    said = chat.say("多少钱", "ask_price")
    assert "胡萝卜味 50g 19.9元" in said and "原味 50g 24.9元" in said


@pytest.mark.parametrize(
    ("variant", "grams"),
    [
        ("经典款 25g×30袋", 750),
        ("原味 100g", 100),
        ("9斤大果", 4500),
        ("1.5kg装", 1500),
        ("标准款", None),
        (None, None),
    ],
)
def test_net_weight_by_name(variant: str | None, grams: int | None) -> None:
    assert net_grams(variant) == grams


@pytest.mark.parametrize(
    ("text", "quantities", "words"),
    [
        ("坚果30袋礼盒装2盒多少钱", ((30, "袋"), (2, "盒")), ["2件共278元", "到手248元"]),
        ("坚果10盒经典款30袋多少钱", ((10, "盒"), (30, "袋")), ["每件99元", "共990元", "减120元"]),
        ("湿巾12包多少钱", ((12, "包"),), ["80抽×12包", "72.9元"]),
        ("综合果脆2罐单罐装多少钱", ((2, "罐"),), ["2件共55.8元", "到手41.85元"]),
        ("猪肉脯3包原味多少钱", ((3, "包"),), ["3件共59.7元", "到手49.75元"]),
        ("猪肉脯来5包多少钱", ((5, "包"),), ["19.9元", "52.9元", "要哪一种"]),
        ("T恤10件多少钱", ((10, "件"),), ["共520元", "减60元", "到手460元"]),
        ("羽绒服2件多少钱", ((2, "件"),), ["1198元", "减150元", "到手1048元"]),
    ],
)
def test_a_pack_is_no_number_and_the_campaign_counts_for_all(
    talk: Any, text: str, quantities: tuple[tuple[int, str], ...], words: list[str]
) -> None:
    chat = talk()
    entities = tuple(Entity("quantity", n, f"{n}{unit}", unit=unit) for n, unit in quantities)
    heard = replace(understood(text, "ask_price"), entities=entities)
    said = chat.send(heard)
    assert all(word in said for word in words), said


def test_the_former_of_two_that_were_priced(talk: Any) -> None:
    chat = talk()
    chat.say("调奶器和餐椅多少钱", "ask_price", product=["调奶器", "餐椅"])
    assert "恒温调奶器" in chat.say("前面那个保修多久", "ask_warranty", ordinal=1)
