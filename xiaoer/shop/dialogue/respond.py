"""One turn of the bot: understand in context, load facts, build the reply, commit it once."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Dict, Optional, Sequence, Tuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from xiaoer.policy import PolicySource
from xiaoer.shop.aftersales.lookup import open_case
from xiaoer.shop.catalogue.index import CatalogueIndex
from xiaoer.shop.clock import Clock
from xiaoer.shop.conversations.burst import answered_with
from xiaoer.shop.conversations.messages import append, locked, replies_to
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.conversations.ownership import do_move
from xiaoer.shop.conversations.proof import Proof, do_prove
from xiaoer.shop.db.lookup import row
from xiaoer.shop.db.session import Database
from xiaoer.shop.db.statements import changing
from xiaoer.shop.dialogue import effects
from xiaoer.shop.dialogue.anger import soothed
from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.focus import Meant
from xiaoer.shop.dialogue.held_back import held_back
from xiaoer.shop.dialogue.interpret import Step, interpret
from xiaoer.shop.dialogue.one_by_one import one_by_one
from xiaoer.shop.dialogue.outcome import context_after, with_reminder
from xiaoer.shop.dialogue.resolve import Desk, missing, situation
from xiaoer.shop.dialogue.settled import settled
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies import TOPICS
from xiaoer.shop.replies.draft import Button, Draft, FactRef, Reply, Situation
from xiaoer.shop.replies.goods.variants import wanted_skus
from xiaoer.shop.replies.registry import Subject
from xiaoer.shop.review.collect import do_collect

log = logging.getLogger(__name__)

#: How often a reply is built anew because the facts moved between reading and writing.
ATTEMPTS = 3

APOLOGY = "抱歉，我这边出了点小状况，这条消息没处理好。可以再发一次，或者转人工同事帮您看。"
HANDED_OVER = "抱歉，我这边出了点小状况，已经把对话转给人工同事，您发的内容都在，他们会接着回复您。"


@dataclass(frozen=True)
class Answered:
    """What a turn came to. `bubbles` is empty where a person owns the conversation."""

    bubbles: Tuple[str, ...]
    buttons: Tuple[Button, ...]
    owner: str
    case: Optional[Dict[str, Any]] = None
    proposal: Optional[Dict[str, Any]] = None
    #: A person owned the conversation: nothing was said.
    dropped: bool = False
    #: The message had been answered before.
    already: bool = False
    #: The later message of the same burst that has the answer.
    answered_with: Optional[int] = None
    facts_used: Tuple[FactRef, ...] = ()
    #: The intents that were answered, in order, after reading them in context.
    answered_as: Tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All bubbles as one text."""
        return "\n".join(self.bubbles)


@dataclass(frozen=True)
class Outcome:
    """A built reply and the context after it; nothing is written yet."""

    reply: Reply
    context: Context
    answered_as: Tuple[str, ...]


