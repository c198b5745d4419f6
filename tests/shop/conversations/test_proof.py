"""Proving an order: number and phone tail, growing delay, nobody learns what exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.talk import Talk, understood
from xiaoer.shop import Shop
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.conversations.proof import ADDRESS_FACTOR
from xiaoer.shop.orders.model import Order


@pytest.fixture
def order(shop: Shop) -> Order:
    """A shipped order of somebody."""
    with shop.db.read() as session:
        query = select(Order).where(Order.state == "shipped").order_by(Order.no)
        found: Order = session.execute(query).scalars().first()
        return found


def tail(order: Order) -> str:
    return order.phone[-4:]


def test_number_and_tail_open_the_order(talk: Any, order: Order) -> None:
    buyer: Talk = talk()
    assert "手机" in buyer.say("我的快递到哪了", "track_logistics")
    assert "后四位" in buyer.say(order.no, "", order_number=order.no)
    text = buyer.say(tail(order), "", phone_tail=tail(order))
    assert "没有对上" not in text
    context = buyer.shop.conversation(buyer.id).context
    assert context["proved_orders"] == [order.no]
    # Proved once, it stays open for this conversation.
    assert "手机" not in buyer.say("到哪了呀", "track_logistics")


def test_a_wrong_tail_and_a_number_that_does_not_exist_sound_the_same(
    talk: Any, order: Order
) -> None:
    wrong = talk().say("查订单", "order_status", order_number=order.no, phone_tail="0000")
    unknown = talk().say(
        "查订单", "order_status", order_number="999999999999999999", phone_tail="0000"
    )
    assert wrong == unknown
    assert "没有对上" in wrong


def test_tries_are_slowed_down_and_the_owner_is_not_locked_out(
    talk: Any, order: Order, clock: ManualClock
) -> None:
    thief: Talk = talk()
    said = [
        thief.say("查订单", "order_status", order_number=order.no, phone_tail=f"{n:04d}")
        for n in range(1, 6)
    ]
    assert "没有对上" in said[0]
    assert "后再试" in said[-1]
    # Even the right tail waits now; the answer does not give it away.
    assert "后再试" in thief.say(
        "查", "order_status", order_number=order.no, phone_tail=tail(order)
    )
    owner = talk().say("查订单", "order_status", order_number=order.no, phone_tail=tail(order))
    assert "后再试" not in owner
    clock.advance(timedelta(minutes=10))
    again = thief.say("查", "order_status", order_number=order.no, phone_tail=tail(order))
    assert "后再试" not in again


def test_tries_from_one_address_count_together(shop: Shop, order: Order) -> None:
    text = ""
    for n in range(shop.policy.current().verification.free_tries * ADDRESS_FACTOR + 1):
        seq = shop.accept(f"v{n}", "查").seq
        guess = understood("查", "order_status", order_number=order.no, phone_tail=f"{n:04d}")
        text = shop.respond(f"v{n}", seq, guess, address="203.0.113.9").text
    assert "后再试" in text


def test_a_buyer_never_sees_the_order_of_another(
    talk: Any, shop: Shop, order: Order, buyers: list[str]
) -> None:
    other = next(buyer for buyer in buyers if buyer != order.buyer_id)
    text = talk(other).say("查订单", "order_status", order_number=order.no, phone_tail=tail(order))
    assert "没有查到" in text


def test_a_masked_phone_is_replaced_by_the_amount_paid(talk: Any, shop: Shop, order: Order) -> None:
    with shop.db.write() as session:
        row = session.get(Order, order.no)
        row.phone = "138****0000"
    refused = talk().say("查订单", "order_status", order_number=order.no, phone_tail="0000")
    assert "没有对上" in refused
    opened = talk().say("查订单", "order_status", order_number=order.no, amount=order.paid_fen)
    assert "没有对上" not in opened
    assert "手机" not in opened


def test_number_and_bare_tail_in_one_message(talk: Any, order: Order) -> None:
    text = talk().say(f"{order.no} {tail(order)}", "order_status", order_number=order.no)
    assert "手机" not in text
    assert "没有对上" not in text


def test_after_a_wrong_tail_the_right_one_is_enough(talk: Any, order: Order) -> None:
    buyer: Talk = talk()
    said = buyer.say("查订单", "order_status", order_number=order.no, phone_tail="0000")
    assert "没有对上" in said
    text = buyer.say(tail(order), "", phone_tail=tail(order))
    assert "没有对上" not in text
    assert "后四位" not in text
