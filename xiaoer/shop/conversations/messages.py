"""Accepting, storing and reading messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, List, Optional, Sequence, Tuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.conversations.burst import Burst, unanswered_burst
from xiaoer.shop.conversations.model import Conversation, Message
from xiaoer.shop.conversations.ownership import do_move
from xiaoer.shop.conversations.waiting import NOTICE, calls_the_bot_back, waiting_notice
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.lookup import row
from xiaoer.shop.db.statements import Query, changing, insert
from xiaoer.shop.orders.model import Buyer

_IN_CONVERSATION = select(Message).where(cols(Message).conversation_id == bindparam("conversation"))
_SENT = Query(_IN_CONVERSATION.where(cols(Message).client_id == bindparam("client_id")))
_REPLIES = Query(
    _IN_CONVERSATION.where(cols(Message).reply_to == bindparam("seq")).order_by(Message.seq)
)
_LATER = Query(
    _IN_CONVERSATION.where(cols(Message).seq > bindparam("after"))
    .order_by(Message.seq)
    .limit(bindparam("most"))
)

ID_FORM = re.compile(r"^[A-Za-z0-9_.:@-]{1,64}$")


class MessageRefused(Exception):
    """A message that is not taken. `code` is stable, the text is for people."""

    code = "refused"


class MessageTooLong(MessageRefused):
    """Longer than the policy allows."""

    code = "message_too_long"


class InvalidConversationId(MessageRefused):
    """Not a usable id."""

    code = "invalid_conversation_id"


class ForeignConversation(MessageRefused):
    """The conversation belongs to another buyer."""

    code = "foreign_conversation"


class ClientIdReused(MessageRefused):
    """Another text was sent under this client id before."""

    code = "client_id_reused"


class UnknownBuyer(MessageRefused):
    """There is no such buyer."""

    code = "unknown_buyer"


@dataclass(frozen=True)
class Accepted:
    """A stored message of the buyer."""

    seq: int
    #: It had been stored before (same client id).
    duplicate: bool
    owner: str
    text: str
    #: What is answered together with it, None where it is answered already.
    burst: Optional[Burst] = None
    #: What a buyer who waits for a person hears at once; None: nothing.
    notice: Optional[str] = None


@dataclass(frozen=True)
class MessageView:
    """A message as channels show it."""

    seq: int
    author: str
    type: str
    text: str
    buttons: Tuple[Dict[str, str], ...]
    created_at: datetime
    client_id: Optional[str]
    #: The buyer's message that it answers at once; None: it came by itself.
    reply_to: Optional[int] = None


def do_accept(
    session: Session,
    now: datetime,
    policy: Policy,
    conversation_id: str,
    text: str,
    client_id: Optional[str] = None,
    buyer_id: Optional[str] = None,
    channel: str = "api",
    product_id: Optional[str] = None,
) -> Accepted:
    """Stores a buyer's message once, and tells a buyer in the queue that it arrived.

    Raises a MessageRefused; nothing is stored then.
    """
    text = printable(text)
    if not ID_FORM.match(conversation_id):
        raise InvalidConversationId("会话编号只能用 1–64 个字母、数字和 _ . : @ -")
    if len(text) > (limit := policy.dialogue.message_characters):
        raise MessageTooLong(f"这条消息有{len(text)}个字，一次最多{limit}个字，麻烦分几条发")
    opened = _opened(session, now, conversation_id, buyer_id, channel)
    if client_id and (known := _by_client_id(session, conversation_id, client_id)):
        if known.text != text:
            raise ClientIdReused("这个 client_id 已经用在另一条消息上了，每条消息要用新的")
        burst = unanswered_burst(session, policy, opened, known.seq)
        return Accepted(known.seq, True, opened.owner, known.text, burst)
    with changing(session, opened) as conversation:
        if buyer_id:
            conversation.buyer_id = buyer_id
        _back_to_the_bot(session, conversation, now, text)
        if product_id:
            # A page that the buyer has just come from outweighs what was talked about before.
            conversation.context = {**conversation.context, "product_id": product_id}
        message = append(session, conversation, now, "buyer", text, client_id=client_id)
        notice = None
        if conversation.owner == "queue":
            notice = waiting_notice(session, policy, now, conversation, text)
        if notice:
            append(session, conversation, now, "system", notice, type=NOTICE, reply_to=message.seq)
        burst = unanswered_burst(session, policy, conversation, message.seq)
        return Accepted(message.seq, False, conversation.owner, text, burst, notice)


def _back_to_the_bot(
    session: Session, conversation: Conversation, now: datetime, text: str
) -> None:
    """A closed conversation begins anew; one in the queue goes back where the buyer wants it."""
    if conversation.owner == "closed":
        do_move(session, conversation, "bot", now, "buyer", "the buyer wrote again")
    elif conversation.owner == "queue" and calls_the_bot_back(text):
        do_move(session, conversation, "bot", now, "buyer", "the buyer called the bot back")


def printable(text: str) -> str:
    """Without what no database takes: NUL and other control characters, lone surrogates."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in clean if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127)).strip()


