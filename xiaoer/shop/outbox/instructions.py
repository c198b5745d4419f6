"""Carries out the instructions that commits have queued, each through the gateway, once.

The gateway is asked outside every transaction: it may take seconds. What ends the process between
its answer and our note of it makes us ask again; the key makes the answer the same.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import List, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales.booking import instruction_of
from xiaoer.shop.aftersales.gateways.ports import (
    Gateway,
    GatewayRefused,
    GatewayUnavailable,
    Instruction,
    Receipt,
)
from xiaoer.shop.aftersales.locking import lock_case
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Ticket
from xiaoer.shop.aftersales.points import passing
from xiaoer.shop.aftersales.states import move
from xiaoer.shop.audit.log import record
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.session import Database
from xiaoer.shop.money import yuan
from xiaoer.shop.outbox.fire import BATCH, Fired, claim, put_off
from xiaoer.shop.outbox.model import OutboxEntry
from xiaoer.shop.outbox.queue import tell_buyer

log = logging.getLogger(__name__)

#: What the buyer hears when the gateway has taken it over, by action.
_TAKEN = {
    "refund": "{amount}的退款已经提交，按原付款方式退回。",
    "payout": "{amount}的补偿已经提交打款。",
    "coupon": "{amount}的店铺券已经发到您账户，下次下单可以用。",
    "ship": "补发的已经交给仓库，发出后把单号发给您。",
    "repair": "维修单建好了，寄到后就给您修。",
    "intercept": "拦截已经提交给仓库和快递，有结果马上告诉您。",
}
_NOT_TAKEN = "刚才答应您的那一步系统没有办成，我已经请同事处理，办好在这里告诉您。"


def carry_out(db: Database, gateway: Gateway, policy: Policy, now: datetime) -> List[Fired]:
    """Hands over every instruction whose time has come; returns what was done."""
    return [
        fired for number in _waiting(db, now) for fired in _one(db, gateway, policy, now, number)
    ]


def _waiting(db: Database, now: datetime) -> List[int]:
    query = select(OutboxEntry.id).where(
        OutboxEntry.kind == "gateway",
        cols(OutboxEntry).done_at.is_(None),
        OutboxEntry.available_at <= now,
    )
    with db.read() as session:
        return list(session.execute(query.order_by(OutboxEntry.id).limit(BATCH)).scalars())


def _one(db: Database, gateway: Gateway, policy: Policy, now: datetime, number: int) -> List[Fired]:
    with db.read() as session:
        entry: Optional[OutboxEntry] = session.get(OutboxEntry, number)
    if entry is None or entry.done_at is not None:
        return []
    instruction = instruction_of(entry.key, entry.payload)
    passing("asking")
    try:
        receipt = gateway.carry_out(instruction)
    except GatewayUnavailable as error:
        log.warning("instruction %s is put off: %s", entry.key, error)
        put_off(db, now, number, error)
        return []
    except GatewayRefused as error:
        log.error("instruction %s was refused: %s", entry.key, error)
        with db.write() as session:
            return _refused(session, policy, now, number, instruction, str(error))
    passing("answered")
    with db.write() as session:
        done = _received(session, now, number, instruction, receipt)
        passing("received")
        return done


def _received(
    session: Session, now: datetime, number: int, instruction: Instruction, receipt: Receipt
) -> List[Fired]:
    case = lock_case(session, instruction.case_no)
    entry = claim(session, OutboxEntry, number)
    if entry is None or entry.done_at is not None:
        return []
    entry.done_at, entry.error = now, None
    offer_key = instruction.key.rpartition(":")[0]
    query = select(LedgerEntry).where(LedgerEntry.key == offer_key)
    booked = session.execute(query).scalar_one_or_none()
    if booked is not None:
        booked.reference, booked.done_at = receipt.reference, receipt.at
    record(
        session,
        now,
        "ticker",
        "receipt",
        f"case:{case.no}",
        key=instruction.key,
        reference=receipt.reference,
    )
    words = _TAKEN[instruction.action].format(amount=yuan(instruction.amount_fen))
    tell_buyer(session, now, case.conversation_id, f"{instruction.key}:done", words)
    if case.state == "executing" and not _more(session, case):
        move(session, case, "solved", "ticker", instruction.key, now)
    return [Fired("gateway", instruction.key, case.conversation_id)]


def _more(session: Session, case: Case) -> bool:
    """Another instruction of the case is still waiting."""
    session.flush()
    query = select(OutboxEntry.payload).where(
        OutboxEntry.kind == "gateway", cols(OutboxEntry).done_at.is_(None)
    )
    waiting = session.execute(query).scalars()
    return any(payload["case_no"] == case.no for payload in waiting)


def _refused(
    session: Session,
    policy: Policy,
    now: datetime,
    number: int,
    instruction: Instruction,
    error: str,
) -> List[Fired]:
    """It will never be done by itself: a person does it, and the buyer hears so."""
    case = lock_case(session, instruction.case_no)
    entry = claim(session, OutboxEntry, number)
    if entry is None or entry.done_at is not None:
        return []
    entry.done_at, entry.attempts, entry.error = now, entry.attempts + 1, error[:500]
    session.add(
        Ticket(
            id=instruction.key[:64],
            kind="manager",
            title=f"售后单{case.no}：{instruction.action} 被系统拒绝（{error[:200]}），请人工办理",
            created_at=now,
            due_at=now + timedelta(hours=policy.desk.urgent_ticket_hours),
            conversation_id=case.conversation_id,
            order_no=case.order_no,
            case_no=case.no,
        )
    )
    record(session, now, "ticker", "refused", f"case:{case.no}", key=instruction.key, error=error)
    tell_buyer(session, now, case.conversation_id, f"{instruction.key}:refused", _NOT_TAKEN)
    if case.state != "closed":
        move(session, case, "person", "ticker", "gateway_refused", now)
    return [Fired("gateway_refused", instruction.key, case.conversation_id)]
