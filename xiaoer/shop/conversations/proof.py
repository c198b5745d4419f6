"""Proving that an order is one's own: number and phone tail, with growing delay.

Tries count per visitor and per network address, never on the order itself, so that its real
owner is never locked out. The answer to a wrong try is the same whether the order exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import List, Optional

from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.conversations.model import Verification
from xiaoer.shop.orders.model import Order

#: One address may stand for a whole office or campus: it is slowed down that much later.
ADDRESS_FACTOR = 10


@dataclass(frozen=True)
class Proof:
    """How a try ended: "ok", "wrong" or "wait" (then `wait_s` says how long)."""

    outcome: str
    wait_s: int = 0


def do_prove(
    session: Session,
    policy: Policy,
    now: datetime,
    visitor: str,
    order_no: str,
    phone_tail: Optional[str] = None,
    amount_fen: Optional[int] = None,
    address: Optional[str] = None,
) -> Proof:
    """Checks a try and counts a wrong one. `address` is the visitor's network address."""
    keys = [f"visitor:{visitor}"] + ([f"address:{address}"] if address else [])
    counters = [
        counter for key in keys if (counter := session.get(Verification, key, with_for_update=True))
    ]
    wait = max((_wait_s(policy, counter, now) for counter in counters), default=0)
    if wait > 0:
        return Proof("wait", wait)
    order = session.get(Order, order_no)
    if order is not None and _matches(order, phone_tail, amount_fen):
        return Proof("ok")
    _count(session, now, keys, counters)
    return Proof("wrong")


def _matches(order: Order, phone_tail: Optional[str], amount_fen: Optional[int]) -> bool:
    # Imports from platforms mask phones; there the amount paid is the proof.
    if "*" in order.phone:
        return amount_fen is not None and amount_fen == order.paid_fen
    return phone_tail is not None and order.phone[-4:] == phone_tail


def _wait_s(policy: Policy, counter: Verification, now: datetime) -> int:
    rule = policy.verification
    shared = counter.key.startswith("address:")
    over = counter.failures - rule.free_tries * (ADDRESS_FACTOR if shared else 1)
    if over < 0:
        return 0
    delay = min(rule.first_delay_s * 2 ** min(over, 20), rule.longest_delay_s)
    left = counter.last_at + timedelta(seconds=delay) - now
    return max(0, int(left.total_seconds() + 0.999))


def _count(session: Session, now: datetime, keys: List[str], counters: List[Verification]) -> None:
    known = {counter.key: counter for counter in counters}
    for key in keys:
        if key in known:
            known[key].failures += 1
            known[key].last_at = now
        else:
            session.add(Verification(key=key, failures=1, last_at=now))
