"""Messages that a buyer writes right after one another, answered as one.

Many buyers write a sentence in three messages. Those that are not answered yet when the bot comes
to the last of them are read as one text, a line each; the answer belongs to the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import List, Optional

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.conversations.model import Conversation, Message
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.statements import Query

#: At most so many messages are answered as one: so many clauses are read one by one.
MOST = 4
#: A message of more characters has said what it has to say: nothing after it is waited for.
SHORT = 64

_WRITTEN = Query(
    select(Message)
    .where(
        cols(Message).conversation_id == bindparam("conversation"),
        cols(Message).author == "buyer",
        cols(Message).seq > bindparam("after"),
        cols(Message).seq <= bindparam("last"),
    )
    .order_by(cols(Message).seq.desc())
    .limit(MOST)
)
_ANSWERED_NEXT = Query(
    select(cols(Message).reply_to)
    .where(
        cols(Message).conversation_id == bindparam("conversation"),
        cols(Message).author == "bot",
        cols(Message).reply_to > bindparam("seq"),
    )
    .order_by(cols(Message).seq)
    .limit(1)
)


@dataclass(frozen=True)
class Burst:
    """A message with those before it that are answered together with it."""

    #: The number of the first of them; the message's own where it is alone.
    first: int
    text: str
    #: Whether a message that follows at once could still be answered with them.
    open: bool


def unanswered_burst(
    session: Session, policy: Policy, conversation: Conversation, last: int
) -> Optional[Burst]:
    """What is to be answered with the buyer's message `last`, None where that is answered."""
    if conversation.answered_seq >= last:
        return None
    found = _run(session, policy, conversation.id, conversation.answered_seq, last)
    may_grow = len(found) < MOST and len(found[0].text) <= SHORT
    text = "\n".join(message.text for message in reversed(found))
    return Burst(found[-1].seq, text, may_grow and policy.dialogue.burst_s > 0)


def answered_with(
    session: Session, policy: Policy, conversation_id: str, seq: int
) -> Optional[int]:
    """The later message with which a message was answered, None where it was with none."""
    numbers = _ANSWERED_NEXT.values(session, conversation=conversation_id, seq=seq)
    if not numbers:
        return None
    found = _run(session, policy, conversation_id, seq - 1, numbers[0])
    return numbers[0] if found[-1].seq == seq else None


def _run(
    session: Session, policy: Policy, conversation_id: str, after: int, last: int
) -> List[Message]:
    """The buyer's messages without a pause that end with number `last`, newest first."""
    pause = timedelta(seconds=policy.dialogue.burst_s)
    newest, *others = _WRITTEN.rows(session, conversation=conversation_id, after=after, last=last)
    found: List[Message] = [newest]
    for message in others:
        if not pause or len(message.text) > SHORT:
            break
        if found[-1].created_at - message.created_at > pause:
            break
        found.append(message)
    return found
