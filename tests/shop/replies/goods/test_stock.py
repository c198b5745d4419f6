"""Stock by colour, size, flavour and number; never a flat no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from tests.conftest import NOW
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.conversations.model import StockAlert
from xiaoer.shop.orders.model import OrderItem

DAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("云朵卫衣有货吗", {}, ["黑色（S/M/L/XL/2XL/3XL）", "米白色XL码只剩3件"]),
        ("云朵卫衣黑色L有吗", {"colour": "黑色", "size": "L"}, ["云朵卫衣黑色L码"]),
        ("云朵卫衣黑色XXL有吗", {"colour": "黑色", "size": "XXL"}, ["云朵卫衣黑色2XL码"]),
        ("云朵卫衣白色有吗", {"colour": "白色"}, ["米白色"]),
        ("云朵卫衣红色有吗", {"colour": "红色"}, ["没有红色", "黑色、米白色、灰色、藏青色"]),
        ("云朵卫衣5XL有吗", {"size": "5XL"}, ["没有5XL码", "S、M、L、XL"]),
        ("猪肉脯榴莲味有吗", {}, ["没有您说的口味", "蜜汁味"]),
        ("猪肉脯原味的有没有", {}, ["原味"]),
        ("猪肉脯要13袋", {"quantity": 13}, ["13件够的"]),
        (
            "米白XL云朵卫衣要5件",
            {"colour": "米白色", "size": "XL", "quantity": 5},
            ["米白色XL码3件"],
        ),
        ("尝鲜包来5份", {"quantity": 5}, ["每人限购2件"]),
        ("长款羽绒服有货吗", {}, ["可以预订", "预售", "定金100元", "尾款499元", "5%"]),
        ("坚果30袋装的有吗", {}, ["经典款 25g×30袋"]),
    ],
)
def test_what_there_is(talk: Any, text: str, entities: dict[str, Any], words: list[str]) -> None:
    said = talk().say(text, "ask_stock", **entities)
    assert all(word in said for word in words), said


def test_sold_out_names_what_is_near_and_promises_a_notice(talk: Any, shop: Shop) -> None:
    chat = talk()
    said = chat.say("米白色L的云朵卫衣有吗", "ask_stock", colour="米白色", size="L")
    assert "米白色L码暂时卖完了" in said and "11月24日" in said
    assert "黑色、灰色、藏青色（L）" in said and "米白色（S/M/XL/2XL/3XL）" in said
    assert rows(shop, StockAlert) == []
    assert "登记好了" in chat.say("好的", "affirm")
    assert [alert.sku_id for alert in rows(shop, StockAlert)] == ["WY-CR-L"]


def test_a_notice_of_what_came_back_meanwhile_is_not_promised(talk: Any, shop: Shop) -> None:
    chat = talk()
    chat.say("冻干草莓脆还有吗", "ask_stock")
    change(shop, Sku, "CM-1", stock=9)
    assert "刚好到货了" in chat.say("要", "affirm")
    assert rows(shop, StockAlert) == []


def test_a_restock_day_that_is_over_is_not_said(talk: Any, shop: Shop) -> None:
    for sku in ("CM-1", "CM-3"):
        change(shop, Sku, sku, restock_on=DAY - timedelta(days=1))
    assert "到货时间还没定" in talk().say("冻干草莓脆还有吗", "ask_stock")


def test_the_alternative_is_named_only_while_it_is_sold(talk: Any, shop: Shop) -> None:
    assert "冻干综合果脆" in talk().say("冻干草莓脆还有吗", "ask_stock")
    change(shop, Product, "688000000204", on_sale=False)
    assert "冻干综合果脆" not in talk().say("冻干草莓脆还有吗", "ask_stock")


def test_a_follow_up_keeps_colour_and_product(talk: Any) -> None:
    chat = talk()
    chat.say("云朵卫衣黑色有吗", "ask_stock", colour="黑色")
    assert "云朵卫衣黑色L码" in chat.say("L的呢", "ask_stock", size="L")
    assert "云朵卫衣灰色L码" in chat.say("那灰色呢", "ask_stock", colour="灰色")


def test_a_product_without_skus_says_so(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(delete(OrderItem).where(OrderItem.product_id == "688000000206"))
        session.execute(delete(Sku).where(Sku.product_id == "688000000206"))
    assert "暂时拍不了" in talk().say("零食尝鲜包有货吗", "ask_stock")


def test_a_presale_day_that_is_over_is_not_promised(talk: Any, shop: Shop) -> None:
    change(shop, Product, "688000000105", presale_ships_on=DAY - timedelta(days=2))
    said = talk().say("长款羽绒服有货吗", "ask_stock")
    assert "预售" not in said and "有货的" in said


def test_a_thing_that_the_shop_does_not_have_is_not_taken_for_another(talk: Any) -> None:
    chat = talk()
    chat.say("长款羽绒服有货吗", "ask_stock")
    assert "店里没有棉衣" in chat.say("棉衣有吗", "ask_stock")
    assert "没找到" not in chat.say("现货有吗", "ask_stock")


def test_an_advised_size_of_presale_goods_is_not_called_in_stock(talk: Any) -> None:
    said = talk().say("长款羽绒服175 140斤", "ask_size", height=175, weight=70000)
    assert "XL码（黑色、米白色）可以预订" in said and "现在有货" not in said


def test_a_bare_size_is_the_one_asked_for_not_the_one_advised(talk: Any) -> None:
    chat = talk()
    chat.say("帆布板鞋脚长24.5穿多大", "ask_size")
    said = chat.say("白的38有吗", "ask_stock", colour="白色")
    assert "38码" in said and "卖完" in said and "40码有现货" not in said
    assert "38码" in chat.say("那黑的呢", "ask_stock", colour="黑色")


def test_a_small_letter_is_a_size(talk: Any) -> None:
    said = talk().say("羊毛开衫驼色m有货吗", "ask_stock", colour="驼色")
    assert "M码" in said and "S码" not in said


def test_when_it_comes_back_is_said_of_what_is_gone(talk: Any) -> None:
    chat = talk()
    chat.say("纸尿裤XL有吗", "ask_stock", size="XL")
    said = chat.say("啥时候能补货", "ask_stock")
    assert "XL暂时卖完了" in said and "到货" in said.split("同款")[0]


def test_a_colour_in_other_words_is_kept_for_the_next_size(talk: Any) -> None:
    chat = talk()
    chat.say("云朵卫衣白色M有吗", "ask_stock", colour="白色", size="M")
    assert "米白色XL码" in chat.say("XL呢", "ask_stock", size="XL")
