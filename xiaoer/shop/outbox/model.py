"""The only durable queues: effects to carry out, and clocks to fire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, mapped, maybe, serial


@mapped
@dataclass(kw_only=True)
class OutboxEntry:
    """An effect to carry out after the transaction that wrote it; `key` makes it happen once."""

    __tablename__ = "outbox"
    __sa_dataclass_metadata_key__ = "sa"

    id: int = serial()
    kind: str = col(sa.String(32))
    key: str = col(sa.String(160), unique=True)
    payload: Dict[str, Any] = col(sa.JSON)
    created_at: datetime = col(UtcDateTime)
    #: Not before this moment (back-off after a failure).
    available_at: datetime = col(UtcDateTime, index=True)
    done_at: Optional[datetime] = maybe(UtcDateTime)
    attempts: int = col(sa.Integer, 0)
    error: Optional[str] = maybe(sa.Text)


@mapped
@dataclass(kw_only=True)
class DueItem:
    """A clock: `kind` fires for `subject` at `due_at`, once."""

    __tablename__ = "due_items"
    __sa_dataclass_metadata_key__ = "sa"

    id: int = serial()
    kind: str = col(sa.String(32))
    key: str = col(sa.String(160), unique=True)
    subject: str = col(sa.String(64))
    due_at: datetime = col(UtcDateTime, index=True)
    fired_at: Optional[datetime] = maybe(UtcDateTime)
    cancelled_at: Optional[datetime] = maybe(UtcDateTime)
