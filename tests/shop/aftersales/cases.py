"""Facts of cases, made by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from xiaoer.policy import Policy, load
from xiaoer.shop.aftersales.facts import CaseFacts, Made
from xiaoer.shop.aftersales.ladder import next_step
from xiaoer.shop.aftersales.proposals import Ask, Proposal, Step
from xiaoer.shop.clock import SHANGHAI

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)
POLICY = load()
FAULTS = {
    name: POLICY.aftersales.issue(name, "", "").fault
    for name in POLICY.aftersales.issues.__fields__
}


def facts(issue: str = "defect", **others: Any) -> CaseFacts:
    """A sweater of 129 yuan that came on the 16th, seen at NOW, unless said otherwise."""
    known: dict[str, Any] = {
        "issue": issue,
        "fault": FAULTS[issue],
        "product_id": "p1",
        "category": "clothing",
        "item_name": "云朵卫衣",
        "item_paid_fen": 12900,
        "order_paid_fen": 12900,
        "stage": "arrived",
        "signed_on": date(2026, 11, 16),
        "same_stock": 3,
        "other_stock": {"L": 2},
        "repairable": True,
        "evidence": "accepted",
    }
    return CaseFacts(**{**known, **others})


def policy(**changes: Any) -> Policy:
    """The default policy with other values in the section `aftersales`."""
    return POLICY.copy(update={"aftersales": POLICY.aftersales.copy(update=changes)})


def capped(**changes: int) -> Policy:
    """The default policy with other caps."""
    return policy(caps=POLICY.aftersales.caps.copy(update=changes))


def step(known: CaseFacts, ask: Ask | None = None, rules: Policy = POLICY) -> Step:
    """The next step at NOW."""
    return next_step(known, rules, ask or Ask(), NOW)


def offer(known: CaseFacts, ask: Ask | None = None, rules: Policy = POLICY) -> Proposal:
    """The next step, which must be an offer."""
    found = step(known, ask, rules)
    assert isinstance(found, Proposal), found
    return found


def paid(*fen: int, state: str = "refused") -> tuple[Made, ...]:
    """Compensations that were offered, the last one in this state."""
    return tuple(
        Made("compensation", sum_, "refused" if place < len(fen) else state)
        for place, sum_ in enumerate(fen, 1)
    )


MORE, REFUSES = Ask("more"), Ask("refuses")


def names(yuan: float) -> Ask:
    """The buyer names a sum."""
    return Ask("names", amount_fen=round(yuan * 100))


def wants(rung: str, sku: str | None = None) -> Ask:
    """The buyer asks for something by name."""
    return Ask("wants", rung=rung, sku_id=sku)
