"""Whether a message is the free text that was asked for, or about something else."""

from __future__ import annotations

import re

from xiaoer.shop.dialogue.consent import asks
from xiaoer.shop.dialogue.context import OpenQuestion
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.selling.invoice_title import looks_like_title

#: A message of these intents is never the free text that was asked for.
_SWITCHING = re.compile(
    r"^(ask_|track_|refund_status|order_status|order_note|request_human|request_gift|gift_to_"
    r"|request_price|price_protection|review_|threaten|bargain|urge_|goodbye|greet|bot_)"
)
#: Nor are these requests the photo, the title or the words of a note.
_REQUESTING = re.compile(r"^(request_|return_|withdraw_|modify_|change_address|delivered_|report_)")
#: Described faults often end in a wish: 全坏了，退了吧 answers what is wrong with a return.
_SAME_MATTER = {"request_return": {"request_refund"}, "request_refund": {"request_return"}}
_ASKING = re.compile(
    r"[?？]|[吗嘛么]\s*$|呢\s*$|怎么(办|弄|退|换|寄|还)|多久|几时|几天|几点|啥时|什么时候|哪里|哪儿|谁(给|出|付)"
    r"|多少|能不能|可不可以|给不给|行不行|行不\s*$|要不要"
)
#: A fault may be told as a question (怎么一拉就断？); these are about the shop's part.
_ASKING_SHOP = re.compile(
    r"多久(给|能|才|到)|几时|几天|啥时|什么时候(发|到|给|退|补|能)|谁(给|出|付)|(赔|退|补)多少"
    r"|(能不能|可不可以|给不给|可以|能)(给我)?(退|换|赔|补|修)|行不行|行不\s*$|运费"
)


def another_question(question: OpenQuestion, understood: Understanding) -> bool:
    """Whether a message that may name an option asks something of its own instead.

    "羽绒服啥时候发" to "which order shall be refunded?" is no choice of the down jacket.
    """
    if understood.doubt != "sure" or understood.intent in ("", question.intent):
        return False
    own = _SWITCHING.match(understood.intent) or _REQUESTING.match(understood.intent)
    return own is not None and asks(understood.text) and not _labelled(question, understood)


def _labelled(question: OpenQuestion, understood: Understanding) -> bool:
    return understood.text.strip() in {option.label for option in question.options}


def switches(question: OpenQuestion, understood: Understanding) -> bool:
    """Whether a message is about something else than what was asked: a question, a request."""
    text = understood.text.strip()
    intents = {request.intent for request in understood.requests}
    if question.kind == "invoice_title" and looks_like_title(text):
        return False
    sure = understood.doubt == "sure"
    if sure and understood.intent not in ("", question.intent):
        goods = understood.values("product")
        # "餐椅少了颗螺丝" is no answer to what is wrong with the "宝宝理发器（粉色）".
        if goods and "（" in question.text and not any(g in question.text for g in goods):
            return True
    described = any(intent.startswith("report_") for intent in intents)
    if sure and question.intent not in intents:
        if any(_SWITCHING.match(intent) for intent in intents):
            return True
        same = _SAME_MATTER.get(question.intent, set())
        others = {i for i in intents if _REQUESTING.match(i)} - same
        if others and not (described and question.kind in ("problem", "photo")):
            return True
    if question.kind == "problem" or described:
        return bool(_ASKING_SHOP.search(text)) and not described
    return bool(_ASKING.search(text))
