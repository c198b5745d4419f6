"""Danger to life and health in a message comes before open questions and other readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from xiaoer.shop.aftersales.danger_words import (
    danger_asked,
    danger_certain,
    danger_told,
)
from xiaoer.shop.dialogue.context import OpenQuestion
from xiaoer.shop.dialogue.understanding import Request, Understanding
from xiaoer.shop.replies.aftersales.faults import FAULTS

#: Answers that look for danger themselves before anything else (`grave_first`).
_MINDS_DANGER = FAULTS | {
    "request_refund",
    "request_return",
    "request_exchange",
    "request_resend",
    "request_compensation",
    "request_human",
    "complain_service",
    "threaten_dispute",
}
#: What an open question of a problem already knows.
_KNOWN = ("said", "order_no", "items")


@dataclass(frozen=True)
class DangerRead:
    """What a message with danger in it is answered as."""

    request: Request
    given: Mapping[str, Any] = field(default_factory=dict)
    #: Told as a fact: what was asked before is over.
    told: bool = True


def read_danger(
    understood: Understanding, question: Optional[OpenQuestion]
) -> Optional[DangerRead]:
    """Reads danger whatever the classifier said; `question` is the open one, if any.

    A mere question about it ("坚果有没有虫") is one about the product, not a report.
    """
    text = understood.text
    sure = understood.doubt == "sure"
    requests = understood.requests if sure else ()
    own = next((request for request in requests if request.intent in _MINDS_DANGER), None)
    if danger_told(text) and (own or not requests or danger_certain(text)):
        return DangerRead(own or Request("report_quality", 1.0), _known(understood, question))
    if danger_asked(text) and (not requests or understood.intent in FAULTS):
        return DangerRead(Request("ask_product", 1.0), told=False)
    return None


def _known(understood: Understanding, question: Optional[OpenQuestion]) -> Mapping[str, Any]:
    """What the open question of a problem knows, unless other goods are named now."""
    if question is None or question.intent not in _MINDS_DANGER or understood.value("product"):
        return {}
    return {name: value for name, value in question.data.items() if name in _KNOWN}
