"""What a buyer hears while waiting for a person: the words arrived, and when somebody reads.

Nothing is understood meanwhile, but danger to life and health: that waits for nobody.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales.danger_words import advice, danger_certain, danger_told
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.conversations.model import Conversation, Message
from xiaoer.shop.db.base import cols

#: A message type of its own, so that channels can show it as a notice.
NOTICE = "notice"
#: How a buyer calls the bot back while nobody has taken the chat.
_BACK = re.compile(
    r"^(找|叫|回到|还是)?(店?小二|机器人|智能客服)(吧|来|回答|在吗|呀|啊)?[。!！~]*$"
)
_THREAT = re.compile(
    r"工商|市场监管|消协|消费者协会|12315|12345|起诉|法院|律师|告(你|死|到|上)|报警|曝光|举报|投诉(你|到|平台)|上黑猫"
)
#: Said in full at the first message of a wait, and again only after such a pause.
PAUSE = timedelta(minutes=10)
#: What the notice in full alone says, and what is said in between: each message is answered.
_WAY_BACK = "回“小二”就行"
_BETWEEN = ("记下了，同事接上后一起看。", "收到，也记在对话里了。", "好的，同事接上就能看到。")


def waiting_notice(
    session: Session, policy: Policy, now: datetime, conversation: Conversation, text: str
) -> str:
    """The words for a buyer who writes into the queue: few where more was said just now."""
    if danger_certain(text) and (danger := danger_told(text)) is not None:
        _tell_manager(session, policy, now, conversation, "反映人身伤害或食品安全")
        return f"{advice(danger)}这件事已经催主管尽快接手。"
    if _THREAT.search(text):
        _tell_manager(session, policy, now, conversation, "要投诉或维权")
        return "您的意见一字不落都记下了，已经催主管尽快接手。要投诉维权是您的权利，我们不拦着。"
    query = select(Message.created_at).where(
        Message.conversation_id == conversation.id,
        Message.type == NOTICE,
        cols(Message).text.contains(_WAY_BACK),
    )
    last = session.execute(query.order_by(cols(Message).seq.desc()).limit(1)).scalar_one_or_none()
    queued = conversation.queued_at or now
    if last is not None and last >= queued and now - last < PAUSE:
        return _BETWEEN[conversation.last_seq % len(_BETWEEN)]
    if desk_is_open(policy, now):
        who = "正在等同事接入，接上后会连同前面的内容一起看"
    else:
        opens = say_moment(desk_opens(policy, now), now)
        who = f"现在没有人工在线，同事{opens}上班后会看到并回复您"
    return f"收到，已经记在对话里了。{who}。想让我接着帮您查，{_WAY_BACK}。"


def _tell_manager(
    session: Session, policy: Policy, now: datetime, conversation: Conversation, what: str
) -> None:
    """An urgent ticket, one for each message that does not bear waiting."""
    session.add(
        Ticket(
            id=f"{conversation.id}:{conversation.last_seq}:urgent"[-64:],
            kind="manager",
            title=f"排队等人工的买家{what}",
            created_at=now,
            due_at=now + timedelta(hours=policy.desk.urgent_ticket_hours),
            conversation_id=conversation.id,
        )
    )


def calls_the_bot_back(text: str) -> bool:
    """Whether a buyer in the queue would rather go on with the bot."""
    return bool(_BACK.match(text))
