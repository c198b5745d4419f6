"""Giving up a gift that an order carries or that was promised on it."""

from __future__ import annotations

from typing import Sequence

from sqlalchemy.orm import Session

from xiaoer.shop.dialogue.effect_turn import EffectRefused, Turn, unshipped
from xiaoer.shop.orders.model import Promise
from xiaoer.shop.outbox.queue import cancel_due


def give_gift_up(
    session: Session, turn: Turn, order_no: str, gift_id: str, promises: Sequence[int]
) -> None:
    """Cancels the promises of a gift with their clocks, and takes it off the order.

    Runs in the transaction that books what comes instead. Raises EffectRefused where a promise
    is not open any more: the gift may have been packed.
    """
    order = unshipped(session, order_no)
    for number in promises:
        promise = session.get(Promise, number, with_for_update=True)
        if promise is None or promise.order_no != order_no or promise.state != "open":
            raise EffectRefused(f"promise {number} is not open any more")
        promise.state = "cancelled"
        cancel_due(session, turn.now, f"promise:{number}")
    if order.gift_id == gift_id:
        order.gift_id = None
