"""Carries out what the durable queues hold. Run by the ticker; safe to run in many processes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, List, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales.evidence import do_remind, do_retire
from xiaoer.shop.aftersales.expiry import do_lapse
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.aftersales.states import UNANSWERED
from xiaoer.shop.approvals.decide import do_expire
from xiaoer.shop.audit.log import record
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.conversations.messages import append, locked
from xiaoer.shop.conversations.model import StockAlert
from xiaoer.shop.conversations.ownership import do_move
from xiaoer.shop.conversations.wording import forbidden_in, quotations
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.session import Database
from xiaoer.shop.db.statements import changing
from xiaoer.shop.orders.model import Order, Promise
from xiaoer.shop.outbox.model import DueItem, OutboxEntry
from xiaoer.shop.outbox.queue import tell_buyer

log = logging.getLogger(__name__)

#: Rows taken in one round.
BATCH = 100
#: An effect that fails is tried again after 1, 2, 4 … minutes, at most an hour apart.
BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=1)
#: In the place of a late message that must not be said.
HELD_BACK = "您之前问的事有消息了，我请人工同事在这里跟您说。"


@dataclass(frozen=True)
class Fired:
    """Something that happened in a tick."""

    kind: str
    subject: str
    conversation_id: Optional[str] = None


def fire(db: Database, policy: Policy, now: datetime) -> List[Fired]:
    """Fires due clocks, notices what is back in stock, then carries out the outbox."""
    fired: List[Fired] = []
    for number in _due(db, now):
        fired += _fire_one(db, now, number)
    with db.write() as session:
        fired += _back_in_stock(session, now)
    for number in _waiting(db, now):
        fired += _carry_out(db, policy, now, number)
    return fired


def _due(db: Database, now: datetime) -> List[int]:
    query = select(DueItem.id).where(
        DueItem.due_at <= now,
        cols(DueItem).fired_at.is_(None),
        cols(DueItem).cancelled_at.is_(None),
    )
    with db.read() as session:
        return list(session.execute(query.order_by(DueItem.due_at).limit(BATCH)).scalars())


def _fire_one(db: Database, now: datetime, number: int) -> List[Fired]:
    """Fires one clock in its own transaction: a bad one does not stop the others."""
    with db.write() as session:
        item = claim(session, DueItem, number)
        if item is None or item.fired_at is not None or item.cancelled_at is not None:
            return []
        item.fired_at = now
        handler = CLOCKS.get(item.kind)
        if handler is None:
            log.error("no handler for clock %s of %s", item.kind, item.subject)
            return []
        return [Fired(item.kind, item.subject)] if handler(session, now, item.subject) else []


def claim(session: Session, model: Any, number: int) -> Any:
    """A row of a queue, locked; None where it is gone or another process has it."""
    query = select(model).where(model.id == number).with_for_update(skip_locked=True)
    return session.execute(query).scalar_one_or_none()


def _expiry(session: Session, now: datetime, subject: str) -> bool:
    return do_expire(session, now, subject)


def _promise(session: Session, now: datetime, subject: str) -> bool:
    """A promise that is still open when it is due: a person looks after it today."""
    promise = session.get(Promise, int(subject), with_for_update=True)
    if promise is None or promise.state != "open":
        return False
    session.add(
        Ticket(
            id=f"promise:{subject}",
            kind="operations",
            title=f"承诺到期未完成：{promise.content}",
            created_at=now,
            due_at=now + timedelta(hours=4),
            conversation_id=promise.conversation_id,
            order_no=promise.order_no,
        )
    )
    if promise.conversation_id:
        text = f"之前答应您的“{promise.content}”，我已经请同事去核对了，处理好会在这里告诉您。"
        tell_buyer(session, now, promise.conversation_id, f"promise:{subject}", text)
    record(session, now, "ticker", "promise_due", f"promise:{subject}")
    return True


def _case_answer(session: Session, now: datetime, subject: str) -> bool:
    """The shop's clock for a case has run out: the manager hears of it at once."""
    case = session.get(Case, subject)
    if case is None or case.state not in UNANSWERED:
        return False
    session.add(
        Ticket(
            id=f"case_answer:{subject}",
            kind="manager",
            title=f"售后单 {subject} 已到答复时限，请立即处理",
            created_at=now,
            due_at=now,
            conversation_id=case.conversation_id,
            order_no=case.order_no,
            case_no=case.no,
        )
    )
    record(session, now, "ticker", "case_answer_due", f"case:{subject}")
    return True


