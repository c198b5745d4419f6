"""What every effect works with: the turn it belongs to, and the order it may still change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.orders.model import UNSHIPPED_STATES, Order, Shipment


class EffectRefused(Exception):
    """The facts changed since the reply was built: it must be built anew."""


@dataclass(frozen=True)
class Turn:
    """The turn whose effects run; `key` names it in idempotency keys."""

    conversation: Conversation
    key: str
    now: datetime
    policy: Policy

    @property
    def actor(self) -> str:
        """Who caused the effects, for the audit."""
        return f"bot for {self.conversation.buyer_id or 'visitor'}"


def unshipped(session: Session, order_no: str) -> Order:
    """The order, locked, where nothing of it has left; its parcels are locked with it.

    Raises EffectRefused.
    """
    order: Order | None = session.get(Order, order_no, with_for_update=True)
    query = select(Shipment).where(Shipment.order_no == order_no).with_for_update()
    shipments = list(session.execute(query).scalars())
    if order is None or order.state not in ("unpaid", "paid"):
        raise EffectRefused(f"order {order_no} is not open to changes")
    if any(shipment.state not in UNSHIPPED_STATES for shipment in shipments):
        raise EffectRefused(f"order {order_no} has left the warehouse")
    return order
