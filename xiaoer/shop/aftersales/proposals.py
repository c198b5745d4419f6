"""What the ladder answers: something to offer, something to do, or a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, Literal, Optional, Union

#: Everything that accepting a proposal can do.
EFFECTS = (
    "coupon",
    "compensation",
    "repair",
    "exchange",
    "return",
    "resend",
    "part_refund",
    "refund",
    "price_difference",
    "intercept",
    "hold",
    "ticket",
)
Kind = Literal["owed", "goodwill"]


@dataclass(frozen=True)
class Ask:
    """What the buyer has just said about the case.

    opens: told the problem; refuses: no to the offer; more: wants more, names no sum; names: wants
    `amount_fen`; wants: asks for `rung` by name ("我要退货"), an SKU with it where one is named.
    """

    kind: Literal["opens", "refuses", "more", "names", "wants"] = "opens"
    amount_fen: Optional[int] = None
    rung: Optional[str] = None
    sku_id: Optional[str] = None

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be asked."""
        if self.kind == "names" and (self.amount_fen is None or self.amount_fen <= 0):
            raise ValueError(f"a named amount is positive: {self.amount_fen}")
        if self.kind == "wants" and self.rung is None:
            raise ValueError("something is wanted")


@dataclass(frozen=True)
class Proposal:
    """Something to put to the buyer; nothing happens before a yes to it. Amounts in fen."""

    rung: str
    #: One of EFFECTS; None: nothing happens, it explains.
    effect: Optional[str]
    kind: Kind
    cost_fen: int
    #: The rule of the policy that gives it.
    rule: str
    words: str
    valid_until: datetime
    #: What is missing before it can be done: "photo", "review" (somebody looks), "sku".
    missing: Optional[str] = None
    #: Nothing is promised before a manager agrees.
    approval: bool = False
    asked_fen: Optional[int] = None
    detail: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Remedy:
    """Something that is done without a question, or that the buyer does."""

    rung: str
    rule: str
    words: str
    effect: Optional[str] = None


@dataclass(frozen=True)
class Standing:
    """The buyer named what is on the table: the offer is repeated and needs its yes."""


@dataclass(frozen=True)
class ToPerson:
    """A colleague takes it; `reason` is one of a few words for the queue."""

    reason: str
    rule: str
    #: A manager's ticket, at once.
    urgent: bool = False


Step = Union[Proposal, Remedy, Standing, ToPerson]
