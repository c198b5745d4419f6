"""How a refund stands: stage, amount, route, expected day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.aftersales.orders import number, visitor
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import (
    Refund,
)


class TestProgress:
    """Stage, amount, route, expected day."""

    @pytest.mark.parametrize(
        ("buyer", "tail", "words"),
        [
            ("b06", "112", ["79元", "审核", "11月21日"]),
            ("b06", "113", ["159元", "微信", "仓库正在拦"]),
            ("b06", "114", ["139元", "0571-00001235", "11月24日", "单号发我"]),
            ("b06", "115", ["75.9元", "支付宝", "11月10日"]),
            ("b06", "116", ["没有通过", "拆封食用"]),
            ("b06", "117", ["撤回"]),
            ("b11", "125", ["YT5500010021", "11月26日"]),
            ("b11", "126", ["到仓", "验货", "信用卡", "11月24日"]),
            ("b11", "127", ["前天", "信用卡", "11月25日"]),
            ("b12", "151", ["储蓄卡", "11月11日", "打款凭证"]),
            ("b14", "149", ["退回来", "7天内"]),
        ],
    )
    def test_each_stage(self, talk: Any, buyer: str, tail: str, words: list[str]) -> None:
        said = talk(buyer).say("退款到哪了", "refund_status", order_number=number(tail))
        assert all(word in said for word in words), said

    @pytest.mark.parametrize("tail", ["112", "125", "126", "127"])
    def test_a_missed_clock_goes_to_a_manager(
        self, talk: Any, shop: Shop, clock: ManualClock, tail: str
    ) -> None:
        clock.advance(timedelta(days=12))
        buyer = "b06" if tail == "112" else "b11"
        talk(buyer).say("退款到哪了", "refund_status", order_number=number(tail))
        assert len(rows(shop, Ticket, kind="manager", order_no=number(tail))) == 1

    def test_done_but_not_there_is_looked_into(self, talk: Any, shop: Shop) -> None:
        said = talk("b06").say("退款没到账", "refund_status", order_number=number("115"))
        assert "打款凭证" in said and rows(shop, Ticket, kind="manager")

    def test_unknown_things_are_not_made_up(self, talk: Any, shop: Shop) -> None:
        change(shop, Refund, f"{number('116')}-1", refused_reason=None)
        said = talk("b06").say("怎么退不了", "refund_status", order_number=number("116"))
        assert "原因这边没写" in said and rows(shop, Ticket, kind="manager")
        change(shop, Refund, f"{number('127')}-1", route="paypal")
        said = talk("b11").say("退款呢", "refund_status", order_number=number("127"))
        assert "以付款渠道为准" in said

    def test_a_case_stands_for_a_refund_that_is_not_booked_yet(
        self, talk: Any, shop: Shop, clock: ManualClock
    ) -> None:
        chat = talk("b02")
        chat.say("不想等了退款", "request_refund")
        chat.say("拒收退款")
        (case,) = rows(shop, Case)
        assert case.no in chat.say("退款怎么还没到", "refund_status")
        clock.advance(timedelta(days=4))
        assert "超时" in chat.say("退款怎么还没到", "refund_status")
        assert rows(shop, Ticket, kind="manager", case_no=case.no)

    def test_nobody_asked_for_one(self, talk: Any) -> None:
        assert "没有查到退款申请" in talk("b13").say("退款呢", "refund_status")
        assert "还没有订单" in talk("b20").say("退款呢", "refund_status")

    def test_a_proved_order_may_be_asked_about(self, talk: Any) -> None:
        chat = visitor(talk, number("112"), "8264")
        assert "79元" in chat.say("退款到哪了", "refund_status")