def _unpaid_close(session: Session, now: datetime, subject: str) -> bool:
    """An order that nobody paid in time closes by itself (policy §1, payment)."""
    order = session.get(Order, subject, with_for_update=True)
    if order is None or order.state != "unpaid" or (order.closes_at and order.closes_at > now):
        return False
    order.state, order.closed_at, order.close_reason = "closed", now, "超时未付款"
    record(session, now, "ticker", "unpaid_close", f"order:{subject}")
    return True


CLOCKS: Dict[str, Callable[[Session, datetime, str], bool]] = {
    "approval_expiry": _expiry,
    "promise": _promise,
    "unpaid_close": _unpaid_close,
    "case_answer": _case_answer,
    "offer_expiry": do_lapse,
    "evidence_review": do_remind,
    "photo_retention": do_retire,
}


def _back_in_stock(session: Session, now: datetime) -> List[Fired]:
    query = (
        select(StockAlert, Sku, Product)
        .join(Sku, Sku.id == StockAlert.sku_id)
        .join(Product, Product.id == Sku.product_id)
        .where(cols(StockAlert).notified_at.is_(None), Sku.stock > 0)
        .limit(BATCH)
        .with_for_update(of=StockAlert, skip_locked=True)
    )
    fired = []
    for alert, sku, product in session.execute(query).all():
        alert.notified_at = now
        what = "".join(part for part in (sku.colour, sku.size, sku.variant) if part)
        text = f"您等的{product.name}{what}到货了，现在可以拍啦。"
        key = f"stock:{alert.id}:{now.isoformat()}"
        tell_buyer(session, now, alert.conversation_id, key, text)
        fired.append(Fired("back_in_stock", sku.id))
    return fired


def _waiting(db: Database, now: datetime) -> List[int]:
    query = select(OutboxEntry.id).where(
        OutboxEntry.kind == "message",
        cols(OutboxEntry).done_at.is_(None),
        OutboxEntry.available_at <= now,
    )
    with db.read() as session:
        return list(session.execute(query.order_by(OutboxEntry.id).limit(BATCH)).scalars())


def _carry_out(db: Database, policy: Policy, now: datetime, number: int) -> List[Fired]:
    try:
        with db.write() as session:
            entry = claim(session, OutboxEntry, number)
            if entry is None or entry.done_at is not None:
                return []
            done = _deliver(session, policy, now, entry)
            entry.done_at = now
            return [done]
    except Exception as error:
        log.exception("outbox entry %d failed", number)
        put_off(db, now, number, error)
        return []


def put_off(db: Database, now: datetime, number: int, error: Exception) -> None:
    """Notes what went wrong, and when it is tried again."""
    with db.write() as session:
        entry = claim(session, OutboxEntry, number)
        if entry is not None:
            entry.attempts += 1
            entry.error = f"{type(error).__name__}: {error}"[:500]
            wait = min(BACK_OFF * 2 ** min(entry.attempts - 1, 10), LONGEST_BACK_OFF)
            entry.available_at = now + wait


def _deliver(session: Session, policy: Policy, now: datetime, entry: OutboxEntry) -> Fired:
    """Stores a late message in its conversation; channels pick it up by its number.

    One with a forbidden wording is left to a person.
    """
    known = locked(session, entry.payload["conversation_id"])
    if known is None:
        raise LookupError(f"conversation {entry.payload['conversation_id']} is gone")
    text = entry.payload["text"]
    with changing(session, known) as conversation:
        if words := forbidden_in(policy, text, quotations(text)):
            told = sorted(words)
            log.warning("conversation %s: held back the wording %s", conversation.id, told)
            text = HELD_BACK
            if conversation.owner == "bot":
                do_move(session, conversation, "queue", now, "ticker", "wording")
        append(session, conversation, now, "bot", text, client_id=f"outbox:{entry.key}")
    return Fired("message", entry.key, known.id)
