"""Puts messages into the inbox, in the transaction that answers them."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.audit.log import record
from xiaoer.shop.conversations.model import Message
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.draft import Reply
from xiaoer.shop.review.masking import masked
from xiaoer.shop.review.model import ReviewItem

#: Guesses that are kept of each message.
GUESSES = 5
_LONGEST = 500
#: Who asks for a person in so many words has been understood.
_ASKED_FOR = "request_human"


class NotThere(Exception):
    """There is no such message of a buyer; the text says which, for people."""


def reason_for(understood: Understanding, reply: Reply) -> Optional[str]:
    """Why a message belongs into the inbox, None where it was understood."""
    if not understood.text.strip():
        return None
    if reply.failed:
        return "asked_back"
    over = any(effect.kind == "queue" for effect in reply.effects)
    return "handed_over" if over and understood.intent != _ASKED_FOR else None


def do_collect(
    session: Session,
    now: datetime,
    conversation_id: str,
    seq: int,
    understood: Understanding,
    reply: Reply,
) -> None:
    """Keeps a message that was asked back or ended with a person. Once, whatever is retried."""
    reason = reason_for(understood, reply)
    if reason is None or _item(session, conversation_id, seq) is not None:
        return
    guesses = [[intent, round(share, 4)] for intent, share in understood.ranking[:GUESSES]]
    session.add(
        ReviewItem(
            conversation_id=conversation_id,
            seq=seq,
            text=masked(understood.text.strip())[:_LONGEST],
            reason=reason,
            at=now,
            guesses=guesses,
        )
    )


def do_correct(
    session: Session, now: datetime, actor: str, conversation_id: str, seq: int, intent: str
) -> ReviewItem:
    """A person says what a buyer's message means. Raises NotThere."""
    message = session.execute(
        select(Message).where(Message.conversation_id == conversation_id, Message.seq == seq)
    ).scalar_one_or_none()
    if message is None or message.author != "buyer" or not message.text.strip():
        raise NotThere(f"对话 {conversation_id} 里没有编号为 {seq} 的买家消息")
    item = _item(session, conversation_id, seq)
    if item is None:
        item = ReviewItem(
            conversation_id=conversation_id,
            seq=seq,
            text=masked(message.text.strip())[:_LONGEST],
            reason="corrected",
            at=now,
        )
        session.add(item)
    item.reason, item.intent, item.state = "corrected", intent, "open"
    session.flush()
    record(session, now, actor, "review_corrected", f"review:{item.id}", intent=intent)
    return item


def _item(session: Session, conversation_id: str, seq: int) -> Optional[ReviewItem]:
    query = select(ReviewItem).where(
        ReviewItem.conversation_id == conversation_id, ReviewItem.seq == seq
    )
    found: Optional[ReviewItem] = session.execute(query).scalar_one_or_none()
    return found
