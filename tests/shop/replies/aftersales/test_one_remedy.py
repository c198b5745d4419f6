"""What is settled already is seen by every other answer: one remedy for one article."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shop.replies.aftersales.orders import number
from tests.shop.replies.asking import rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.orders.model import Order, OrderItem, Refund


def refund(talk: Any, buyer: str, tail: str) -> None:
    """Registers the refund of an order that is still in the shop."""
    chat = talk(buyer)
    chat.say("不要了退款", "request_refund", order_number=number(tail))
    chat.say("确认")


class TestRefunded:
    """Nothing of an order is changed, shipped or paid again once its refund is registered."""

    @pytest.mark.parametrize(
        ("intent", "text"),
        [
            ("modify_order", "换回驼色S"),
            ("ask_shipping_time", "开衫什么时候发"),
            ("change_address", "地址改成浙江省杭州市西湖区文三路1号，张三，13912345678"),
        ],
    )
    def test_it_is_not_changed(self, talk: Any, shop: Shop, intent: str, text: str) -> None:
        refund(talk, "b09", "122")
        (case,) = rows(shop, Case)
        before = rows(shop, OrderItem, order_no=number("122"))[0].spec
        chat = talk("b09")
        said = chat.say(text, intent, order_number=number("122"))
        assert case.no in said and "撤回退款" in said
        chat.say("确认")
        assert rows(shop, OrderItem, order_no=number("122"))[0].spec == before
        assert "文三路" not in rows(shop, Order, no=number("122"))[0].address

    def test_another_article_may_still_be_changed(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        chat.say("T恤不要了", "request_refund", order_number=number("102"))
        chat.say("确认")
        said = talk("b01").say("改地址", "change_address", order_number=number("102"))
        assert "撤回退款" not in said


class TestOneMatter:
    """A fault, what is wanted for it, and a change of mind are one case with one number."""

    def fault(self, talk: Any) -> None:
        chat = talk("b04")
        chat.say("牛仔裤裤裆开线了", "report_quality", order_number=number("108"))
        chat.say("裤裆开线，没有照片")

    def test_a_return_after_a_fault_is_at_our_cost(self, talk: Any, shop: Shop) -> None:
        self.fault(talk)
        said = talk("b04").say("要退", "request_return", order_number=number("108"))
        (case,) = rows(shop, Case)
        assert case.no in said and "您承担" not in said and "照片" not in said
        assert (case.issue, case.wish) == ("report_quality", "return")
        fee = talk("b04").say("运费你们出吧", "return_shipping_fee", order_number=number("108"))
        assert "我们出" in fee and "由您承担" not in fee

    @pytest.mark.parametrize("intent", ["request_refund", "request_compensation"])
    def test_nothing_is_asked_for_again(self, talk: Any, shop: Shop, intent: str) -> None:
        self.fault(talk)
        said = talk("b04").say("赔多少", intent, order_number=number("108"))
        (case,) = rows(shop, Case)
        assert case.no in said and "说一下" not in said and case.wish is not None

    def test_a_return_becomes_an_exchange_after_a_yes(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("牛仔裤想退", "request_return", order_number=number("108"))
        chat.say("确认")
        (case,) = rows(shop, Case)
        chat = talk("b04")
        said = chat.say("换成M", "request_exchange", order_number=number("108"), size="M")
        assert case.no in said and "改成换货" in said
        assert rows(shop, Case)[0].wish == "return"
        assert case.no in chat.say("确认")
        (case,) = rows(shop, Case)
        assert case.wish == "exchange"

    def test_money_beside_a_remedy_is_added_to_it(self, talk: Any, shop: Shop) -> None:
        self.fault(talk)
        talk("b04").say("要退", "request_return", order_number=number("108"))
        talk("b04").say("再赔我20", "request_compensation", order_number=number("108"))
        (case,) = rows(shop, Case)
        assert case.wish == "return"


def test_no_difference_beside_a_refund(talk: Any, shop: Shop) -> None:
    refund(talk, "b16", "138")
    said = talk("b16").say("降价了退差价", "price_protection", order_number=number("138"))
    assert "差价不另退" in said
    assert [case.wish for case in rows(shop, Case)] == ["refund"]


def test_a_refund_ends_the_claim_to_a_difference(talk: Any, shop: Shop) -> None:
    chat = talk("b16")
    chat.say("降价了退差价", "price_protection", order_number=number("138"))
    chat.say("确认")
    (claim,) = rows(shop, Case)
    refund(talk, "b16", "138")
    assert {case.state for case in rows(shop, Case, no=claim.no)} == {"closed"}


def test_a_parcel_going_back_keeps_its_refund(talk: Any, shop: Shop) -> None:
    chat = talk("b14")
    said = chat.say("鞋子又想要了，撤回退款", "withdraw_request", order_number=number("149"))
    assert "退回仓库" in said and "照常进行" not in said
    chat.say("确认")
    assert rows(shop, Refund, order_no=number("149"))[0].state == "agreed"


def test_the_goods_named_decide_the_order(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    chat.say("开衫退货", "request_return", order_number=number("104"))
    chat.say("先不用")
    said = chat.say("T恤不要了 退掉", "request_return")
    offered = " ".join([said, *(button.label for button in chat.last.buttons)])
    assert "T恤" in offered and "开衫" not in offered
