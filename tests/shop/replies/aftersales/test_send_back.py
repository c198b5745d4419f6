"""Sending back: where to, who pays, whether it arrived."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.shop.replies.aftersales.orders import number
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.orders.model import (
    OrderNote,
    Return,
    Shipment,
)

JEANS = "202600000000000108"


class TestSendingBack:
    """Address, arrival, and the number of the parcel."""

    def test_address_and_last_day(self, talk: Any) -> None:
        said = talk("b06").say("退货寄哪", "return_procedure")
        assert "余杭区" in said and "11月24日" in said

    def test_a_day_that_is_over(self, talk: Any, shop: Shop) -> None:
        (row,) = rows(shop, Return, order_no=number("114"))
        change(shop, Return, row.id, send_by=date(2026, 11, 16))
        assert "过了" in talk("b06").say("退货寄哪", "return_procedure")

    def test_a_return_without_address_is_pressed(self, talk: Any, shop: Shop) -> None:
        with shop.db.write() as session:
            session.query(Return).filter_by(order_no=number("114")).delete()
        said = talk("b06").say("退货寄哪", "return_procedure")
        assert "余杭" not in said and rows(shop, Ticket, kind="manager")

    def test_whether_it_arrived(self, talk: Any) -> None:
        said = talk("b11").say("收到我退的没", "return_procedure", order_number=number("126"))
        assert "昨天到仓" in said

    def test_a_number_is_taken_down_once(self, talk: Any, shop: Shop) -> None:
        chat = talk("b06")
        said = chat.say("寄了SF1000", "return_procedure", tracking_number="SF1000")
        assert "SF1000" in said and "11月28日" in said
        chat.say("寄了SF1000", "return_procedure", tracking_number="SF1000")
        notes = [row for row in rows(shop, OrderNote) if "SF1000" in row.text]
        assert len(notes) == 1 and not rows(shop, Ticket, kind="aftersales")

    def test_another_number_is_checked_by_a_person(self, talk: Any) -> None:
        chat = talk("b11")
        said = chat.say(
            "单号SF1000", "return_procedure", tracking_number="SF1000", order_number=number("125")
        )
        assert "YT5500010021" in said and "SF1000" in said

    def test_a_parcel_nobody_knew_of(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        said = chat.say(
            "寄回了SF1000", "return_procedure", tracking_number="SF1000", order_number=JEANS
        )
        assert "还没有登记退货" in said and rows(shop, Ticket, kind="aftersales")

    def test_the_shops_own_parcel_is_no_return(self, talk: Any, shop: Shop) -> None:
        (parcel,) = rows(shop, Shipment, order_no=JEANS)
        chat = talk("b04")
        chat.say("怎么退", "return_procedure", tracking_number=parcel.tracking_no)
        assert not rows(shop, OrderNote, order_no=JEANS)

    def test_a_registered_return_waits_for_the_address(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("想退", "request_return", order_number=JEANS)
        chat.say("好")
        (case,) = rows(shop, Case)
        assert case.no in chat.say("地址发我", "return_procedure")

    def test_how_it_goes(self, talk: Any) -> None:
        said = talk("b04").say("怎么退货", "return_procedure", order_number=JEANS)
        assert "登记" in said and "单号" in said


@pytest.mark.parametrize(
    ("buyer", "text", "tail", "words"),
    [
        (None, "退货运费谁出", None, ["我们出", "由您承担"]),
        (None, "换货运费谁出", None, ["换货来回运费我们出", "由您承担"]),
        (None, "坏了退货运费谁出", None, ["都是我们出"]),
        ("b05", "有运费险吗", "148", ["有运费险", "72小时"]),
        ("b04", "有运费险吗", "108", ["交易完成前"]),
        ("b18", "有运费险吗", "143", ["没有运费险"]),
        ("b12", "有运费险吗", None, ["哪一笔"]),
    ],
)
def test_postage(
    talk: Any, buyer: str | None, text: str, tail: str | None, words: list[str]
) -> None:
    named = {"order_number": number(tail)} if tail else {}
    said = talk(buyer).say(text, "return_shipping_fee", **named)
    assert all(word in said for word in words), said
