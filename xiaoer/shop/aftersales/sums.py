"""What was booked and what is reserved: the sums that limits and caps are held against."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Optional

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import RESERVED_STATES, LedgerEntry, Offer
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.clock import at_local, local
from xiaoer.shop.db.base import cols
from xiaoer.shop.orders.model import Refund

#: A coupon is goodwill with a cap of its own, at face value.
_IN_MONEY = ("compensation", "part_refund", "price_difference")
#: Refunds that came to nothing.
_NO_REFUND = ("refused", "withdrawn")


def _booked(*where: Any) -> Any:
    return (LedgerEntry.kind == "goodwill", cols(LedgerEntry).effect.in_(_IN_MONEY), *where)


def _reserved(without: str, *where: Any) -> Any:
    return (
        Offer.kind == "goodwill",
        cols(Offer).effect.in_(_IN_MONEY),
        cols(Offer).state.in_(RESERVED_STATES),
        Offer.id != without,
        *where,
    )


def _sum(session: Session, column: Any, where: Any) -> int:
    return int(session.execute(select(func.coalesce(func.sum(column), 0)).where(*where)).scalar())


def order_goodwill(session: Session, order_no: str, without: str) -> int:
    """Goodwill in money on an order, booked and reserved, over all cases; `without` one offer."""
    booked = _booked(LedgerEntry.order_no == order_no)
    reserved = _reserved(without, Offer.order_no == order_no)
    return _sum(session, LedgerEntry.amount_fen, booked) + _sum(session, Offer.cost_fen, reserved)


def buyer_goodwill(session: Session, buyer_id: str, since: datetime, without: str) -> int:
    """A buyer's goodwill in money since a moment, and what is reserved."""
    booked = _booked(LedgerEntry.buyer_id == buyer_id, LedgerEntry.at >= since)
    reserved = _reserved(without, Offer.buyer_id == buyer_id)
    return _sum(session, LedgerEntry.amount_fen, booked) + _sum(session, Offer.cost_fen, reserved)


def buyer_cases(session: Session, buyer_id: str, since: datetime, case_no: str) -> int:
    """The buyer's other cases with goodwill, booked since a moment or reserved; coupons count."""
    booked = select(LedgerEntry.case_no).where(
        LedgerEntry.kind == "goodwill", LedgerEntry.buyer_id == buyer_id, LedgerEntry.at >= since
    )
    reserved = select(Offer.case_no).where(
        Offer.kind == "goodwill", Offer.buyer_id == buyer_id, cols(Offer).state.in_(RESERVED_STATES)
    )
    found = {*session.execute(booked).scalars(), *session.execute(reserved).scalars()}
    return len(found - {case_no})


def shop_goodwill(session: Session, since: datetime, without: str) -> int:
    """The shop's goodwill in money since a moment, and what is reserved."""
    booked = _booked(LedgerEntry.at >= since)
    return _sum(session, LedgerEntry.amount_fen, booked) + _sum(
        session, Offer.cost_fen, _reserved(without)
    )


def shop_payouts(session: Session, since: datetime, without: str) -> int:
    """How often goodwill in money was paid since a moment, or is reserved."""
    booked = select(func.count()).select_from(LedgerEntry).where(*_booked(LedgerEntry.at >= since))
    reserved = select(func.count()).select_from(Offer).where(*_reserved(without))
    return int(session.execute(booked).scalar()) + int(session.execute(reserved).scalar())


def refunded(session: Session, order_no: str) -> int:
    """Refunded or being refunded on the order."""
    where = (Refund.order_no == order_no, cols(Refund).state.not_in(_NO_REFUND))
    return _sum(session, Refund.amount_fen, where)


def compensated(session: Session, order_no: str, item_id: Optional[str] = None) -> int:
    """Goodwill that was paid out beside refunds, of the order or of one item."""
    where = [
        LedgerEntry.kind == "goodwill",
        LedgerEntry.effect == "compensation",
        LedgerEntry.order_no == order_no,
    ]
    if item_id is not None:
        where.append(LedgerEntry.item_id == item_id)
    return _sum(session, LedgerEntry.amount_fen, where)


def approved(session: Session, order_no: str) -> int:
    """The highest goodwill on the order that a manager agreed to; 0: none."""
    query = select(Approval.already_fen, Approval.granted_fen).where(
        Approval.kind == "goodwill",
        Approval.order_no == order_no,
        cols(Approval).state.in_(("approved", "reduced")),
    )
    return max((already + granted for already, granted in session.execute(query)), default=0)


def midnight(now: datetime) -> datetime:
    """When the Shanghai day of a moment began."""
    return at_local(local(now).date(), time())


def month_ago(now: datetime) -> datetime:
    """30 days before."""
    return now - timedelta(days=30)
