"""An angry buyer: a person is offered beside the answer; angry again, a person takes over.

Policy §2: strong anger is out of the bot's hands, with a manager's ticket. What was asked is
answered all the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Collection, Tuple

from xiaoer.policy import Policy
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.draft import Button, Effect, Reply
from xiaoer.shop.replies.orders.deadlines import hours_until
from xiaoer.shop.replies.orders.desk_hours import person_soon

#: Answers that mock who is angry ("谢谢你们毁了我的周末": 不客气), and say nothing that is missed.
_IDLE = frozenset({"thank", "goodbye", "out_of_scope", "nlu_fallback"})
_TELL = "让您生气了，实在抱歉。是商品、订单还是售后的事，您告诉我，我来查。"
_SORRY = ("抱歉", "对不起")
_PERSON = Button("转人工", "转人工")


def soothed(
    reply: Reply,
    context: Context,
    understood: Understanding,
    answered_as: Collection[str],
    policy: Policy,
    now: datetime,
) -> Tuple[Reply, int]:
    """The reply with a person offered or called, and how many angry messages there now are in a
    row; 0 where a person has taken over.
    """
    if any(effect.kind == "queue" for effect in reply.effects):
        return reply, 0
    if understood.anger < policy.feeling.angry_from:
        return reply, 0
    in_a_row = context.angry_turns + 1
    idle = set(answered_as) <= _IDLE and reply.question is None
    if in_a_row >= policy.feeling.angry_turns:
        reply = replace(reply, bubbles=() if idle else reply.bubbles)
        return _handed_over(reply, context, policy, now), 0
    reply = replace(reply, bubbles=(_TELL,) if idle else reply.bubbles)
    return _offered(reply, policy, now), in_a_row


def _offered(reply: Reply, policy: Policy, now: datetime) -> Reply:
    """A person is offered before the open question, which stays last, where it is answered."""
    words = f"{_sorry(reply, '让您生气了，实在抱歉。')}{_offer(policy, now)}"
    buttons = tuple(dict.fromkeys((*reply.buttons, _PERSON)))
    return replace(reply, bubbles=_before_question(reply, words), buttons=buttons)


def _offer(policy: Policy, now: datetime) -> str:
    if desk_is_open(policy, now):
        return "想直接跟人工同事说，回“转人工”就行，前面聊的他们都能看到。"
    opens = say_moment(desk_opens(policy, now), now)
    return f"人工同事{opens}上班，回“转人工”我先帮您排上。"


def _handed_over(reply: Reply, context: Context, policy: Policy, now: datetime) -> Reply:
    """A person takes over: what the bot was about to ask is theirs to ask."""
    ticket = {
        "kind": "manager",
        "title": "买家很生气，已转人工",
        "order_no": context.order_no,
        "hours": hours_until(policy, now, policy.desk.urgent_ticket_hours),
    }
    kept = tuple(text for text in reply.bubbles if not _is_question(reply, text))
    sorry = _sorry(replace(reply, bubbles=kept), "让您这么生气，真的很抱歉。")
    words = f"{sorry}我把对话转给人工同事了。{person_soon(policy, now)}"
    return replace(
        reply,
        bubbles=(*kept, words),
        buttons=(),
        question=None,
        effects=(*reply.effects, Effect("ticket", ticket), Effect("queue", {"reason": "anger"})),
    )


def _before_question(reply: Reply, words: str) -> Tuple[str, ...]:
    if reply.bubbles and _is_question(reply, reply.bubbles[-1]):
        return (*reply.bubbles[:-1], words, reply.bubbles[-1])
    return (*reply.bubbles, words)


def _is_question(reply: Reply, text: str) -> bool:
    return reply.question is not None and text == reply.question.text


def _sorry(reply: Reply, words: str) -> str:
    """An apology, unless the answer has one: said twice it is an empty phrase."""
    return "" if any(word in reply.text for word in _SORRY) else words
