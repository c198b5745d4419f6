"""What a conversation is about: kept with it in our database, Rasa's slots know nothing of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Dict, Optional, Tuple


@dataclass(frozen=True)
class Option:
    """One answer that a question offers: what the buyer sees, and what it stands for."""

    label: str
    value: str


@dataclass(frozen=True)
class OpenQuestion:
    """A question that the bot asked and that the next message may answer."""

    id: str
    #: What is asked for: product, order, sku, body, region, quantity, order_proof, problem,
    #: address, invoice_title, reading, confirm, help …
    kind: str
    #: The request that waits for the answer.
    intent: str
    #: The question as it was put, to put it again.
    text: str
    #: `Context.turns` when it was asked.
    asked_turn: int
    options: Tuple[Option, ...] = ()
    #: What was known when it was asked (entity values by kind, what a yes would do).
    data: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """The conversation so far, as far as the next reply depends on it."""

    product_id: Optional[str] = None
    sku_id: Optional[str] = None
    order_no: Optional[str] = None
    question: Optional[OpenQuestion] = None
    #: An older question that a newer one pushed aside; it comes back after it.
    parked: Optional[OpenQuestion] = None
    #: Requests that wait until the question that is open is settled (`dialogue/one_by_one.py`).
    waiting: Tuple[Dict[str, Any], ...] = ()
    #: What the last reply was about: "换成L呢" asks the same of another size.
    last_intent: Optional[str] = None
    #: What the last list showed, in order: "第二个" points into it.
    shown: Tuple[Option, ...] = ()
    shown_kind: Optional[str] = None
    #: Known about the buyer's body and place, from this conversation.
    height_cm: Optional[int] = None
    weight_g: Optional[int] = None
    region: Optional[str] = None
    colour: Optional[str] = None
    size: Optional[str] = None
    #: Orders that an anonymous visitor proved with number and phone tail.
    proved_orders: Tuple[str, ...] = ()
    bargain_requests: int = 0
    #: Messages in a row that were not understood.
    failed_turns: int = 0
    #: Angry messages in a row.
    angry_turns: int = 0
    #: How many replies were given, for the variation of wordings.
    turns: int = 0

    def to_json(self) -> Dict[str, Any]:
        """As it is stored; fields at their default are left out."""
        return {
            name: value
            for name, value in asdict(self).items()
            if value not in (None, (), 0) and value != []
        }

    @staticmethod
    def from_json(stored: Dict[str, Any]) -> Context:
        """Reads what `to_json` wrote; names of another version are ignored."""
        known = {k: v for k, v in stored.items() if k in Context.__dataclass_fields__}
        for name in ("question", "parked"):
            if question := known.get(name):
                options = tuple(Option(**option) for option in question.get("options", ()))
                known[name] = OpenQuestion(**{**question, "options": options})
        known["shown"] = tuple(Option(**option) for option in known.get("shown", ()))
        known["waiting"] = tuple(known.get("waiting", ()))
        known["proved_orders"] = tuple(known.get("proved_orders", ()))
        return Context(**known)

    def but(self, **changes: Any) -> Context:
        """A copy with some fields changed."""
        return replace(self, **changes)
