"""After-sales cases, the offers made in them, what was booked, and tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref, serial

#: offered -> refused | expired | accepted | committed; a yes that still waits for evidence is
#: `accepted`; one that waits for a manager is `awaiting_approval`; `stopped` by a cap or by facts
#: that changed.
OFFER_STATES = (
    "offered",
    "accepted",
    "awaiting_approval",
    "committed",
    "refused",
    "expired",
    "stopped",
)
#: What the shop would still have to give: goodwill of these is reserved on the order.
RESERVED_STATES = ("offered", "accepted")
#: owed: what law, contract or a published promise gives; goodwill: money beyond that.
KINDS = ("owed", "goodwill")


@mapped
@dataclass(kw_only=True)
class Case:
    """One problem of one order. The number is what the buyer is told."""

    __tablename__ = "cases"
    __sa_dataclass_metadata_key__ = "sa"

    no: str = key()
    conversation_id: str = ref("conversations.id")
    #: The intent that opened it ("report_quality").
    issue: str = col(sa.String(32))
    #: What the buyer wrote.
    problem: str = col(sa.Text)
    opened_at: datetime = col(UtcDateTime)
    #: The shop's answer is due by then (policy: clocks).
    answer_due_at: datetime = col(UtcDateTime)
    policy_version: str = col(sa.String(32))
    order_no: Optional[str] = maybe_ref("orders.no")
    buyer_id: Optional[str] = maybe_ref("buyers.id")
    item_id: Optional[str] = maybe_ref("order_items.id")
    #: What is wanted: refund, return, exchange, resend, compensation; None: not said.
    wish: Optional[str] = maybe(sa.String(32))
    photo: bool = col(sa.Boolean, False)
    #: One of `states.MOVES`.
    state: str = col(sa.String(16), "open", index=True)
    #: The row of the policy's table ("defect"); None until it is known.
    issue_type: Optional[str] = maybe(sa.String(32))
    #: Whose fault it is, where it is known better than by the issue: seller, carrier, buyer, none.
    fault: Optional[str] = maybe(sa.String(16))
    #: Why it is out of the ladder ("injury"); None: it is not.
    grave: Optional[str] = maybe(sa.String(32))
    #: Pieces that are affected; None: all of the item.
    quantity: Optional[int] = maybe(sa.Integer)
    #: none, asked, received, accepted, doubted.
    evidence: str = col(sa.String(16), "none")


@mapped
@dataclass(kw_only=True)
class Offer:
    """A proposal as it was put to the buyer, and what became of it. Amounts in fen."""

    __tablename__ = "offers"
    __table_args__ = (sa.UniqueConstraint("case_no", "number"),)
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    case_no: str = ref("cases.no")
    #: 1, 2, 3 … within the case.
    number: int = col(sa.Integer)
    order_no: str = ref("orders.no")
    conversation_id: str = ref("conversations.id")
    rung: str = col(sa.String(16))
    #: What accepting it does; None: nothing (an explanation).
    effect: Optional[str] = maybe(sa.String(32))
    #: One of KINDS.
    kind: str = col(sa.String(16))
    cost_fen: int = col(sa.Integer)
    #: The policy's rule that gives it.
    rule: str = col(sa.String(64))
    #: What the buyer read.
    words: str = col(sa.Text)
    detail: Dict[str, Any] = col(sa.JSON)
    state: str = col(sa.String(32), index=True)
    offered_at: datetime = col(UtcDateTime)
    valid_until: datetime = col(UtcDateTime)
    policy_version: str = col(sa.String(32))
    buyer_id: Optional[str] = maybe_ref("buyers.id")
    item_id: Optional[str] = maybe_ref("order_items.id")
    #: What the buyer had named when it was made.
    asked_fen: Optional[int] = maybe(sa.Integer)
    approval_id: Optional[str] = maybe_ref("approvals.id")
    answered_at: Optional[datetime] = maybe(UtcDateTime)
    #: The key under which it was accepted.
    accept_key: Optional[str] = maybe(sa.String(128))


@mapped
@dataclass(kw_only=True)
class LedgerEntry:
    """Fen that the shop gave, with the rule that gave them. Only the receipt is added later."""

    __tablename__ = "ledger"
    __sa_dataclass_metadata_key__ = "sa"

    id: int = serial()
    key: str = col(sa.String(160), unique=True)
    order_no: str = ref("orders.no")
    case_no: str = ref("cases.no")
    offer_id: str = ref("offers.id")
    effect: str = col(sa.String(32))
    #: One of KINDS.
    kind: str = col(sa.String(16), index=True)
    amount_fen: int = col(sa.Integer)
    rule: str = col(sa.String(64))
    at: datetime = col(UtcDateTime, index=True)
    buyer_id: Optional[str] = maybe_ref("buyers.id")
    item_id: Optional[str] = maybe_ref("order_items.id")
    #: The gateway's number, once it has done it.
    reference: Optional[str] = maybe(sa.String(128))
    done_at: Optional[datetime] = maybe(UtcDateTime)


@mapped
@dataclass(kw_only=True)
class Ticket:
    """Work for a person; state: open, done."""

    __tablename__ = "tickets"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    #: manager, warehouse, carrier, invoice, operations, aftersales.
    kind: str = col(sa.String(32), index=True)
    title: str = col(sa.Text)
    created_at: datetime = col(UtcDateTime)
    due_at: datetime = col(UtcDateTime)
    state: str = col(sa.String(16), "open", index=True)
    conversation_id: Optional[str] = maybe_ref("conversations.id")
    order_no: Optional[str] = maybe_ref("orders.no")
    case_no: Optional[str] = maybe_ref("cases.no")
