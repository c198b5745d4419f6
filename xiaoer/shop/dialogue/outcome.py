"""What a turn leaves behind: several answers as one reply, and the context of the next turn."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple

from xiaoer.shop.dialogue.context import Context, OpenQuestion
from xiaoer.shop.dialogue.interpret import Plan
from xiaoer.shop.replies.draft import Button, Reply

#: Questions that are worth coming back to after a change of topic; which product or order was
#: meant a moment ago is not.
REMINDED = frozenset({"confirm", "choice", "problem", "photo", "address", "invoice_title", "note"})
#: What a later "那这个呢" never refers to.
PASSING = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "empty", "nlu_fallback", "repeat_question"}
)


def merged(replies: Sequence[Reply]) -> Reply:
    """Several answers as one reply; the last question asked is the open one."""
    if len(replies) == 1:
        return replies[0]
    bubbles: List[str] = []
    for reply in replies:
        bubbles += [bubble for bubble in reply.bubbles if bubble not in bubbles]
    remember: Dict[str, Any] = {}
    for reply in replies:
        remember.update(reply.remember)
    questions = [reply.question for reply in replies if reply.question]
    return Reply(
        bubbles=tuple(bubbles),
        buttons=tuple(dict.fromkeys(b for reply in replies for b in reply.buttons)),
        question=questions[-1] if questions else None,
        effects=tuple(effect for reply in replies for effect in reply.effects),
        remember=remember,
        facts_used=tuple(dict.fromkeys(f for reply in replies for f in reply.facts_used)),
        gaps=tuple(dict.fromkeys(gap for reply in replies for gap in reply.gaps)),
        failed=any(reply.failed for reply in replies),
        quoted=tuple(words for reply in replies for words in reply.quoted),
    )


def context_after(before: Context, current: Context, plan: Plan, reply: Reply) -> Context:
    still_open = before.question if before.question is not plan.answered else None
    parked = before.parked if before.parked is not plan.answered else None
    question: Optional[OpenQuestion] = reply.question
    if reply.question is not None:
        same = still_open is not None and still_open.intent == reply.question.intent
        parked = parked if same else (still_open or parked)
    elif still_open is not None:
        question = still_open
    else:
        question, parked = parked, None
    intents = [step.request.intent for step in plan.steps if step.request.intent not in PASSING]
    return current.but(
        question=question,
        parked=parked,
        last_intent=intents[-1] if intents else before.last_intent,
        failed_turns=before.failed_turns + 1 if reply.failed else 0,
        turns=before.turns + 1,
    )


def with_reminder(
    reply: Reply, after: Context, before: Context, plan: Plan
) -> Tuple[Reply, Context]:
    """After a change of topic the open question is put once more, so that a yes binds to it."""
    question = after.question
    if question is None or reply.question is not None or not reply.bubbles:
        return reply, after
    if reply.failed and question.kind not in ("confirm", "choice"):
        return reply, after
    if question.data.get("reminded") or question.kind not in REMINDED:
        return reply, after
    if any(effect.kind == "queue" for effect in reply.effects):
        # A person takes over: nothing waits for the bot any more.
        return reply, after
    again = OpenQuestion(
        **{
            **question.__dict__,
            "asked_turn": before.turns,
            "data": {**question.data, "reminded": True},
        }
    )
    buttons = tuple(Button(option.label, option.label) for option in question.options)
    said = Reply(
        **{
            **reply.__dict__,
            "bubbles": (*reply.bubbles, f"刚才那个还等您回复：{question.text}"),
            "buttons": buttons or reply.buttons,
        }
    )
    return said, after.but(question=again)
