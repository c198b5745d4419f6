"""Recommendations from the catalogue: kind, budget, sales, links."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from tests.shop.replies.asking import change
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Product, Sku


def test_what_sells_is_listed_with_figures_and_links(talk: Any, shop: Shop) -> None:
    said = talk().say("有什么推荐", "ask_recommendation")
    assert "1. 每日坚果，29.9元起，近30天卖出4200件，链接编号688000000201" in said
    assert not any(word in said for word in shop.policy.current().wording.forbidden)
    change(shop, Product, "688000000301", sold_30d=9000)
    assert "1. 云柔纸尿裤" in talk().say("有什么推荐", "ask_recommendation")


def test_a_kind_of_goods(talk: Any) -> None:
    said = talk().say("推荐点零食", "ask_recommendation")
    assert "猪肉脯" in said and "卫衣" not in said
    assert "婴儿手口湿巾" in talk().say("宝宝用的有什么推荐", "ask_recommendation")


def test_a_budget(talk: Any) -> None:
    said = talk().say("30以内的零食", "ask_recommendation", amount=3000)
    assert "零食尝鲜包" in said and "秭归脐橙" not in said
    near = talk().say("5块钱的衣服", "ask_recommendation", amount=500)
    assert "5元以内的没有找到" in near and "重磅纯棉T恤，59元" in near
    around = talk().say("130左右的衣服", "ask_recommendation", amount=13000)
    assert "云朵卫衣" in around and "长款羽绒服" not in around


def test_sold_out_goods_are_not_recommended(talk: Any, shop: Shop) -> None:
    said = talk().say("冻干和坚果推荐哪个", "ask_recommendation")
    assert "冻干草莓脆暂时卖完了" in said and "冻干综合果脆" in said and "每日坚果" in said
    with shop.db.write() as session:
        session.execute(update(Sku).values(stock=0))
    assert "没有有货的款" in talk().say("有什么推荐", "ask_recommendation")


def test_a_link_of_what_is_talked_about(talk: Any) -> None:
    chat = talk()
    chat.say("T恤什么面料", "ask_product")
    assert "688000000102" in chat.say("链接发我", "ask_recommendation")


def test_others_of_the_kind(talk: Any) -> None:
    chat = talk()
    chat.say("冻干综合果脆什么口味", "ask_product")
    said = chat.say("有没有类似的", "ask_recommendation")
    assert "冻干综合果脆，" not in said and "每日坚果" in said


def test_colours_have_no_sales_of_their_own(talk: Any) -> None:
    chat = talk()
    chat.say("牛仔裤什么面料", "ask_product")
    said = chat.say("哪个颜色卖得好", "ask_recommendation")
    assert "没有单独统计" in said and "蓝色" in said


def test_what_the_shop_does_not_sell_is_not_pretended(talk: Any) -> None:
    assert "没找到" in talk().say("推荐个蓝牙耳机", "ask_recommendation")


def test_of_two_that_are_compared_the_figures_are_told(talk: Any) -> None:
    chat = talk()
    chat.say("牛仔裤什么料", "ask_product")
    said = chat.say("这个和云朵卫衣哪个卖得好", "ask_recommendation")
    assert said.index("云朵卫衣，129元，近30天卖出1860件") < said.index("直筒牛仔裤，139元")


@pytest.mark.parametrize(
    ("text", "there", "never"),
    [
        ("宝宝吃的零食有哪些", ["宝宝磨牙米饼"], ["餐具", "湿巾", "坚果"]),
        ("给小孩买点零食", ["宝宝磨牙米饼"], ["餐具", "纸尿裤"]),
        ("推荐个辅食", ["宝宝磨牙米饼"], ["坚果", "脐橙", "餐具"]),
        ("有什么儿童衣服推荐", ["儿童摇粒绒外套", "儿童秋衣套装"], ["湿巾", "纸尿裤", "卫衣"]),
        ("推荐几件童装", ["儿童摇粒绒外套", "儿童秋衣套装"], ["湿巾", "卫衣"]),
        ("宝宝裤子有推荐的吗", ["儿童秋衣套装"], ["牛仔裤", "纸尿裤"]),
        ("宝宝纸尿裤推荐一款", ["云柔纸尿裤"], ["湿巾"]),
        ("推荐点零食", ["每日坚果"], ["米饼", "餐具"]),
        ("推荐点衣服和零食", ["每日坚果", "重磅纯棉T恤"], ["餐具"]),
    ],
)
def test_a_recommendation_keeps_to_the_kind_asked_for(
    talk: Any, text: str, there: list[str], never: list[str]
) -> None:
    said = talk().say(text, "ask_recommendation")
    assert all(name in said for name in there), said
    assert not any(name in said for name in never), said


def test_a_kind_that_children_are_not_offered_is_said(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(update(Product).where(Product.id == "688000000303").values(on_sale=False))
    said = talk().say("推荐点孩子吃的", "ask_recommendation")
    assert said.startswith("这类给孩子的店里没有")


def test_nothing_but_childrens_goods_is_recommended_for_a_baby(talk: Any) -> None:
    said = talk().say("适合1岁宝宝吃的有吗", "ask_recommendation")
    assert "宝宝磨牙米饼" in said and "坚果" not in said
