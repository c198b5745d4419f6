"""Facts of the page: asked for in any words, compared, or honestly not there."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete

from tests.shop.replies.asking import rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Attribute
from xiaoer.shop.orders.model import Promise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("云朵卫衣什么布料的", ["棉80%"]),
        ("云朵卫衣会不会掉色，起球吗", ["浮色", "抗起球3–4级"]),
        ("云朵卫衣衣长是多少", ["S码衣长63cm", "3XL码衣长73cm"]),
        ("每日坚果能放多久", ["9个月"]),
        ("每日坚果有没有小包", ["独立小包"]),
        ("猪肉脯甜不甜", ["原味、香辣味、蜜汁味"]),
        ("理发器里面有什么", ["4个限位梳"]),
        ("磨牙米饼几个月的宝宝可以吃", ["6个月以上"]),
        ("调奶器怎么用", ["柠檬酸"]),
        ("牛仔裤有哪些颜色", ["蓝色", "黑色"]),
        ("介绍一下儿童餐椅", ["尺寸", "材质", "承重"]),
        ("调奶器标准款和除氯款有啥不同", ["沸腾除氯", "标准款159元", "除氯款189元"]),
        ("猪肉脯原味和香辣味有什么区别", ["香辣味"]),
    ],
)
def test_what_is_asked_for_is_said(talk: Any, text: str, words: list[str]) -> None:
    said = talk().say(text, "ask_product")
    assert all(word in said for word in words), said


def test_one_size_is_said_where_one_is_named(talk: Any) -> None:
    said = talk().say("云朵卫衣L码胸围多少", "ask_product", size="L")
    assert "胸围116cm" in said and "112" not in said


def test_two_products_side_by_side(talk: Any) -> None:
    chat = talk()
    said = chat.say("云朵卫衣和重磅纯棉T恤有什么区别", "ask_product")
    assert "材质" in said and "云朵卫衣129元" in said and "重磅纯棉T恤59元" in said
    assert "260克/平方米" in chat.say("哪个厚一点", "ask_product")


def test_one_product_beside_the_one_talked_about(talk: Any) -> None:
    chat = talk()
    chat.say("每日坚果什么口味", "ask_product")
    said = chat.say("和猪肉脯有什么区别", "ask_product")
    assert "每日坚果" in said and "猪肉脯" in said
    assert "除氯" in chat.say("调奶器标准款和除氯款区别", "ask_product")


def test_what_the_page_does_not_say_is_noted_only_if_wanted(talk: Any, shop: Shop) -> None:
    chat = talk()
    said = chat.say("云朵卫衣能泡温泉穿吗", "ask_product")
    assert "没有写" in said and rows(shop, Ticket) == []
    assert "24小时内" in chat.say("好的", "affirm")
    (ticket,), (promise,) = rows(shop, Ticket), rows(shop, Promise, kind="answer")
    assert ticket.kind == "operations" and "泡温泉" in ticket.title
    assert "云朵卫衣" in promise.content


def test_the_offer_may_be_declined(talk: Any, shop: Shop) -> None:
    chat = talk()
    chat.say("云朵卫衣能泡温泉穿吗", "ask_product")
    chat.say("不用", "deny")
    assert rows(shop, Ticket) == []


def test_a_fact_that_was_taken_from_the_page_is_not_claimed(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(delete(Attribute).where(Attribute.id == "688000000101-起球"))
    assert "抗起球" not in talk().say("云朵卫衣起球吗", "ask_product")


def test_a_second_of_a_list_is_introduced(talk: Any) -> None:
    chat = talk()
    listed = chat.say("有什么推荐", "ask_recommendation")
    second = listed.split("2. ")[1].split("，")[0]
    assert second in chat.say("第二个", ordinal=2)


def test_how_many_grams_asks_for_the_weight_of_the_cloth(talk: Any) -> None:
    assert "260克/平方米" in talk().say("T恤是多少克的", "ask_product")
