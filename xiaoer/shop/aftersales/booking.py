"""Books fen with the rule that gives them, and hands instructions to the gateway."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.gateways.ports import Instruction
from xiaoer.shop.aftersales.model import LedgerEntry, Offer
from xiaoer.shop.outbox.queue import add_effect


def book(session: Session, offer: Offer, amount_fen: int, now: datetime) -> None:
    """Books an offer's fen once; what costs nothing is not booked."""
    key = f"offer:{offer.id}"
    known = select(LedgerEntry.id).where(LedgerEntry.key == key)
    if amount_fen <= 0 or session.execute(known).first():
        return
    assert offer.effect is not None, "what costs something does something"
    session.add(
        LedgerEntry(
            key=key,
            order_no=offer.order_no,
            case_no=offer.case_no,
            offer_id=offer.id,
            effect=offer.effect,
            kind=offer.kind,
            amount_fen=amount_fen,
            rule=offer.rule,
            at=now,
            buyer_id=offer.buyer_id,
            item_id=offer.item_id,
        )
    )
    session.flush()


def instruct(
    session: Session, offer: Offer, action: str, now: datetime, amount_fen: int = 0, **detail: Any
) -> None:
    """Queues an instruction once per offer and action; the ticker carries it out."""
    key = f"offer:{offer.id}:{action}"
    add_effect(
        session,
        now,
        "gateway",
        key,
        action=action,
        order_no=offer.order_no,
        case_no=offer.case_no,
        amount_fen=amount_fen,
        detail=detail,
    )
    session.flush()


def instruction_of(key: str, payload: Any) -> Instruction:
    """The instruction that an outbox entry holds."""
    return Instruction(key=key, **payload)
