"""Invoices: the rule, how one stands, and taking title and tax number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows, use_policy
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.orders.model import Invoice, Order
from xiaoer.shop.replies.selling.invoice_title import looks_like_title, read_title

ORDER = "202600000000000142"


@pytest.mark.parametrize(
    ("typed", "title", "tax_no"),
    [
        ("杭州禾木商贸有限公司", "杭州禾木商贸有限公司", None),
        (
            "抬头：杭州禾木商贸有限公司 税号：91330100MA00000X1Y",
            "杭州禾木商贸有限公司",
            "91330100MA00000X1Y",
        ),
        ("91330100ma00000x1y", "", "91330100MA00000X1Y"),
        ("个人 张小禾", "张小禾", None),
        ("个人", "个人", None),
        ("发票开个人", "个人", None),
        ("给尾号0102那单开 抬头是杭州小禾商贸有限公司", "杭州小禾商贸有限公司", None),
        ("好的", "", None),
        ("开给李四", "李四", None),
        ("x" * 200, "", None),
    ],
)
def test_reading_a_title(typed: str, title: str, tax_no: str | None) -> None:
    assert read_title(typed) == (title, tax_no)


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        ("杭州禾木商贸有限公司", True),
        ("武汉市第三中学", True),
        ("徐静", True),
        ("个人", True),
        ("抬头：独孤小剑客", True),
        ("91330100MA00000X1Y", True),
        ("换货呢 换大一码", False),
        ("全部退款", False),
        ("开专票", False),
        ("发票啥时候发我邮箱 xj@qq.com", False),
        ("什么时候发货", False),
    ],
)
def test_only_a_name_or_a_firm_is_a_title(typed: str, looks: bool) -> None:
    assert looks_like_title(typed) is looks


def test_what_is_no_title_is_not_read_back(talk: Any) -> None:
    chat = talk("b17")
    chat.say("开发票", "ask_invoice", order_number=ORDER)
    said = chat.say("开专票", "ask_invoice")
    assert "开开" not in said and "对吗" not in said, said
    assert "对吗" in chat.say("徐静")


@pytest.mark.parametrize(
    ("buyer", "text", "order", "words"),
    [
        (None, "能开发票吗", None, ["电子普通发票", "3天内"]),
        (None, "开票要加税点吗", None, ["不另外收钱"]),
        (None, "电子发票发到哪", None, ["订单详情"]),
        ("b20", "开发票", None, ["下单后把抬头发我"]),
        ("b17", "开个发票", None, ["哪一笔"]),
        (
            "b12",
            "发票开了吗",
            "202600000000000129",
            ["已经登记", "最晚明天", "武汉雄楚幼教服务有限公司"],
        ),
        ("b12", "发票呢", "202600000000000130", ["10月26日", "已经开好", "抬头是徐*"]),
        ("b05", "开发票", "202600000000000110", ["还没付款"]),
        ("b04", "开发票", "202600000000000109", ["已经关闭"]),
    ],
)
def test_how_it_stands(
    talk: Any, buyer: str | None, text: str, order: str | None, words: list[str]
) -> None:
    named = {"order_number": order} if order else {}
    said = talk(buyer).say(text, "ask_invoice", **named)
    assert all(word in said for word in words), said


def test_title_and_tax_number_are_read_back_and_written(talk: Any, shop: Shop) -> None:
    chat = talk("b17")
    assert "抬头发我" in chat.say("开发票", "ask_invoice", order_number=ORDER)
    assert "税号也发我" in chat.say("宁波禾木商贸有限公司")
    assert "不像税号" in chat.say("等我找一下")
    said = chat.say("91330200MA00000X1Y")
    assert "宁波禾木商贸有限公司" in said and "91330200MA00000X1Y" in said
    assert not rows(shop, Invoice, order_no=ORDER)
    assert "登记好了" in chat.say("对", "affirm")
    (invoice,) = rows(shop, Invoice, order_no=ORDER)
    assert (invoice.title, invoice.tax_no) == ("宁波禾木商贸有限公司", "91330200MA00000X1Y")


def test_everything_in_one_message(talk: Any, shop: Shop) -> None:
    chat = talk("b17")
    text = "开发票 抬头：宁波禾木商贸有限公司 税号91330200MA00000X1Y"
    assert "核对一下" in chat.say(text, "ask_invoice", order_number=ORDER)
    chat.say("好", "affirm")
    assert rows(shop, Invoice, order_no=ORDER)[0].tax_no == "91330200MA00000X1Y"


def test_a_body_without_a_tax_number_and_a_correction(talk: Any, shop: Shop) -> None:
    chat = talk("b17")
    chat.say("开发票", "ask_invoice", order_number=ORDER)
    chat.say("宁波江心小学")
    assert "宁波江心小学，对吗" in chat.say("没有", "deny")
    assert "正确的抬头" in chat.say("不对", "deny")
    assert "沈一诺" in chat.say("个人 沈一诺")
    chat.say("对", "affirm")
    assert rows(shop, Invoice, order_no=ORDER)[0].title == "沈一诺"


def test_a_question_is_no_title(talk: Any, shop: Shop) -> None:
    chat = talk("b17")
    chat.say("开发票", "ask_invoice", order_number=ORDER)
    said = chat.say("能开专票吗", "ask_invoice")
    assert "专用发票我登记给开票的同事" in said and "抬头发我" in said
    assert rows(shop, Ticket, kind="invoice", order_no=ORDER)


def test_changing_a_title_before_and_after_issuing(talk: Any, shop: Shop) -> None:
    chat = talk("b12")
    chat.say("改发票抬头", "ask_invoice", order_number="202600000000000129")
    chat.say("徐静")
    chat.say("对", "affirm")
    assert rows(shop, Invoice, order_no="202600000000000129")[0].title == "徐静"
    said = chat.say("抬头错了要换开", "ask_invoice", order_number="202600000000000130")
    assert "换开我登记给同事" in said
    assert rows(shop, Ticket, kind="invoice", order_no="202600000000000130")


def test_one_that_is_late_is_pressed(talk: Any, shop: Shop) -> None:
    order = "202600000000000129"
    early = rows(shop, Order, no="202600000000000130")[0].confirmed_at
    change(shop, Order, order, confirmed_at=early)
    said = talk("b12").say("发票怎么还没开", "ask_invoice", order_number=order)
    assert "抱歉" in said and "催办" in said
    assert rows(shop, Ticket, kind="invoice", order_no=order)


def test_a_visitor_sees_no_title(talk: Any) -> None:
    chat = talk()
    number = "202600000000000129"
    said = chat.say("发票开了吗", "ask_invoice", order_number=number, phone_tail="3392")
    assert "已经登记" in said and "武汉雄楚" not in said


def test_kinds_and_days_are_the_policys(talk: Any, shop: Shop, tmp_path: Path) -> None:
    kinds = ["电子普通发票", "增值税专用发票"]
    use_policy(shop, tmp_path, invoice={"kinds": kinds, "issue_days": 5})
    said = talk().say("能开专票吗", "ask_invoice")
    assert "增值税专用发票" in said and "5天内" in said and "登记给开票" not in said


def test_a_visitor_who_proves_a_second_order_gets_that_one(talk: Any) -> None:
    chat = talk()
    proof = {"order_number": "202600000000000146", "phone_tail": "9460"}
    chat.say("发票开了吗", "ask_invoice", **proof)
    chat.say("202600000000000129的发票呢", "ask_invoice", order_number="202600000000000129")
    said = chat.say("3392", phone_tail="3392")
    assert "已经登记" in said and "婴儿手口湿巾" in said
