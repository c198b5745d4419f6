"""Proving that an order is one's own: number and phone tail, with growing delay.

Wrong tries count per visitor, per network address and per order number, so that neither new chats
nor new addresses make guessing cheap. Its signed-in buyer needs no proof and is never slowed down.
The answer to a try is the same whether the order exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import List, Optional

from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.conversations.model import Verification
from xiaoer.shop.db.locks import one_at_a_time
from xiaoer.shop.orders.model import Order

#: How many more free tries a counter has than a visitor's: an address may stand for a whole
#: office or campus, and an order's owner may mistype in more chats than one.
_FACTORS = {"address": 10, "order": 3}
#: Without a wrong try for so long, a counter begins anew. No shorter than any delay.
FORGOTTEN = timedelta(days=1)


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
    keys.append(f"order:{order_no}")
    for key in keys:
        one_at_a_time(session, key)
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
    over = counter.failures - rule.free_tries * _FACTORS.get(counter.key.partition(":")[0], 1)
    if over < 0:
        return 0
    delay = min(rule.first_delay_s * 2 ** min(over, 20), rule.longest_delay_s)
    left = counter.last_at + timedelta(seconds=delay) - now
    return max(0, int(left.total_seconds() + 0.999))


def _count(session: Session, now: datetime, keys: List[str], counters: List[Verification]) -> None:
    known = {counter.key: counter for counter in counters}
    for key in keys:
        if key in known:
            lapsed = now - known[key].last_at > FORGOTTEN
            known[key].failures = 1 if lapsed else known[key].failures + 1
            known[key].last_at = now
        else:
            session.add(Verification(key=key, failures=1, last_at=now))
