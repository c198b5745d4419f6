"""Withdrawing a request for a refund."""

from __future__ import annotations

from typing import Any

from tests.shop.replies.aftersales.orders import number, visitor
from tests.shop.replies.asking import rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.orders.model import (
    Refund,
)


class TestWithdrawing:
    """Possible while nothing has moved."""

    def test_needs_a_yes_and_ships_again(self, talk: Any, shop: Shop) -> None:
        chat = talk("b06")
        refund = f"{number('112')}-1"
        chat.say("点错了理发器不退了", "withdraw_request")
        assert rows(shop, Refund, id=refund)[0].state == "applied"
        assert "照常给您发货" in chat.say("对")
        assert rows(shop, Refund, id=refund)[0].state == "withdrawn"

    def test_a_held_parcel_is_let_go_by_the_warehouse(self, talk: Any, shop: Shop) -> None:
        chat = talk("b06")
        chat.say("不退了", "withdraw_request", order_number=number("113"))
        assert "恢复发货" in chat.say("确认")
        assert len(rows(shop, Ticket, kind="warehouse", order_no=number("113"))) == 1

    def test_goods_on_the_way_back_go_to_a_person(self, talk: Any, shop: Shop) -> None:
        chat = talk("b11")
        said = chat.say("不退了", "withdraw_request", order_number=number("125"))
        assert "人工" in said and chat.last.owner == "queue"  # type: ignore[union-attr]
        assert rows(shop, Refund, order_no=number("125"))[0].state == "returning"

    def test_released_money_cannot_be_called_back(self, talk: Any) -> None:
        said = talk("b11").say("不退了", "withdraw_request", order_number=number("127"))
        assert "撤不回来" in said and "159元" in said

    def test_a_visitor_may_not(self, talk: Any, shop: Shop) -> None:
        chat = visitor(talk, number("112"), "8264")
        assert "登录" in chat.say("不退了", "withdraw_request")

    def test_a_case_is_withdrawn_by_a_person(self, talk: Any, shop: Shop) -> None:
        chat = talk("b02")
        chat.say("不想等了退款", "request_refund")
        chat.say("拒收退款")
        (case,) = rows(shop, Case)
        assert case.no in chat.say("又不想退了", "withdraw_request")
        chat.say("确认")
        assert any("撤回" in row.title for row in rows(shop, Ticket, case_no=case.no))

    def test_nothing_to_withdraw(self, talk: Any) -> None:
        assert "不用撤回" in talk("b13").say("撤回退款", "withdraw_request")
