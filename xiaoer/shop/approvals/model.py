"""Requests that a manager decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref

#: pending -> approved | reduced | refused | expired; nothing leaves the last four.
APPROVAL_STATES = ("pending", "approved", "reduced", "refused", "expired")


@mapped
@dataclass(kw_only=True)
class Approval:
    """One request. Amounts in fen off the price (kind `bargain`) or paid out (`goodwill`)."""

    __tablename__ = "approvals"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    kind: str = col(sa.String(16))
    conversation_id: str = ref("conversations.id")
    summary: str = col(sa.Text)
    requested_at: datetime = col(UtcDateTime)
    expires_at: datetime = col(UtcDateTime)
    state: str = col(sa.String(16), "pending", index=True)
    product_id: Optional[str] = maybe_ref("products.id")
    order_no: Optional[str] = maybe_ref("orders.no")
    #: What the buyer named, None where none was named.
    asked_fen: Optional[int] = maybe(sa.Integer)
    granted_fen: Optional[int] = maybe(sa.Integer)
    #: The gift that is offered where it is refused or nobody answers.
    fallback_gift_id: Optional[str] = maybe_ref("gifts.id")
    #: goodwill: the case that it is for, and what the order's goodwill was without it.
    case_no: Optional[str] = maybe_ref("cases.no")
    already_fen: Optional[int] = maybe(sa.Integer)
    decided_at: Optional[datetime] = maybe(UtcDateTime)
    decided_by: Optional[str] = maybe(sa.String(64))
    reason: Optional[str] = maybe(sa.Text)
