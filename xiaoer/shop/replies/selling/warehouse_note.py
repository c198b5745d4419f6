"""A note for the warehouse on an order that has not left, with the promise to follow it up."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Optional, Tuple

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import say_answer
from xiaoer.shop.replies.orders.which_order import order_in_question


def can_note(order: OrderFacts) -> bool:
    """Whether a note still reaches the goods."""
    return order.row.state == "unpaid" or order.unshipped


def orders_to_change(s: Situation) -> Tuple[OrderFacts, ...]:
    """The signed-in buyer's orders that a wish can mean: those not left, else those under way."""
    if s.facts.buyer is None:
        return ()
    return order_in_question(s, can_note) or order_in_question(s, lambda order: order.is_open)


def write_note(
    s: Situation,
    d: Draft,
    order: OrderFacts,
    text: str,
    kind: str = "note",
    promised: Optional[str] = None,
) -> bool:
    """Writes note and promise (`kind` as in `Promise.kind`; `promised`: its words, where they are
    others than the note's).

    Returns whether the label is printed already: then the warehouse also gets a ticket, and the
    buyer is to be told that it may come too late.
    """
    d.do("note", order_no=order.row.no, text=text)
    d.do(
        "promise",
        promise_kind=kind,
        content=promised or text,
        order_no=order.row.no,
        hours=_hours_left(s, order),
    )
    printed = any(parcel.row.state == "label_printed" for parcel in order.shipments)
    if printed:
        d.do(
            "ticket",
            kind="warehouse",
            title=f"已打单，发出前补备注：{text}",
            order_no=order.row.no,
            hours=s.policy.changes.intercept_hours,
        )
    return printed


def say_printed(s: Situation) -> str:
    """What the buyer hears where the label is printed."""
    within = say_answer(s, s.policy.changes.intercept_hours)
    return f"这单面单已经打好了，我同时通知了仓库，{within}处理，也可能赶不上。"


def _hours_left(s: Situation, order: OrderFacts) -> int:
    """Until the order ships at the latest; of an unpaid one, from now on."""
    promised = order.row.promised_ship_at
    if promised and promised > s.now:
        return math.ceil((promised - s.now) / timedelta(hours=1))
    return s.policy.shipping.ship_within_hours
