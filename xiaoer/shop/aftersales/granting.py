"""What a manager's answer to a goodwill request means for its offer, and for the buyer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales import sums
from xiaoer.shop.aftersales.expiry import set_clock
from xiaoer.shop.aftersales.locking import lock_offer
from xiaoer.shop.aftersales.model import Offer
from xiaoer.shop.aftersales.states import move
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.outbox.queue import tell_buyer


def settle(session: Session, now: datetime, approval: Approval) -> None:
    """Puts a granted sum to the buyer, or says that there is none.

    Nothing happens where the buyer went on to something else meanwhile. The approval's row is
    locked by the caller.
    """
    query = select(Offer.id).where(Offer.approval_id == approval.id)
    case, offer = lock_offer(session, session.execute(query).scalar_one())
    if offer.state != "awaiting_approval":
        return
    sum_ = _granted(session, approval, offer)
    asked = yuan(offer.cost_fen)
    actor = approval.decided_by or "ticker"
    if sum_ > 0:
        offer.valid_until = now + (offer.valid_until - offer.offered_at)
        offer.offered_at, offer.state, offer.cost_fen = now, "offered", sum_
        until = say_moment(offer.valid_until, now)
        less = "" if approval.state == "approved" else "，这已经是能申请到的额度了"
        offer.words = f"主管批了：给您补偿{yuan(sum_)}{less}。可以的话回复“好的”，{until}前有效。"
        set_clock(session, offer)
        move(session, case, "offered", actor, f"approval {approval.id}", now)
        text = offer.words
    else:
        offer.state, offer.answered_at = "stopped", now
        move(session, case, "open", actor, f"approval {approval.id} {approval.state}", now)
        text = f"{_why(approval, asked)}您想怎么解决，继续跟我说就行，也可以转人工。"
    tell_buyer(session, now, case.conversation_id, f"approval:{approval.id}", text)


def _granted(session: Session, approval: Approval, offer: Offer) -> int:
    """The sum that the order's goodwill still has room for, 0 where there is none."""
    if approval.granted_fen is None or approval.already_fen is None:
        return 0
    others = sums.order_goodwill(session, offer.order_no, offer.id)
    return min(approval.granted_fen, approval.already_fen + approval.granted_fen - others)


def _why(approval: Approval, asked: str) -> str:
    if approval.state == "refused":
        return f"补偿{asked}我问过主管了，没有同意，抱歉。"
    if approval.state == "expired":
        return f"补偿{asked}我报给主管了，一直没有回复，没能申请下来，抱歉。"
    return "这单前面已经用掉了批下来的补偿，这次加不上了，抱歉。"
