"""Goods that a buyer sends back: the parcel's number on the return, and its refund under way."""

from __future__ import annotations

from sqlalchemy.orm import Session

from xiaoer.shop.dialogue.effect_turn import EffectRefused, Turn
from xiaoer.shop.orders.model import Refund, Return

#: The goods have not left the buyer, as far as the shop knew.
_NOT_SENT = ("agreed", "awaiting_return")


def return_sent(session: Session, turn: Turn, return_id: str, tracking_no: str) -> None:
    """Stores the number of the parcel and when it was told; the refund is on its way from now.

    Raises EffectRefused where a number is stored already: a second one is for a person.
    """
    row = session.get(Return, return_id, with_for_update=True)
    if row is None or row.tracking_no:
        raise EffectRefused(f"return {return_id} takes no number any more")
    row.tracking_no = tracking_no
    if row.arrived_at is None:
        row.sent_at = row.sent_at or turn.now
    refund = session.get(Refund, row.refund_id, with_for_update=True) if row.refund_id else None
    if refund is not None and refund.state in _NOT_SENT:
        refund.state = "returning"
