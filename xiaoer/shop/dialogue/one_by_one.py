"""Several requests of one message: one thing is asked at a time, the others wait for their turn."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any, Callable, Dict, List, Sequence, Tuple

from xiaoer.shop.dialogue.context import Context, OpenQuestion
from xiaoer.shop.dialogue.interpret import Plan, Step
from xiaoer.shop.dialogue.outcome import context_after, merged
from xiaoer.shop.dialogue.understanding import Entity, Request, Understanding
from xiaoer.shop.replies.draft import Reply

Answer = Callable[[Step, Context], Tuple[Reply, Context]]
#: More requests than these are not kept.
_MOST = 3
#: A request that names one of these tells its subject itself.
_OWN = ("product", "item_number", "order_number")
_ITS_OWN = re.compile(r"那(一)?(单|个|件|笔|款)")
_SHOWN = 20


def one_by_one(
    answer: Answer, plan: Plan, context: Context
) -> Tuple[Reply, Context, Tuple[Step, ...]]:
    """The reply to all steps that can be answered now, the context after them, and the steps.

    Of two requests that both want an answer of the buyer, the second is put off until the first
    is settled: a yes can only mean one of them.
    """
    replies: List[Reply] = []
    steps: List[Step] = []
    later, current = list(context.waiting), context
    for step in plan.steps:
        reply, after = answer(step, _seen(step, current, context) if replies else current)
        if _clash([one.question for one in replies if one.question], reply):
            later.append(_put_off(step, context))
            replies[0] = _first_this(replies[0], step.understanding.text)
            continue
        replies.append(reply)
        steps.append(step)
        current = after
    if later and context_after(context, current, plan, merged(replies)).question is None:
        stored = later.pop(0)
        step = _taken_up(stored)
        focus = {name: stored.get(name) for name in ("order_no", "product_id")}
        own = current.but(**focus) if _names_subject(step) else current
        reply, current = answer(step, own)
        replies.append(_now_that(reply, stored["text"]))
        steps.append(step)
    handed_over = any(effect.kind == "queue" for one in replies for effect in one.effects)
    kept = () if handed_over else tuple(later[-_MOST:])
    return merged(replies), current.but(waiting=kept), tuple(steps)


def _clash(asked: Sequence[OpenQuestion], reply: Reply) -> bool:
    """Whether two questions are open of which one at least is about something to be done."""
    if not asked or reply.question is None:
        return False
    return not all(_only_tells(question) for question in (*asked, reply.question))


def _only_tells(question: OpenQuestion) -> bool:
    """Whether what waits for the answer is a piece of information and nothing more."""
    return question.intent.startswith("ask_") and question.kind not in ("confirm", "invoice_title")


def _seen(step: Step, current: Context, before: Context) -> Context:
    """What a further request sees: the order of the one before it is not its own where it names
    its goods.
    """
    return current.but(order_no=before.order_no) if _names_subject(step) else current


def _names_subject(step: Step) -> bool:
    said = step.understanding
    return any(said.value(kind) for kind in _OWN) or _ITS_OWN.search(said.text) is not None


def _put_off(step: Step, context: Context) -> Dict[str, Any]:
    return {
        "intent": step.request.intent,
        "text": step.understanding.text,
        "entities": [asdict(entity) for entity in step.understanding.entities],
        "order_no": context.order_no,
        "product_id": context.product_id,
    }


def _taken_up(stored: Dict[str, Any]) -> Step:
    request = Request(stored["intent"], 1.0, 0, len(stored["text"]))
    entities = tuple(Entity(**entity) for entity in stored["entities"])
    return Step(request, Understanding(stored["text"], (request,), entities=entities, doubt="sure"))


def _first_this(reply: Reply, text: str) -> Reply:
    shown = _short(text)
    note = f"一件一件来，“{shown}”等这件定了马上接着办。"
    return replace(reply, bubbles=(note, *reply.bubbles), quoted=(*reply.quoted, shown))


def _now_that(reply: Reply, text: str) -> Reply:
    shown = _short(text)
    note = f"再说您刚才的“{shown}”。"
    return replace(reply, bubbles=(note, *reply.bubbles), quoted=(*reply.quoted, shown))


def _short(text: str) -> str:
    plain = text.strip("，,。.！!；;、 \t\n")
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
