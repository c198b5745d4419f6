"""Keeps forbidden wordings out of a reply: a page or a campaign may hold what no shop may say."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from xiaoer.policy import Policy
from xiaoer.shop.conversations.wording import forbidden_in
from xiaoer.shop.replies.draft import Button, Effect, Reply
from xiaoer.shop.replies.orders.desk_hours import person_soon

log = logging.getLogger(__name__)

#: Said where the rest of the reply stands on its own.
PARTLY = "还有一点我不方便直接说，想细问可以转人工。"
_PERSON = Button("转人工", "转人工")


def held_back(reply: Reply, policy: Policy, now: datetime, conversation_id: str) -> Reply:
    """The reply without bubbles and buttons that hold a forbidden wording.

    Where nothing is left, a question was lost, or something is done besides talking, a person
    takes over: the buyer would not know what was asked or done.
    """
    found = {
        word
        for text in (*reply.bubbles, *(button.label for button in reply.buttons))
        for word in forbidden_in(policy, text, reply.quoted)
    }
    if not found:
        return reply
    log.warning("conversation %s: held back the wording %s", conversation_id, sorted(found))
    kept = tuple(text for text in reply.bubbles if _clean(policy, text, reply))
    buttons = tuple(button for button in reply.buttons if _clean(policy, button.label, reply))
    asked = reply.question is None or _clean(policy, reply.question.text, reply)
    if kept and asked and not reply.effects:
        if len(kept) < len(reply.bubbles):
            # A question stays at the end, where it is answered.
            end = -1 if reply.question and kept[-1] == reply.question.text else len(kept)
            kept = (*kept[:end], PARTLY, *kept[end:])
        return replace(reply, bubbles=kept, buttons=tuple(dict.fromkeys((*buttons, _PERSON))))
    return replace(
        reply,
        bubbles=(*kept, f"这件事我请人工同事来跟您说。{person_soon(policy, now)}"),
        buttons=(),
        question=None,
        effects=(*reply.effects, Effect("queue", {"reason": "wording"})),
    )


def _clean(policy: Policy, text: str, reply: Reply) -> bool:
    return not forbidden_in(policy, text, reply.quoted)
