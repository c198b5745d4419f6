"""Sets the clocks of imported rows: promises that fall due, unpaid orders that close."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.orders.model import Order, Promise
from xiaoer.shop.outbox.queue import move_due


def set_clocks(session: Session) -> None:
    """Sets the clocks that are missing, and anew those whose moment has moved."""
    session.flush()
    promises = session.execute(select(Promise).where(Promise.state == "open")).scalars()
    for promise in promises:
        move_due(session, promise.due_at, "promise", f"promise:{promise.id}", str(promise.id))
    unpaid = session.execute(select(Order).where(Order.state == "unpaid")).scalars()
    for order in unpaid:
        if order.closes_at is not None:
            move_due(session, order.closes_at, "unpaid_close", f"unpaid_close:{order.no}", order.no)