class Responder:
    """Answers buyers' messages from the core alone; Rasa only tells what they mean."""

    def __init__(
        self, db: Database, policy: PolicySource, clock: Clock, index: CatalogueIndex
    ) -> None:
        self.db, self.policy, self.clock, self.index = db, policy, clock, index

    def respond(
        self,
        conversation_id: str,
        seq: int,
        understood: Understanding,
        address: Optional[str] = None,
        first: Optional[int] = None,
    ) -> Answered:
        """Answers message `seq` once, whatever is retried; `address` is the network address.

        `understood` may hold the messages from number `first` on, a burst. Where one of them was
        answered meanwhile, nothing is said: what is left has to be understood by itself.
        """
        first = first or seq
        for attempt in range(ATTEMPTS):
            with self.db.read() as session:
                conversation = row(session, Conversation, conversation_id)
                assert conversation is not None, "a message is accepted before it is answered"
                if conversation.answered_seq >= first or conversation.owner != "bot":
                    return self.stored(session, conversation, seq)
                attempt_at_proof = self._offered_proof(conversation, understood)
                if attempt_at_proof is None:
                    outcome = self.build(session, conversation, seq, understood)
            if attempt_at_proof is not None:
                proof = self._prove(conversation, attempt_at_proof, address)
                with self.db.read() as session:
                    conversation = row(session, Conversation, conversation_id)
                    outcome = self.build(session, conversation, seq, understood, proof)
            try:
                return self._commit(conversation_id, seq, outcome, understood, first)
            except effects.EffectRefused as refused:
                log.info("conversation %s: %s (try %d)", conversation_id, refused, attempt + 1)
        raise RuntimeError(f"conversation {conversation_id}: facts kept moving")

    def apologise(self, conversation_id: str, seq: int) -> Answered:
        """The bot failed on a message: says so, and gives the chat to a person. Never raises."""
        try:
            with self.db.write() as session:
                conversation = locked(session, conversation_id)
                if conversation is None:
                    return Answered((APOLOGY,), (Button("转人工", "转人工"),), "bot")
                if conversation.answered_seq >= seq or conversation.owner != "bot":
                    return self.stored(session, conversation, seq)
                with changing(session, conversation) as changed:
                    say(session, changed, self.clock(), seq, [HANDED_OVER])
                    do_move(session, changed, "queue", self.clock(), "bot", "bot_failed")
                return Answered((HANDED_OVER,), (), "queue")
        except SQLAlchemyError:
            log.exception("conversation %s: the apology could not be stored", conversation_id)
            return Answered((APOLOGY,), (Button("转人工", "转人工"),), "bot")

    def build(
        self,
        session: Session,
        conversation: Conversation,
        seq: int,
        understood: Understanding,
        proof: Optional[Proof] = None,
    ) -> Outcome:
        """Builds the reply without writing anything (the bot's, or a suggestion to an agent)."""
        self.index.refresh(session)
        policy, now = self.policy.current(), self.clock()
        context = Context.from_json(conversation.context)
        desk = Desk(session, conversation, self.index, policy, now, self.index.shop_name, seq)
        if proof:
            desk.proof, desk.proof_wait_s = proof.outcome, proof.wait_s
        understood = settled(understood, context)
        plan = interpret(understood, context, policy)
        reply, current, steps = one_by_one(partial(_answer, desk), plan, context)
        answered_as = tuple(step.request.intent for step in steps)
        reply = held_back(reply, policy, now, conversation.id)
        reply, angry_turns = soothed(reply, current, understood, answered_as, policy, now)
        after = context_after(context, current.but(angry_turns=angry_turns), plan, reply)
        reply, after = with_reminder(reply, after, context, plan)
        return Outcome(reply, after, answered_as)

    def _offered_proof(
        self, conversation: Conversation, understood: Understanding
    ) -> Optional[Dict[str, Any]]:
        """A visitor's order number with phone tail or amount, None where both are not known."""
        if conversation.buyer_id is not None:
            return None
        context = Context.from_json(conversation.context)
        given = interpret(understood, context, self.policy.current()).steps[0].given
        number = understood.value("order_number")
        number = number or given.get("order_number") or given.get("order_no")
        if not number or number in context.proved_orders:
            return None
        tail = understood.value("phone_tail") or given.get("phone_tail")
        tail = tail or (understood.value("phone") or "")[-4:] or _bare_tail(understood.text)
        amount = understood.value("amount") or given.get("amount")
        if not (tail or amount):
            return None
        return {"order_no": number, "phone_tail": tail, "amount_fen": amount}

    def _prove(
        self, conversation: Conversation, offered: Dict[str, Any], address: Optional[str]
    ) -> Proof:
        """Checks a visitor's try; what is proved stays open for the conversation."""
        policy, now = self.policy.current(), self.clock()
        with self.db.write() as session:
            known = locked(session, conversation.id)
            assert known is not None, "a message is accepted before it is answered"
            proof = do_prove(session, policy, now, known.id, **offered, address=address)
            if proof.outcome == "ok":
                with changing(session, known) as changed:
                    proved = [*known.context.get("proved_orders", ()), offered["order_no"]]
                    changed.context = {**known.context, "proved_orders": proved}
        return proof

    def _commit(
        self,
        conversation_id: str,
        seq: int,
        outcome: Outcome,
        understood: Understanding,
        first: int,
    ) -> Answered:
        policy, now = self.policy.current(), self.clock()
        with self.db.write() as session:
            known = locked(session, conversation_id)
            assert known is not None
            if known.answered_seq >= first or known.owner != "bot":
                return self.stored(session, known, seq)
            with changing(session, known) as conversation:
                turn = effects.Turn(conversation, f"{conversation_id}:{seq}", now, policy)
                for effect in outcome.reply.effects:
                    effects.run(session, turn, effect)
                say(session, conversation, now, seq, outcome.reply.bubbles, outcome.reply.buttons)
                conversation.context = outcome.context.to_json()
            do_collect(session, now, conversation_id, seq, understood, outcome.reply)
            session.flush()
            return Answered(
                bubbles=outcome.reply.bubbles,
                buttons=outcome.reply.buttons,
                owner=conversation.owner,
                case=open_case(session, conversation_id),
                facts_used=outcome.reply.facts_used,
                answered_as=outcome.answered_as,
            )

    def stored(self, session: Session, conversation: Conversation, seq: int) -> Answered:
        """What was said to a message before; nothing where a person owns the conversation."""
        rows = replies_to(session, conversation.id, seq)
        later = None
        if not rows and conversation.answered_seq >= seq:
            later = answered_with(session, self.policy.current(), conversation.id, seq)
        return Answered(
            bubbles=tuple(row.text for row in rows),
            buttons=tuple(Button(**button) for row in rows for button in row.buttons),
            owner=conversation.owner,
            case=open_case(session, conversation.id),
            dropped=not rows,
            already=bool(rows),
            answered_with=later,
        )


