"""After-sales cases and tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref


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
    state: str = col(sa.String(16), "open", index=True)


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
