"""Conversations, their messages, and tries to prove that an order is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, List, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref, serial

#: Who answers. The table of moves stands in `ownership.py`.
OWNERS = ("bot", "queue", "agent", "closed")


@mapped
@dataclass(kw_only=True)
class Conversation:
    """One chat of one buyer or visitor. The record; Rasa's tracker is only a short memory."""

    __tablename__ = "conversations"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    created_at: datetime = col(UtcDateTime)
    updated_at: datetime = col(UtcDateTime)
    channel: str = col(sa.String(16))
    owner: str = col(sa.String(16), "bot", index=True)
    #: None: an anonymous visitor.
    buyer_id: Optional[str] = maybe_ref("buyers.id")
    #: The number of the last message, and of the last buyer's message that was answered.
    last_seq: int = col(sa.Integer, 0)
    answered_seq: int = col(sa.Integer, 0)
    queued_at: Optional[datetime] = maybe(UtcDateTime)
    queue_reason: Optional[str] = maybe(sa.String(64))
    agent: Optional[str] = maybe(sa.String(64))
    #: `dialogue.context.Context` as JSON.
    context: Dict[str, Any] = col(sa.JSON, dict)


@mapped
@dataclass(kw_only=True)
class Message:
    """One message. author: buyer, bot, agent, system."""

    __tablename__ = "messages"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (
        sa.UniqueConstraint("conversation_id", "seq"),
        sa.UniqueConstraint("conversation_id", "client_id"),
    )

    id: int = serial()
    conversation_id: str = ref("conversations.id")
    seq: int = col(sa.Integer)
    author: str = col(sa.String(16))
    text: str = col(sa.Text)
    created_at: datetime = col(UtcDateTime)
    type: str = col(sa.String(32), "text")
    #: The sender's own id: a message sent twice is stored once.
    client_id: Optional[str] = maybe(sa.String(128))
    #: A bot message: the buyer's message that it answers.
    reply_to: Optional[int] = maybe(sa.Integer)
    buttons: List[Dict[str, str]] = col(sa.JSON, list)


@mapped
@dataclass(kw_only=True)
class Verification:
    """Wrong tries to prove an order, per visitor, address and order together."""

    __tablename__ = "verifications"
    __sa_dataclass_metadata_key__ = "sa"

    key: str = key(sa.String(160))
    failures: int = col(sa.Integer)
    last_at: datetime = col(UtcDateTime)


@mapped
@dataclass(kw_only=True)
class StockAlert:
    """A buyer who wants to hear when something is back in stock."""

    __tablename__ = "stock_alerts"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (sa.UniqueConstraint("conversation_id", "sku_id"),)

    id: int = serial()
    conversation_id: str = ref("conversations.id")
    sku_id: str = ref("skus.id")
    created_at: datetime = col(UtcDateTime)
    notified_at: Optional[datetime] = maybe(UtcDateTime)