def _bare_tail(text: str) -> Optional[str]:
    """Four digits on their own beside an order number: "2026…0108 1946"."""
    alone = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    return alone[0] if len(alone) == 1 else None


def say(
    session: Session,
    conversation: Conversation,
    now: Any,
    seq: int,
    bubbles: Sequence[str],
    buttons: Sequence[Button] = (),
) -> None:
    """Stores the bot's bubbles as the answer to message `seq`; the last one has the buttons."""
    for position, text in enumerate(bubbles, start=1):
        last = position == len(bubbles)
        shown = [{"label": b.label, "text": b.text} for b in buttons] if last else []
        append(session, conversation, now, "bot", text, reply_to=seq, buttons=shown)
    conversation.answered_seq = max(conversation.answered_seq, seq)


def _answer(desk: Desk, step: Step, context: Context) -> Tuple[Reply, Context]:
    """Builds the reply to one step and the context that the next step sees."""
    topic = TOPICS[step.request.intent]
    s, meant = situation(desk, step, topic, context)
    draft = Draft(s)
    if step.given.get("declined") and not topic.declines:
        draft.say("好的，那就先不办，需要时随时跟我说。", "好的，先不动，有需要随时叫我。")
    elif not missing(desk, s, topic, meant, draft):
        topic.answer(s, draft)
    reply = draft.reply()
    if not reply.bubbles:
        # The caller apologises and hands over: a buyer never meets silence.
        raise RuntimeError(f"{topic.intent} said nothing in conversation {s.conversation_id}")
    told = {fact.key for fact in reply.facts_used if fact.table == "orders"}
    known = _known(s, context, meant)
    if s.facts.order is None and len(told) == 1 and reply.question is None:
        # Whatever comes next ("换个规格") is about the only order that was told of.
        known = known.but(order_no=told.pop())
    return reply, known.but(**reply.remember)


def _known(s: Situation, context: Context, meant: Meant) -> Context:
    """What this step made known: its subject, and what the buyer told of body and place."""
    known: Dict[str, Any] = {}
    topic = TOPICS[s.request.intent]
    about_goods = topic.subject in (Subject.PRODUCT, Subject.ANY_PRODUCT)
    if s.facts.product is not None and about_goods and not meant.guessed:
        if s.facts.product.row.id != context.product_id:
            known.update(colour=None, size=None)
        known["product_id"] = s.facts.product.row.id
    if s.facts.order is not None:
        known["order_no"] = s.facts.order.row.no
    names = {
        "height": "height_cm",
        "weight": "weight_g",
        "region": "region",
        "colour": "colour",
        "size": "size",
    }
    for kind, name in names.items():
        if (value := s.value(kind)) is not None:
            known[name] = value
    if s.facts.product is not None and (named := wanted_skus(s, s.facts.product)):
        # "多少钱" after "换成XL呢" asks for what was meant last, there or not.
        known["sku_id"] = named[0].id if len(named) == 1 else None
    if s.request.intent == "ask_invoice":
        # The place in a firm's name is not where anything goes to.
        known.pop("region", None)
    return context.but(**known)
