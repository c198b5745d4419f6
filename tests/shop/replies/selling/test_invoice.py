"""Invoices: the rule, how one stands, and taking title and tax number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows, use_policy
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.orders.model import Invoice, Order
from xiaoer.shop.replies.selling.invoice_title import (
    brings_title,
    can_be_title,
    is_firm,
    is_tax_no,
    read_title,
)

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
        (
            "开发票 抬头上海禾木科技有限公司 税号91310115MA1K4XXX0B",
            "上海禾木科技有限公司",
            "91310115MA1K4XXX0B",
        ),
        ("抬头改成杭州禾木商贸有限公司", "杭州禾木商贸有限公司", None),
        ("北京中关村写字楼管理有限公司", "北京中关村写字楼管理有限公司", None),
        ("我们公司名称是杭州禾木商贸有限公司", "杭州禾木商贸有限公司", None),
        ("开个人的", "个人", None),
        ("公司", "", None),
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
        ("独孤求败", True),
        ("阿依古丽·买买提", True),
        ("李开复", True),
        ("开个人的", True),
        ("白色", False),
        ("谢谢啊", False),
        ("方便的话", False),
        ("支付宝付款", False),
        ("发到公司", False),
        ("个人还是公司", False),
    ],
)
def test_only_a_name_or_a_firm_is_a_title(typed: str, looks: bool) -> None:
    assert can_be_title(typed) is looks


@pytest.mark.parametrize(
    ("typed", "brings"),
    [
        ("开发票 抬头上海禾木科技有限公司", True),
        ("开个发票，杭州禾木商贸有限公司", True),
        ("发票抬头徐静", True),
        ("开发票抬头个人", True),
        ("抬头改成武汉市第三中学", True),
        ("开发票", False),
        ("发票抬头写错了", False),
        ("抬头怎么填", False),
        ("抬头是什么意思", False),
        ("改发票抬头", False),
        ("发票开给公司可以吗", False),
        ("开发票发到公司", False),
    ],
)
def test_a_title_in_the_wish_itself(typed: str, brings: bool) -> None:
    assert brings_title(typed) is brings


@pytest.mark.parametrize(
    ("title", "firm"),
    [
        ("杭州禾木商贸有限公司", True),
        ("育才中学", True),
        ("李记面馆", True),
        ("Hemu Trading Co. Ltd", True),
        ("徐静", False),
        ("李学文", False),
        ("王建社", False),
        ("欧阳建军", False),
        ("阿依古丽·买买提", False),
        ("个人", False),
    ],
)
def test_a_person_is_no_firm_whatever_the_name_ends_in(title: str, firm: bool) -> None:
    assert is_firm(title) is firm


@pytest.mark.parametrize(
    ("text", "number", "tax"),
    [
        ("911100007109288314", "911100007109288314", True),
        ("911100007109288315", "911100007109288315", False),
        ("税号110108551385082", "110108551385082", True),
        ("202600000000000142", "202600000000000142", False),
    ],
)
def test_digits_of_a_tax_number_are_known(text: str, number: str, tax: bool) -> None:
    assert is_tax_no(text, number) is tax


@pytest.mark.parametrize("buyer", ["b02", "b17"])
def test_a_title_given_with_the_wish_is_kept_while_the_order_is_asked_for(
    talk: Any, shop: Shop, buyer: str
) -> None:
    chat = talk(buyer)
    text = "开发票 抬头宁波禾木商贸有限公司 税号91330200MA00000X1Y"
    said = chat.say(text, "ask_invoice", region="宁波")
    assert "哪一笔" in said and "抬头发我" not in said, said
    assert shop.conversation(chat.id).context.get("region") is None, "a firm's name is no place"
    said = chat.say("第二个", ordinal=2)
    assert "宁波禾木商贸有限公司，税号91330200MA00000X1Y，对吗" in said, said
    assert "登记好了" in chat.say("对", "affirm")
    assert [invoice.title for invoice in rows(shop, Invoice)].count("宁波禾木商贸有限公司") == 1


def test_an_all_digit_tax_number_is_no_unknown_order(talk: Any) -> None:
    chat = talk("b17")
    chat.say("开发票", "ask_invoice", order_number=ORDER)
    chat.say("宁波禾木商贸有限公司")
    said = chat.say("911100007109288314", "", order_number="911100007109288314")
    assert "税号911100007109288314，对吗" in said, said


def test_the_orders_own_number_is_no_tax_number(talk: Any) -> None:
    text = f"{ORDER}开发票 抬头徐静"
    said = talk("b17").say(text, "ask_invoice", order_number=ORDER)
    assert "开徐静，对吗" in said, said


@pytest.mark.parametrize(
    "text", ["发票什么时候开好", "我的发票开了没", "发票多久能开出来", "发票还没好吗"]
)
def test_progress_is_told_of_the_invoice_that_was_asked_for(talk: Any, text: str) -> None:
    said = talk("b12").say(text, "ask_invoice")
    assert "婴儿手口湿巾" in said and "已经登记" in said and "最晚明天" in said, said


def test_without_an_invoice_asked_for_the_rule_is_told(talk: Any) -> None:
    assert "3天内" in talk("b17").say("发票什么时候开好", "ask_invoice")


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
    assert "宁波江心小学，对吗" in chat.say("我们没有税号的", "ask_invoice")
    assert "正确的抬头" in chat.say("不对", "deny")
    chat.say("宁波江心小学")
    assert "宁波江心小学，对吗" in chat.say("没有", "deny")
    assert "正确的抬头" in chat.say("不对", "deny")
    assert "沈一诺" in chat.say("个人 沈一诺")
    chat.say("对", "affirm")
    assert rows(shop, Invoice, order_no=ORDER)[0].title == "沈一诺"


FIRM, TAX_NO = "宁波禾木商贸有限公司", "91330200MA00000X1Y"


@pytest.mark.parametrize(
    ("text", "title", "tax_no"),
    [
        ("对，但税号错了是91330200MA00000X3Y", FIRM, "91330200MA00000X3Y"),
        ("不对，税号是91330200MA00000X3Y", FIRM, "91330200MA00000X3Y"),
        ("对，但抬头错了，是宁波禾林商贸有限公司", "宁波禾林商贸有限公司", TAX_NO),
        ("不对，抬头应该是宁波禾林商贸有限公司", "宁波禾林商贸有限公司", TAX_NO),
        ("不对，写沈一诺", "沈一诺", None),
        ("不是，开个人", "个人", None),
    ],
)
def test_a_yes_or_no_that_corrects_is_read_back_anew(
    talk: Any, shop: Shop, text: str, title: str, tax_no: str | None
) -> None:
    chat = talk("b17")
    chat.say(f"开发票 抬头：{FIRM} 税号{TAX_NO}", "ask_invoice", order_number=ORDER)
    said = chat.say(text, "ask_invoice")
    assert "核对一下" in said and title in said and (tax_no or title) in said
    assert not rows(shop, Invoice, order_no=ORDER)
    chat.say("对", "affirm")
    (invoice,) = rows(shop, Invoice, order_no=ORDER)
    assert (invoice.title, invoice.tax_no) == (title, tax_no)


@pytest.mark.parametrize("text", ["不对，税号错了", "对，但税号错了", "税号有误"])
def test_a_wrong_tax_number_alone_is_asked_for(talk: Any, shop: Shop, text: str) -> None:
    chat = talk("b17")
    chat.say(f"开发票 抬头：{FIRM} 税号{TAX_NO}", "ask_invoice", order_number=ORDER)
    assert "正确的税号" in chat.say(text, "ask_invoice")
    chat.say("91330200MA00000X3Y")
    chat.say("对", "affirm")
    (invoice,) = rows(shop, Invoice, order_no=ORDER)
    assert (invoice.title, invoice.tax_no) == (FIRM, "91330200MA00000X3Y")


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
