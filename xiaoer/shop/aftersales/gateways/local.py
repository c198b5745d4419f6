"""The working default: instructions are written into a ledger that people carry out by hand."""

from __future__ import annotations

import hashlib
from typing import Optional

import sqlalchemy as sa
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.gateways.model import LocalEntry
from xiaoer.shop.aftersales.gateways.ports import ACTIONS, GatewayRefused, Instruction, Receipt
from xiaoer.shop.clock import Clock
from xiaoer.shop.db.session import Database


class LocalLedger:
    """Writes each instruction once, in a transaction of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock

    def carry_out(self, instruction: Instruction) -> Receipt:
        """Writes it down, or finds it written. Raises GatewayRefused for what makes no sense."""
        _check(instruction)
        try:
            with self._db.write() as session:
                known = _written(session, instruction)
                if known is None:
                    known = self._entry(instruction)
                    session.add(known)
        except sa.exc.IntegrityError:
            # Another process wrote the same key between our look and our writing.
            with self._db.read() as session:
                known = _written(session, instruction)
            if known is None:
                raise
        return Receipt(known.reference, known.at)

    def _entry(self, instruction: Instruction) -> LocalEntry:
        return LocalEntry(
            key=instruction.key,
            reference=_number(instruction.key),
            action=instruction.action,
            order_no=instruction.order_no,
            case_no=instruction.case_no,
            amount_fen=instruction.amount_fen,
            detail=instruction.detail,
            at=self._clock(),
        )


def _check(instruction: Instruction) -> None:
    if instruction.action not in ACTIONS:
        raise GatewayRefused(f"不认识的指令 {instruction.action}")
    if instruction.amount_fen < 0:
        raise GatewayRefused(f"金额不能是负数：{instruction.amount_fen} 分")


def _written(session: Session, instruction: Instruction) -> Optional[LocalEntry]:
    """What stands under this key. Raises GatewayRefused where it is another instruction."""
    known: Optional[LocalEntry] = session.get(LocalEntry, instruction.key)
    if known is None:
        return None
    was = (known.action, known.order_no, known.case_no, known.amount_fen, known.detail)
    wanted = (
        instruction.action,
        instruction.order_no,
        instruction.case_no,
        instruction.amount_fen,
        instruction.detail,
    )
    if was != wanted:
        raise GatewayRefused(f"编号 {instruction.key} 已经用在另一条指令上了")
    return known


def _number(key: str) -> str:
    """The same for the same key, in every process."""
    return "L" + hashlib.sha256(key.encode()).hexdigest()[:15].upper()
