"""Offers lapse (policy §2, consent): their reservation ends, and a yes comes too late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.locking import NothingOffered, lock_offer
from xiaoer.shop.aftersales.model import Case, Offer
from xiaoer.shop.aftersales.states import move
from xiaoer.shop.outbox.queue import move_due


def set_clock(session: Session, offer: Offer) -> None:
    """Sets the clock of an offer that has been put to the buyer."""
    key = f"offer_expiry:{offer.id}"
    move_due(session, offer.valid_until, "offer_expiry", key, offer.id)


def do_lapse(session: Session, now: datetime, offer_id: str) -> bool:
    """Ends an offer whose time is over; returns whether it was still open."""
    try:
        case, offer = lock_offer(session, offer_id)
    except NothingOffered:
        return False
    return end_if_over(session, case, offer, now)


def end_if_over(session: Session, case: Case, offer: Offer, now: datetime) -> bool:
    """Ends a locked offer whose time is over; returns whether it did.

    An agreed one that waits for somebody to look at a photo is not the buyer's to lose.
    """
    waits_for_us = offer.state == "accepted" and case.evidence in ("received", "accepted")
    if offer.state not in ("offered", "accepted") or waits_for_us or offer.valid_until > now:
        return False
    offer.state, offer.answered_at = "expired", now
    if case.state in ("offered", "evidence"):
        move(session, case, "open", "ticker", f"offer {offer.id} lapsed", now)
    return True
