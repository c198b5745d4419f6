"""Proving an order: number and phone tail, growing delay, nobody learns what exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.talk import Talk, understood
from xiaoer.shop import Shop
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.conversations.proof import FORGOTTEN
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


def guesses(shop: Shop, numbers: list[str], *, one_address: bool) -> list[str]:
    """What is answered to wrong tails for these orders, each from a chat of its own."""
    said = []
    for n, number in enumerate(numbers):
        seq = shop.accept(f"v{n}", "查").seq
        guess = understood("查", "order_status", order_number=number, phone_tail=f"{n:04d}")
        address = "203.0.113.9" if one_address else f"203.0.113.{n}"
        said.append(shop.respond(f"v{n}", seq, guess, address=address).text)
    return said


def test_tries_from_one_address_count_together(shop: Shop) -> None:
    said = guesses(shop, [f"2026000000009{n:05d}" for n in range(31)], one_address=True)
    assert "后再试" not in said[29] and "后再试" in said[30]


def test_tries_for_one_order_count_together_whoever_makes_them(
    talk: Any, either_shop: Shop, clock: ManualClock
) -> None:
    with either_shop.db.read() as session:
        query = select(Order).where(Order.state == "shipped").order_by(Order.no)
        order: Order = session.execute(query).scalars().first()
    said = guesses(either_shop, [order.no] * 10, one_address=False)
    assert "后再试" not in said[8] and "后再试" in said[9]
    unknown = guesses(either_shop, ["202699999999999999"] * 10, one_address=False)
    assert unknown == said
    # The right tail waits as well, and opens once the delay is over.
    right = understood("查", "order_status", order_number=order.no, phone_tail=tail(order))
    stranger = Talk(either_shop, "stranger")
    assert "后再试" in stranger.send(right)
    # Who is signed in as its buyer proves nothing and waits for nothing.
    assert "后再试" not in Talk(either_shop, "owner", order.buyer_id).send(right)
    clock.advance(timedelta(minutes=1))
    assert "后再试" not in stranger.send(right)


def test_wrong_tries_are_forgotten_after_a_quiet_day(
    shop: Shop, order: Order, clock: ManualClock
) -> None:
    guesses(shop, [order.no] * 9, one_address=False)
    clock.advance(FORGOTTEN + timedelta(minutes=1))
    assert "后再试" not in "".join(guesses(shop, [order.no] * 3, one_address=False))


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
