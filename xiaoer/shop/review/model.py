"""The inbox of messages that the understanding should learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, List, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, mapped, maybe, ref, serial

#: asked_back: the bot did not understand; handed_over: the chat went to a person; corrected: a
#: person said what it means.
REASONS = ("asked_back", "handed_over", "corrected")
#: open -> accepted | dismissed.
STATES = ("open", "accepted", "dismissed")


@mapped
@dataclass(kw_only=True)
class ReviewItem:
    """One message, masked. `guesses` are [intent, probability], best first."""

    __tablename__ = "review_items"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (sa.UniqueConstraint("conversation_id", "seq"),)

    id: int = serial()
    conversation_id: str = ref("conversations.id")
    seq: int = col(sa.Integer)
    text: str = col(sa.Text)
    reason: str = col(sa.String(16))
    at: datetime = col(UtcDateTime)
    guesses: List[Any] = col(sa.JSON, list)
    #: What a person said that it means.
    intent: Optional[str] = maybe(sa.String(32))
    state: str = col(sa.String(16), "open", index=True)
