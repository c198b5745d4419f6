"""Who answers a conversation, and who may hand it to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy.orm import Session

from xiaoer.shop.audit.log import record
from xiaoer.shop.conversations.model import Conversation

#: Every allowed move. A closed conversation wakes up with the buyer's next message.
MOVES = {
    "bot": frozenset({"queue", "agent", "closed"}),
    "queue": frozenset({"agent", "bot", "closed"}),
    "agent": frozenset({"agent", "bot", "queue", "closed"}),
    "closed": frozenset({"bot"}),
}


class MoveNotAllowed(Exception):
    """The conversation cannot go from its present owner to the wanted one."""


def do_move(
    session: Session,
    conversation: Conversation,
    to: str,
    now: datetime,
    actor: str,
    reason: Optional[str] = None,
    agent: Optional[str] = None,
) -> None:
    """Gives a conversation to another owner; the caller's transaction holds its row."""
    if to not in MOVES[conversation.owner]:
        raise MoveNotAllowed(f"{conversation.owner} -> {to}")
    before, conversation.owner = conversation.owner, to
    conversation.agent = agent
    if to == "queue":
        conversation.queued_at, conversation.queue_reason = now, reason
    elif to != "agent":
        conversation.queued_at = conversation.queue_reason = None
    detail = {"before": before, "after": to, "reason": reason, "agent": agent}
    record(session, now, actor, "move", f"conversation:{conversation.id}", **detail)
