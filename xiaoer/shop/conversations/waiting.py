"""What a buyer hears while waiting for a person: the words arrived, and when somebody reads."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.conversations.model import Conversation, Message
from xiaoer.shop.db.base import cols

#: A message type of its own, so that channels can show it as a notice.
NOTICE = "notice"
#: How a buyer calls the bot back while nobody has taken the chat.
_BACK = re.compile(
    r"^(找|叫|回到|还是)?(店?小二|机器人|智能客服)(吧|来|回答|在吗|呀|啊)?[。!！~]*$"
)
#: Said at the first message of a wait, and again only after such a pause.
PAUSE = timedelta(minutes=10)


def waiting_notice(
    session: Session, policy: Policy, now: datetime, conversation: Conversation
) -> Optional[str]:
    """The words for a buyer who writes into the queue, None where they were said just now."""
    query = select(Message.created_at).where(
        Message.conversation_id == conversation.id, Message.type == NOTICE
    )
    last = session.execute(query.order_by(cols(Message).seq.desc()).limit(1)).scalar_one_or_none()
    queued = conversation.queued_at or now
    if last is not None and last >= queued and now - last < PAUSE:
        return None
    if desk_is_open(policy, now):
        who = "正在等同事接入，接上后会连同前面的内容一起看"
    else:
        opens = say_moment(desk_opens(policy, now), now)
        who = f"现在没有人工在线，同事{opens}上班后会看到并回复您"
    return f"收到，已经记在对话里了。{who}。想让我接着帮您查，回“小二”就行。"


def calls_the_bot_back(text: str) -> bool:
    """Whether a buyer in the queue would rather go on with the bot."""
    return bool(_BACK.match(text))
