"""Quality from facts, genuineness from papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from tests.conftest import NOW
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Attribute, Paper, Product


def test_quality_is_said_in_facts(talk: Any, shop: Shop) -> None:
    said = talk().say("云朵卫衣质量怎么样", "ask_quality")
    assert "棉80%" in said and "《云朵卫衣检验报告" in said and "近30天卖出1860件" in said
    assert not any(word in said for word in shop.policy.current().wording.forbidden)


def test_a_worry_is_met_with_the_fact_about_it(talk: Any) -> None:
    assert "近30天内生产" in talk().say("猪肉脯新鲜吗", "ask_quality")


def test_fresh_goods_are_not_promised_a_return(talk: Any, shop: Shop) -> None:
    assert "无理由" not in talk().say("脐橙会不会坏", "ask_quality")
    assert "无理由" not in talk().say("绣名宝宝毯质量好吗", "ask_quality")
    change(shop, Product, "688000000307", made_to_order=False, no_return_reason=None)
    assert "7天内" in talk().say("绣名宝宝毯质量好吗", "ask_quality")


def test_without_a_fact_nothing_is_praised(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(delete(Attribute).where(Attribute.product_id == "688000000101"))
        session.execute(delete(Paper).where(Paper.product_id == "688000000101"))
    chat = talk()
    assert "没有写" in chat.say("云朵卫衣质量怎么样", "ask_quality")
    assert "记下了" in chat.say("好", "affirm")
    assert len(rows(shop, Ticket)) == 1


def test_papers_by_name_then_with_their_numbers(talk: Any) -> None:
    chat = talk()
    said = chat.say("儿童餐椅是正品吗", "ask_genuine")
    assert "《“芽芽象”品牌授权书》" in said and "禾煦”商标" not in said
    shown = chat.say("好的", "affirm")
    assert "编号YYX-SQ-0086" in shown and "2028年1月12日" in shown and "瓯越" in shown


def test_a_paper_that_ran_out_proves_nothing(talk: Any, shop: Shop) -> None:
    change(shop, Paper, "auth-yayaxiang", valid_until=NOW.date() - timedelta(days=1))
    assert "授权书" not in talk().say("儿童餐椅是正品吗", "ask_genuine")


def test_the_shop_as_a_whole(talk: Any) -> None:
    assert "商标注册证" in talk().say("你们是正品吗", "ask_genuine")


@pytest.mark.parametrize(
    ("text", "paper", "number"),
    [
        ("你们营业执照给我看看", "《营业执照（杭州禾煦日用品有限公司）》", "91330110MA00000XH3"),
        ("食品经营许可证有吗", "《食品经营许可证》", "JY13301100000018"),
        ("云朵卫衣检测报告发我看下", "《云朵卫衣检验报告", "ZB-FZ-20101"),
    ],
)
def test_the_paper_that_is_asked_for_is_the_one_that_is_named(
    talk: Any, text: str, paper: str, number: str
) -> None:
    chat = talk()
    said = chat.say(text, "ask_genuine")
    assert paper in said and "商标" not in said, said
    assert number in chat.say("好的", "affirm")


def test_a_kind_of_paper_that_there_is_not_is_said(talk: Any) -> None:
    said = talk().say("云朵卫衣有3C证书吗", "ask_genuine")
    assert "没有登记认证证书" in said and "检验报告" in said


def test_without_papers_nothing_is_claimed(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(delete(Paper))
    chat = talk()
    assert "没有登记" in chat.say("你们是正品吗", "ask_genuine")
    assert "记下了" in chat.say("嗯", "affirm")
