"""Requests to a manager: asked for real, decided once, and the buyer hears the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import List, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.granting import settle
from xiaoer.shop.approvals.bound import price_of
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.approvals.wording import claim_words, gift_words
from xiaoer.shop.audit.log import record
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.db.base import cols
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order, OrderItem
from xiaoer.shop.outbox.queue import add_due, tell_buyer
from xiaoer.shop.promotions.model import Gift


class ApprovalError(Exception):
    """The decision cannot be taken; the text says why, for people."""


@dataclass(frozen=True)
class Decision:
    """What the manager says. `amount_fen` below the asked sum reduces it."""

    approve: bool
    by: str
    amount_fen: Optional[int] = None
    reason: Optional[str] = None


def do_request(
    session: Session,
    now: datetime,
    conversation_id: str,
    number: str,
    minutes: float,
    kind: str,
    summary: str,
    product_id: Optional[str] = None,
    order_no: Optional[str] = None,
    asked_fen: Optional[int] = None,
    fallback_gift_id: Optional[str] = None,
    case_no: Optional[str] = None,
    already_fen: Optional[int] = None,
) -> None:
    """Stores a request and the clock that ends it after `minutes`."""
    expires = now + timedelta(minutes=minutes)
    session.add(
        Approval(
            id=number,
            kind=kind,
            conversation_id=conversation_id,
            summary=summary,
            requested_at=now,
            expires_at=expires,
            product_id=product_id,
            order_no=order_no,
            asked_fen=asked_fen,
            fallback_gift_id=fallback_gift_id,
            case_no=case_no,
            already_fen=already_fen,
        )
    )
    session.flush()
    add_due(session, expires, "approval_expiry", f"approval_expiry:{number}", number)


def list_approvals(session: Session, state: Optional[str] = None) -> List[Approval]:
    """Requests, newest last."""
    query = select(Approval).order_by(Approval.requested_at)
    if state:
        query = query.where(Approval.state == state)
    return list(session.execute(query).scalars())


def do_decide(session: Session, now: datetime, number: str, decision: Decision) -> Approval:
    """Decides a pending request and queues the words to the buyer. Raises ApprovalError."""
    approval: Optional[Approval] = session.get(Approval, number, with_for_update=True)
    if approval is None:
        raise ApprovalError(f"没有编号为 {number} 的审批")
    if approval.state != "pending":
        raise ApprovalError(f"审批 {number} 已经处理过了（{STATE_WORDS[approval.state]}）")
    if approval.expires_at <= now:
        raise ApprovalError(f"审批 {number} 已经超时，买家已按超时处理")
    if decision.approve:
        _grant(session, approval, decision.amount_fen)
    else:
        approval.state = "refused"
    approval.decided_at, approval.decided_by = now, decision.by
    approval.reason = decision.reason
    record(
        session,
        now,
        f"staff:{decision.by}",
        approval.state,
        f"approval:{number}",
        granted_fen=approval.granted_fen,
        reason=decision.reason,
    )
    _tell(session, now, approval)
    return approval


def _grant(session: Session, approval: Approval, amount_fen: Optional[int]) -> None:
    amount = amount_fen if amount_fen is not None else approval.asked_fen
    if amount is None:
        raise ApprovalError("买家没有说具体金额，请用 --amount 写明同意优惠多少元")
    what = "补偿" if approval.kind == "goodwill" else "优惠"
    if amount <= 0:
        raise ApprovalError(f"{what}金额要大于 0 元")
    if approval.asked_fen is not None and amount > approval.asked_fen:
        raise ApprovalError(f"买家只要求{what} {yuan(approval.asked_fen)}，不能批得更多")
    bound = price_of(session, approval) if approval.kind == "bargain" else None
    if bound is not None and amount >= bound[1]:
        raise ApprovalError(f"{bound[0]}只卖 {yuan(bound[1])}，优惠要低于这个价")
    approval.granted_fen = amount
    reduced = approval.asked_fen is not None and amount < approval.asked_fen
    approval.state = "reduced" if reduced else "approved"


def do_expire(session: Session, now: datetime, number: str) -> bool:
    """Ends a request that nobody decided; returns whether it was still pending."""
    approval: Optional[Approval] = session.get(Approval, number, with_for_update=True)
    if approval is None or approval.state != "pending":
        return False
    approval.state = "expired"
    record(session, now, "ticker", "expired", f"approval:{number}")
    _tell(session, now, approval)
    return True


def _tell(session: Session, now: datetime, approval: Approval) -> None:
    """Queues the result to the buyer: what was granted, or the gift that the policy gives."""
    if approval.kind == "goodwill":
        settle(session, now, approval)
        return
    order = _order_of(session, approval)
    if approval.state in ("approved", "reduced"):
        assert approval.granted_fen is not None, "a granted request has its sum"
        more = "" if approval.state == "approved" else "，这已经是能申请到的额度了"
        sum_ = yuan(approval.granted_fen)
        text = f"主管批了：这次给您优惠{sum_}{more}。{claim_words(order)}"
    else:
        gift = session.get(Gift, approval.fallback_gift_id) if approval.fallback_gift_id else None
        why = (
            "主管没有同意再降价"
            if approval.state == "refused"
            else "主管暂时没有回复，价格没能申请下来"
        )
        offer = gift_words(order, gift.name) if gift is not None and gift.stock > 0 else None
        text = f"{why}，{offer or '抱歉没能帮您争取到'}。"
    tell_buyer(session, now, approval.conversation_id, f"approval:{approval.id}", text)


def _order_of(session: Session, approval: Approval) -> Optional[Order]:
    """The order that the request was made for, or the one that the buyer placed meanwhile."""
    if approval.order_no:
        asked_for: Optional[Order] = session.get(Order, approval.order_no)
        return asked_for
    query = (
        select(Order)
        .join(OrderItem, OrderItem.order_no == Order.no)
        .join(Conversation, Conversation.buyer_id == Order.buyer_id)
        .where(
            Conversation.id == approval.conversation_id,
            OrderItem.product_id == approval.product_id,
            Order.created_at >= approval.requested_at,
            Order.state != "closed",
        )
        .order_by(cols(Order).created_at.desc())
        .limit(1)
    )
    placed: Optional[Order] = session.execute(query).scalars().first()
    return placed


STATE_WORDS = {
    "pending": "待处理",
    "approved": "已同意",
    "reduced": "已同意部分",
    "refused": "已拒绝",
    "expired": "已超时",
}
