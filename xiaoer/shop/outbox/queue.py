"""Writing effects and clocks into the durable queues, in the transaction that decides them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.outbox.model import DueItem, OutboxEntry


def add_effect(session: Session, now: datetime, kind: str, key: str, **payload: Any) -> bool:
    """Queues an effect once per `key`; returns whether it is new."""
    if session.execute(select(OutboxEntry.id).where(OutboxEntry.key == key)).first():
        return False
    session.add(OutboxEntry(kind=kind, key=key, payload=payload, created_at=now, available_at=now))
    return True


def add_due(session: Session, due_at: datetime, kind: str, key: str, subject: str) -> bool:
    """Sets a clock once per `key`; returns whether it is new."""
    if session.execute(select(DueItem.id).where(DueItem.key == key)).first():
        return False
    session.add(DueItem(kind=kind, key=key, subject=subject, due_at=due_at))
    return True


def move_due(session: Session, due_at: datetime, kind: str, key: str, subject: str) -> None:
    """Sets a clock, or sets it anew where its moment has changed since."""
    item = session.execute(select(DueItem).where(DueItem.key == key)).scalar_one_or_none()
    if item is None:
        add_due(session, due_at, kind, key, subject)
    elif item.due_at != due_at:
        item.due_at, item.fired_at, item.cancelled_at = due_at, None, None


def cancel_due(session: Session, now: datetime, key: str) -> None:
    """Stops a clock that has not fired; nothing where there is none."""
    item = session.execute(select(DueItem).where(DueItem.key == key)).scalar_one_or_none()
    if item is not None and item.fired_at is None:
        item.cancelled_at = now


def tell_buyer(session: Session, now: datetime, conversation_id: str, key: str, text: str) -> None:
    """Queues a message to a buyer who may be away; it is delivered once."""
    add_effect(session, now, "message", key, conversation_id=conversation_id, text=text)