def _opened(
    session: Session, now: datetime, conversation_id: str, buyer_id: Optional[str], channel: str
) -> Conversation:
    conversation = locked(session, conversation_id)
    known = conversation is not None and conversation.buyer_id == buyer_id
    if buyer_id and not known and row(session, Buyer, buyer_id) is None:
        raise UnknownBuyer(f"没有编号为 {buyer_id} 的买家")
    if conversation is None:
        conversation = Conversation(
            id=conversation_id, created_at=now, updated_at=now, channel=channel, buyer_id=buyer_id
        )
        insert(session, conversation)
    elif buyer_id and conversation.buyer_id not in (None, buyer_id):
        raise ForeignConversation("这个会话属于另一位买家")
    elif buyer_id is None and conversation.buyer_id is not None and channel == "visitor":
        raise ForeignConversation("这个会话需要登录后继续")
    return conversation


def locked(session: Session, conversation_id: str) -> Optional[Conversation]:
    """The conversation, its row locked until the transaction ends (PostgreSQL).

    It is changed through `changing`.
    """
    found: Optional[Conversation] = row(session, Conversation, conversation_id, lock=True)
    return found


def _by_client_id(session: Session, conversation_id: str, client_id: str) -> Optional[Message]:
    found: Optional[Message] = _SENT.row(session, conversation=conversation_id, client_id=client_id)
    return found


def append(
    session: Session,
    conversation: Conversation,
    now: datetime,
    author: str,
    text: str,
    type: str = "text",
    client_id: Optional[str] = None,
    reply_to: Optional[int] = None,
    buttons: Sequence[Dict[str, str]] = (),
) -> Message:
    """Adds a message with the next number of a conversation that the caller is `changing`."""
    conversation.last_seq += 1
    conversation.updated_at = now
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        author=author,
        text=text,
        created_at=now,
        type=type,
        client_id=client_id,
        reply_to=reply_to,
        buttons=list(buttons),
    )
    insert(session, message)
    return message


def replies_to(session: Session, conversation_id: str, seq: int) -> List[Message]:
    """What was answered to a buyer's message, in order."""
    return _REPLIES.rows(session, conversation=conversation_id, seq=seq)


def messages_after(
    session: Session, conversation_id: str, after: int, limit: int
) -> List[MessageView]:
    """The messages with a higher number than `after`, oldest first."""
    found = _LATER.rows(session, conversation=conversation_id, after=after, most=limit)
    return [view(message) for message in found]


def view(row: Any) -> MessageView:
    """A message as channels show it."""
    return MessageView(
        seq=row.seq,
        author=row.author,
        type=row.type,
        text=row.text,
        buttons=tuple(row.buttons),
        created_at=row.created_at,
        client_id=row.client_id,
        reply_to=row.reply_to,
    )
