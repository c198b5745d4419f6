"""The shape of the section `aftersales`: what is offered for which problem, and how far it goes."""

from __future__ import annotations

import string
from typing import Dict, Iterator, List, Literal, Optional, Tuple, cast, get_args

from pydantic import Field, validator

from xiaoer.policy.section import Section

#: What a ladder is made of. `keep`: late goods are kept and what is owed for it is paid.
Rung = Literal[
    "explain",
    "coupon",
    "compensation",
    "repair",
    "resend",
    "part_refund",
    "keep",
    "exchange",
    "return",
    "refund",
    "track",
    "intercept",
    "guide_receive",
    "guide_refuse",
    "deliver_invoice",
    "price_difference",
]
RUNGS: Tuple[str, ...] = get_args(Rung)
#: Done without haggling and without an effect of their own on the buyer's money.
REMEDIES = frozenset({"track", "intercept", "guide_receive", "guide_refuse", "deliver_invoice"})
Fault = Literal["seller", "carrier", "buyer", "none"]
#: What the words of an offer may name.
PLACEHOLDERS = frozenset({"item", "amount", "postage", "day"})


class Compensation(Section):
    """Goodwill in money. Amounts in yuan."""

    min_yuan: int = Field(ge=1, le=100)
    max_yuan: int = Field(ge=1, le=500)
    offers: int = Field(ge=1, le=5)
    step_yuan: int = Field(ge=1, le=50)
    #: [paid up to, first offer], ascending; above the last one `start_above_yuan`.
    start: List[Tuple[int, int]] = Field(min_items=1)
    start_above_yuan: int = Field(ge=1, le=500)
    share_of_item: float = Field(gt=0, le=1)

    @validator("max_yuan")
    def _above_the_least(cls, value: int, values: Dict[str, int]) -> int:
        if value < values.get("min_yuan", value):
            raise ValueError("不能小于 min_yuan")
        return value

    @validator("start")
    def _ascending(cls, value: List[Tuple[int, int]]) -> List[Tuple[int, int]]:
        paid = [limit for limit, _ in value]
        if paid != sorted(set(paid)) or any(first < 1 for _, first in value):
            raise ValueError("应为 [实付不超过, 首次补偿] 的列表，单位元，按实付从小到大")
        return value


class GoodwillApproval(Section):
    """When a manager is asked, and for how long."""

    above_yuan: int = Field(ge=0, le=500)
    #: Minutes while the desk is open.
    minutes: int = Field(ge=5, le=240)


class Caps(Section):
    """Bounds of goodwill and automation. What is owed knows none of them. Amounts in yuan."""

    buyer_day_yuan: int = Field(ge=0)
    buyer_30_days_yuan: int = Field(ge=0)
    #: Cases of a buyer with goodwill in 30 days; the next one goes to a person.
    goodwill_cases_30_days: int = Field(ge=0)
    shop_day_yuan: int = Field(ge=0)
    shop_day_payouts: int = Field(ge=0)
    coupon_yuan: int = Field(ge=0, le=500)
    coupons_per_case: int = Field(ge=0, le=5)


def _once_each(value: Optional[List[Rung]]) -> Optional[List[Rung]]:
    if value is not None and len(set(value)) < len(value):
        raise ValueError("同一步只能写一次")
    return value


class Issue(Section):
    """One kind of problem: whose fault it is, and what is offered in which order."""

    fault: Fault
    rungs: List[Rung] = Field(min_items=1)
    #: The compensation of this issue ends here; None: at the general bound. Yuan.
    compensation_max_yuan: Optional[int] = Field(None, ge=1, le=500)
    #: Goodwill needs a photo.
    photo: bool = False
    #: Who pays for sending goods to and fro where nobody is at fault.
    postage: Literal["seller", "buyer"] = "buyer"
    #: Refunded at once, looked after by a person, never haggled over.
    grave: bool = False

    _rungs_once = validator("rungs", allow_reuse=True)(_once_each)


