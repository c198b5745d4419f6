"""From an understood message to the steps of the answer, in the light of what was asked before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, List, Mapping, Optional, Tuple

from xiaoer.policy import Policy
from xiaoer.shop.conversations.waiting import calls_the_bot_back
from xiaoer.shop.dialogue import answers
from xiaoer.shop.dialogue.consent import bare
from xiaoer.shop.dialogue.context import Context, OpenQuestion
from xiaoer.shop.dialogue.danger import read_danger
from xiaoer.shop.dialogue.fragments import ASKED_AGAIN, read_fragment
from xiaoer.shop.dialogue.understanding import Entity, Request, Understanding
from xiaoer.shop.replies.registry import TOPICS

#: Intents of an understanding that names none; `replies/fallback.py` answers them.
EMPTY, FALLBACK, REPEAT = "empty", "nlu_fallback", "repeat_question"
#: Questions that a bare yes does not answer.
_EITHER_OR = frozenset({"reading", "order", "product", "choice"})
_GOODS = frozenset({"product", "item_number"})
_SOCIAL = frozenset({"greet", "thank", "affirm", "deny"})
_FOLLOW_UP = re.compile(
    r"^(那|那么|要是|如果|换成|换|要|还有|这个|那个).{0,12}(呢|怎么样|的话)?[?？]?$|呢[?？]?$"
)
#: A size named with these asks which one to wear, not for another variant of the last question.
_WEARING = re.compile(r"穿|身高|体重|多大|合适|多高|多重")
_POINTING = re.compile(
    r"^(那|就|要)?(第[一二三四五\d]个?|最后一个|[上下]面(那|这)个|这个|那个)(呢|的呢|吧|怎么样)?[?？]?$"
)


@dataclass(frozen=True)
class Step:
    """One thing to answer."""

    request: Request
    understanding: Understanding
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """All steps of a turn, and the question that they answered."""

    steps: Tuple[Step, ...]
    answered: Optional[OpenQuestion] = None


def interpret(understood: Understanding, context: Context, policy: Policy) -> Plan:
    """Reads the message as an answer first, as a follow-up second, on its own last."""
    if not understood.text.strip():
        return Plan((Step(Request(EMPTY, 1.0), understood),))
    if calls_the_bot_back(understood.text.strip()):
        return Plan((Step(Request("greet", 1.0), understood),))
    asked = context.question
    known = asked if asked and not _expired(asked, context, policy) else None
    if (danger := read_danger(understood, known)) is not None:
        first = Step(danger.request, understood, danger.given)
        return Plan((first,), asked if danger.told else None)
    for question in (context.question, context.parked):
        if question is None or _expired(question, context, policy):
            continue
        plan = _as_answer(question, understood, context)
        if plan is not None:
            return plan
    if (step := _follow_up(understood, context)) is not None:
        return Plan((step,))
    if (fragment := read_fragment(understood, context)) is not None:
        return Plan((Step(Request(fragment.intent, 1.0), fragment.understanding),))
    if understood.doubt != "sure" or not understood.requests:
        if (step := _plain(understood)) is not None:
            return Plan((step,))
        return Plan((Step(Request(FALLBACK, 0.0), understood),))
    steps = _steps(understood)
    return Plan(tuple(steps or [Step(Request(FALLBACK, 0.0), understood)]))


def _expired(question: OpenQuestion, context: Context, policy: Policy) -> bool:
    return context.turns - question.asked_turn > policy.dialogue.question_open_turns


def _as_answer(
    question: OpenQuestion, understood: Understanding, context: Context
) -> Optional[Plan]:
    stale = context.turns - question.asked_turn > 1
    if stale and understood.value("ordinal") is not None:
        # A number points into what was shown last.
        return None
    reading = answers.read(question, understood)
    if reading is None:
        if question.kind in _EITHER_OR and not stale and bare(understood.text):
            # A bare yes picks none of several.
            return Plan((Step(Request(REPEAT, 1.0), understood, {"question": question}),), question)
        return None
    if question.kind == "reading":
        return Plan(tuple(_as_said(question, reading.intent, understood)), question)
    if question.kind == "confirm" and stale and reading.given.get("confirmed"):
        # A bare yes binds only to the last question (policy §2, consent): ask once more.
        again = Step(Request(REPEAT, 1.0), understood, {"question": question})
        return Plan((again,), question)
    steps = [Step(Request(reading.intent, 1.0), understood, reading.given)]
    if reading.rest:
        steps += [
            step
            for step in _steps(understood)
            if step.request.intent not in _SOCIAL and step.request.intent != reading.intent
        ]
    return Plan(tuple(steps), question)


def _as_said(question: OpenQuestion, intent: str, answer: Understanding) -> List[Step]:
    """The message that was in doubt, now that the buyer told which reading is right."""
    said = question.data.get("said")
    if not said:
        return [Step(Request(intent, 1.0), answer)]
    entities = tuple(Entity(**entity) for entity in said["entities"])
    meant = Understanding(
        text=said["text"],
        requests=(Request(intent, 1.0, 0, len(said["text"])),),
        entities=entities,
        doubt="sure",
        anger=answer.anger,
        urgency=answer.urgency,
    )
    return [Step(meant.requests[0], meant)]


def _plain(understood: Understanding) -> Optional[Step]:
    """What needs no classifier: a bare order or tracking number."""
    text = understood.text.strip()
    for kind, intent in (("order_number", "order_status"), ("tracking_number", "track_logistics")):
        found = [entity for entity in understood.entities if entity.kind == kind]
        if len(found) == 1 and len(text) - len(found[0].text) <= 6:
            return Step(Request(intent, 1.0), understood)
    return None


def _follow_up(understood: Understanding, context: Context) -> Optional[Step]:
    """ "那黑色的呢", "换成L呢", "第二个": the last question asked again of something else."""
    last = context.last_intent
    if last is None or last not in TOPICS or len(understood.text) > 16:
        return None
    kinds = {entity.kind for entity in understood.entities}
    pointing = bool(_POINTING.match(understood.text.strip())) and bool(context.shown)
    naming = kinds & {"colour", "size", "product", "item_number", "region", "quantity", "carrier"}
    asked_again = last in ASKED_AGAIN and _FOLLOW_UP.search(understood.text.strip()) and naming
    own = understood.intent if understood.doubt == "sure" else ""
    if pointing and own in ("", "affirm", "ask_product", "ask_recommendation", last):
        intent = last if last in ASKED_AGAIN else "ask_product"
        return Step(Request(intent, 1.0), understood)
    if asked_again and not _rest(understood):
        return Step(Request(last, 1.0), understood)
    if own == "ask_size" and _WEARING.search(understood.text):
        return None
    if asked_again and own in ("", "affirm", "deny", "modify_order", "ask_stock", "ask_size", last):
        return Step(Request(last, 1.0), understood)
    return None


def _rest(understood: Understanding) -> str:
    """What "那牛仔裤呢" says besides naming something: nothing."""
    text = understood.text
    for entity in understood.entities:
        text = text.replace(entity.text, "", 1)
    return re.sub(r"那|么|就|要是|如果|换成?|还有|这个|的话?|呢|怎么样|[?？\s]", "", text)


def _steps(understood: Understanding) -> List[Step]:
    requests = [r for r in understood.requests if r.intent in TOPICS]
    if len(requests) > 1:
        # "好的，那帮我改下地址" acts on the request.
        requests = [r for r in requests if r.intent not in _SOCIAL] or requests[:1]
    covered = {intent for request in requests for intent in TOPICS[request.intent].absorbs}
    requests = [request for request in requests if request.intent not in covered] or requests[:1]
    if len(requests) < 2:
        return [Step(request, understood) for request in requests]
    return [Step(request, _clause(understood, request)) for request in requests]


def _clause(understood: Understanding, request: Request) -> Understanding:
    """The part of a message that one request stands in, with the entities that it names.

    What the other parts name is shared where this one is silent; goods and their number only
    where it names no goods of its own: "T恤要4件，开衫多少钱" asks for one 开衫.
    """
    if request.end <= request.start:
        return understood
    inside, others = [], []
    for entity in understood.entities:
        if request.start <= entity.start and entity.end <= request.end:
            start, end = entity.start - request.start, entity.end - request.start
            inside.append(replace(entity, start=start, end=end))
        else:
            others.append(replace(entity, start=0, end=0))
    named = {entity.kind for entity in inside}
    subjects = {"order_number", "region"} - named
    if not named & _GOODS:
        goods = {entity.value for entity in others if entity.kind in _GOODS}
        if len(goods) > 1:
            # "卫衣和T恤有货吗，一共多少钱": only the whole tells what belongs together.
            return replace(understood, requests=(request,))
        subjects |= _GOODS | ({"quantity"} - named if goods else set())
    shared = [entity for entity in others if entity.kind in subjects]
    text = understood.text[request.start : request.end]
    return replace(understood, text=text, requests=(request,), entities=(*inside, *shared))
