"""What is owed for a late order, and a part that was promised to be sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import OrderItem

LATE = "202600000000000124"


def cases(shop: Shop) -> list[Case]:
    """Every case."""
    with shop.db.read() as session:
        return list(session.execute(select(Case)).scalars())


def test_lateness_is_paid_by_the_rule_and_filed_once(talk: Any, shop: Shop) -> None:
    buyer = talk("b10")
    first = buyer.say("超时怎么赔", "request_compensation")
    assert "帆布板鞋" in first
    assert "这单是5元" in first
    again = buyer.say("超时怎么赔", "request_compensation")
    [case] = cases(shop)
    assert (case.order_no, case.wish) == (LATE, "compensation")
    assert case.no in first
    assert case.no in again


def test_above_the_minimum_it_is_the_percentage(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        query = select(OrderItem).where(OrderItem.order_no == LATE)
        item = session.execute(query).scalar_one()
        item.paid_fen = 30000
    assert "这单是15元" in talk("b10").say("超时怎么赔", "request_compensation")


def test_an_order_in_time_owes_nothing(talk: Any, shop: Shop) -> None:
    text = talk("b18").say("超时怎么赔", "request_compensation")
    assert "5%" not in text
    assert cases(shop) == []


def test_a_promised_part_is_told_with_its_day(talk: Any, shop: Shop) -> None:
    text = talk("b17").say("理发器的限位梳补寄了吗", "request_resend", product="理发器")
    assert "补寄6mm限位梳1个" in text
    assert "18:00前" in text
    assert cases(shop) == []


def test_a_promise_that_is_overdue_presses_the_warehouse(
    talk: Any, shop: Shop, clock: ManualClock
) -> None:
    clock.advance(timedelta(days=3))
    text = talk("b17").say("限位梳怎么还没补寄", "request_resend")
    assert "抱歉" in text
    with shop.db.read() as session:
        [ticket] = session.execute(select(Ticket)).scalars()
    assert (ticket.kind, ticket.order_no) == ("warehouse", "202600000000000142")


def test_another_part_is_a_new_request(talk: Any) -> None:
    text = talk("b17").say("餐椅给我补发一颗螺丝", "request_resend", product="餐椅")
    assert "限位梳" not in text


def test_insurance_before_buying_needs_no_order(talk: Any) -> None:
    text = talk().say("有运费险吗", "return_shipping_fee")
    assert "每笔订单" in text
    assert "后四位" not in text