class OwnIssue(Section):
    """What differs for some products; what is left out stays as the issue says."""

    fault: Optional[Fault]
    rungs: Optional[List[Rung]] = Field(None, min_items=1)
    compensation_max_yuan: Optional[int] = Field(None, ge=1, le=500)
    photo: Optional[bool]
    postage: Optional[Literal["seller", "buyer"]]

    _rungs_once = validator("rungs", allow_reuse=True)(_once_each)


class _ByIssue(Section):
    """Something for each issue, by its name."""

    def get(self, name: str) -> Optional[Section]:
        """What stands for an issue. Raises AttributeError where there is no such issue."""
        found: Optional[Section] = getattr(self, name)
        return found


class Issues(_ByIssue):
    """The rows of the table of issues."""

    expectation: Issue
    page_wrong: Issue
    colour: Issue
    wrong_item: Issue
    missing_item: Issue
    defect: Issue
    unsafe: Issue
    damaged: Issue
    unfit: Issue
    late_shipment: Issue
    unfillable: Issue
    not_received: Issue
    price_dropped: Issue
    invoice: Issue
    installation: Issue


ISSUES: Tuple[str, ...] = tuple(Issues.__fields__)


class OwnIssues(_ByIssue):
    """The issues that are handled differently for some products."""

    expectation: Optional[OwnIssue]
    page_wrong: Optional[OwnIssue]
    colour: Optional[OwnIssue]
    wrong_item: Optional[OwnIssue]
    missing_item: Optional[OwnIssue]
    defect: Optional[OwnIssue]
    unsafe: Optional[OwnIssue]
    damaged: Optional[OwnIssue]
    unfit: Optional[OwnIssue]
    late_shipment: Optional[OwnIssue]
    unfillable: Optional[OwnIssue]
    not_received: Optional[OwnIssue]
    price_dropped: Optional[OwnIssue]
    invoice: Optional[OwnIssue]
    installation: Optional[OwnIssue]


class Override(Section):
    """Other rules for some products or categories; later ones go before earlier ones."""

    products: List[str] = Field(default_factory=list)
    categories: List[str] = Field(default_factory=list)
    issues: OwnIssues


class Aftersales(Section):
    """Everything that the ladder and the commit go by."""

    compensation: Compensation
    approval: GoodwillApproval
    caps: Caps
    #: Stops goodwill and automation at once; what is owed goes on.
    kill_switch: bool
    offer_hours: int = Field(ge=1, le=168)
    #: Goodwill up to this sum needs a photo only, above it an agent looks at it. Yuan.
    photo_enough_yuan: int = Field(ge=0, le=100)
    #: Tries to keep an order whose buyer wants to send it back without a reason.
    persuasion: int = Field(ge=0, le=1)
    coupon_days: int = Field(ge=1, le=365)
    issues: Issues
    overrides: List[Override]
    words: Dict[Rung, str]

    @validator("words")
    def _complete(cls, value: Dict[str, str]) -> Dict[str, str]:
        if missing := [rung for rung in RUNGS if not value.get(rung, "").strip()]:
            raise ValueError(f"缺少这些步骤的话术：{'、'.join(missing)}")
        for rung, text in value.items():
            if unknown := sorted(set(_named(text)) - PLACEHOLDERS):
                known = "、".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
                raise ValueError(f"{rung} 里的 {{{unknown[0]}}} 不认识，只能用 {known}")
        return value

    def issue(self, name: str, product_id: str, category: str) -> Issue:
        """The rules of an issue for a product: the policy's, over them what overrides say."""
        rules = self.issues.get(name)
        assert isinstance(rules, Issue), "each issue has its row"
        for override in self.overrides:
            if product_id in override.products or category in override.categories:
                own = override.issues.get(name)
                rules = rules.copy(update=own.dict(exclude_none=True) if own else {})
        return rules

    def words_for(self, rung: str) -> str:
        """The words of a rung, with their placeholders."""
        return self.words[cast(Rung, rung)]


def _named(text: str) -> Iterator[str]:
    """The placeholders of a text. Raises ValueError where its braces do not match."""
    try:
        return (name for _, name, _, _ in list(string.Formatter().parse(text)) if name is not None)
    except ValueError as error:
        raise ValueError("话术里的花括号要成对") from error
