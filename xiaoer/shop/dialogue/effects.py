"""What a reply does besides talking. Every effect runs in the transaction that stores the reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Callable, Dict, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.approvals.decide import do_request
from xiaoer.shop.audit.log import record
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import local
from xiaoer.shop.conversations.model import StockAlert
from xiaoer.shop.conversations.ownership import do_move
from xiaoer.shop.db.base import cols
from xiaoer.shop.dialogue.effect_turn import EffectRefused, Turn, unshipped
from xiaoer.shop.dialogue.gift_effects import give_gift_up
from xiaoer.shop.dialogue.return_effects import return_sent
from xiaoer.shop.orders.model import (
    Invoice,
    OrderItem,
    OrderNote,
    Promise,
    Refund,
    Shipment,
)
from xiaoer.shop.outbox.queue import add_due
from xiaoer.shop.replies.draft import Effect

__all__ = ["EFFECTS", "EffectRefused", "Turn", "run"]

#: What the audit notes as changed without keeping it (policy §10).
_PERSONAL = frozenset({"receiver", "phone", "address", "title", "tax_no", "text", "problem"})
_SECRET = "***"


def run(session: Session, turn: Turn, effect: Effect) -> None:
    """Carries an effect out and writes its audit entry. Raises EffectRefused."""
    EFFECTS[effect.kind](session, turn, **effect.data)
    subject = f"conversation:{turn.conversation.id}"
    detail = {name: _SECRET if name in _PERSONAL else value for name, value in effect.data.items()}
    record(session, turn.now, turn.actor, f"effect:{effect.kind}", subject, **detail)


def _queue(session: Session, turn: Turn, reason: str) -> None:
    if turn.conversation.owner == "bot":
        do_move(session, turn.conversation, "queue", turn.now, turn.actor, reason)


def _ticket(
    session: Session,
    turn: Turn,
    kind: str,
    title: str,
    order_no: Optional[str] = None,
    case_no: Optional[str] = None,
    hours: float = 24,
) -> None:
    # A buyer who presses twice does not make the warehouse read twice.
    query = select(Ticket.id).where(
        Ticket.kind == kind,
        Ticket.title == title,
        Ticket.order_no == order_no,
        Ticket.conversation_id == turn.conversation.id,
        Ticket.state == "open",
    )
    if session.execute(query).first():
        return
    count = session.execute(select(Ticket.id).where(cols(Ticket).id.like(f"{turn.key}:%"))).all()
    session.add(
        Ticket(
            id=f"{turn.key}:{len(count) + 1}",
            kind=kind,
            title=title,
            created_at=turn.now,
            due_at=turn.now + timedelta(hours=hours),
            conversation_id=turn.conversation.id,
            order_no=order_no,
            case_no=case_no,
        )
    )
    session.flush()


def _case(
    session: Session,
    turn: Turn,
    no: str,
    issue: str,
    problem: str,
    days: int,
    order_no: Optional[str] = None,
    item_id: Optional[str] = None,
    wish: Optional[str] = None,
    photo: bool = False,
) -> None:
    due = turn.now + timedelta(days=days)
    session.add(
        Case(
            no=no,
            conversation_id=turn.conversation.id,
            issue=issue,
            problem=problem[:500],
            opened_at=turn.now,
            answer_due_at=due,
            policy_version=turn.policy.version,
            order_no=order_no,
            buyer_id=turn.conversation.buyer_id,
            item_id=item_id,
            wish=wish,
            photo=photo,
        )
    )
    session.flush()
    add_due(session, due, "case_answer", f"case_answer:{no}", no)


def _case_change(
    session: Session,
    turn: Turn,
    no: str,
    problem: str,
    wish: Optional[str] = None,
    photo: bool = False,
    closed: bool = False,
) -> None:
    """Gives an open case another wish or ends it: the same matter keeps its number."""
    case = session.get(Case, no, with_for_update=True)
    if case is None or case.state == "closed":
        raise EffectRefused(f"case {no} is not open any more")
    case.wish = wish or case.wish
    case.problem = f"{case.problem}；{problem}"[:500]
    case.photo = case.photo or photo
    if closed:
        case.state = "closed"


def _approval(session: Session, turn: Turn, approval_no: str, minutes: int, **data: Any) -> None:
    data["kind"] = data.pop("approval_kind", "bargain")
    do_request(session, turn.now, turn.conversation.id, approval_no, minutes, **data)


def _note(session: Session, turn: Turn, order_no: str, text: str) -> None:
    day = local(turn.now)
    session.add(
        OrderNote(
            order_no=order_no,
            text=f"【{text} 店小二/{day.month}.{day.day}】",
            author="bot",
            at=turn.now,
            key=f"{turn.key}:note:{text}"[:128],
        )
    )


def _promise(
    session: Session,
    turn: Turn,
    promise_kind: str,
    content: str,
    order_no: Optional[str] = None,
    hours: float = 24,
) -> None:
    promise = Promise(
        kind=promise_kind,
        content=content,
        made_at=turn.now,
        due_at=turn.now + timedelta(hours=hours),
        order_no=order_no,
        conversation_id=turn.conversation.id,
        key=f"{turn.key}:promise:{promise_kind}:{order_no or ''}:{content}"[:128],
    )
    session.add(promise)
    session.flush()
    add_due(session, promise.due_at, "promise", f"promise:{promise.id}", str(promise.id))


def _stock_alert(session: Session, turn: Turn, sku_id: str) -> None:
    query = select(StockAlert).where(
        StockAlert.conversation_id == turn.conversation.id, StockAlert.sku_id == sku_id
    )
    alert = session.execute(query).scalar_one_or_none()
    if alert is None:
        session.add(
            StockAlert(conversation_id=turn.conversation.id, sku_id=sku_id, created_at=turn.now)
        )
    else:
        alert.notified_at = None


def _address(session: Session, turn: Turn, order_no: str, **parts: str) -> None:
    order = unshipped(session, order_no)
    for name in ("receiver", "phone", "province", "city", "address"):
        if parts.get(name):
            setattr(order, name, parts[name])


def _modify(session: Session, turn: Turn, order_no: str, item_id: str, sku_id: str) -> None:
    order = unshipped(session, order_no)
    item = session.get(OrderItem, item_id, with_for_update=True)
    new = session.get(Sku, sku_id, with_for_update=True)
    if item is None or item.order_no != order_no or new is None or new.price_fen != item.price_fen:
        raise EffectRefused(f"item {item_id} cannot become {sku_id}")
    if new.product_id != item.product_id or new.stock < item.quantity:
        raise EffectRefused(f"{sku_id} is not there {item.quantity} times")
    old = session.get(Sku, item.sku_id, with_for_update=True)
    if old is not None and not order.unfillable:
        old.stock += item.quantity
    new.stock -= item.quantity
    if order.unfillable:
        # What the shop never had does not come back; with another SKU the order can be filled.
        query = select(OrderItem.id).where(OrderItem.order_no == order_no)
        order.unfillable = len(session.execute(query).all()) > 1
    item.sku_id = new.id
    item.spec = " ".join(part for part in (new.colour, new.size, new.variant) if part)


def _invoice(
    session: Session, turn: Turn, order_no: str, title: str, tax_no: Optional[str] = None
) -> None:
    invoice = session.get(Invoice, order_no, with_for_update=True)
    if invoice is None:
        session.add(
            Invoice(
                order_no=order_no,
                state="requested",
                requested_at=turn.now,
                title=title,
                tax_no=tax_no,
            )
        )
    elif invoice.state == "issued":
        raise EffectRefused(f"the invoice of {order_no} is issued")
    else:
        invoice.title, invoice.tax_no = title, tax_no or invoice.tax_no


def _refund_withdraw(session: Session, turn: Turn, refund_id: str) -> None:
    refund = session.get(Refund, refund_id, with_for_update=True)
    if refund is None or refund.state in ("released", "done", "refused", "withdrawn"):
        raise EffectRefused(f"refund {refund_id} cannot be withdrawn any more")
    refund.state = "withdrawn"


def _hold(session: Session, turn: Turn, order_no: str) -> None:
    unshipped(session, order_no)
    query = select(Shipment).where(Shipment.order_no == order_no)
    for shipment in session.execute(query).scalars():
        shipment.hold = True


EFFECTS: Dict[str, Callable[..., None]] = {
    "queue": _queue,
    "ticket": _ticket,
    "case": _case,
    "case_change": _case_change,
    "approval": _approval,
    "note": _note,
    "promise": _promise,
    "stock_alert": _stock_alert,
    "address": _address,
    "modify": _modify,
    "invoice": _invoice,
    "refund_withdraw": _refund_withdraw,
    "hold": _hold,
    "gift_given_up": give_gift_up,
    "return_sent": return_sent,
}
