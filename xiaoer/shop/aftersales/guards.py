"""Guards that hold when something is offered and again when it is done (policy §2). Pure."""

from __future__ import annotations

from typing import Optional

from xiaoer.policy.aftersales import Aftersales, Issue
from xiaoer.shop.aftersales import amounts
from xiaoer.shop.aftersales.amounts import fen
from xiaoer.shop.aftersales.facts import CaseFacts

#: Words, a coupon, and goods that are inspected when they are back need no photo before.
_NO_PHOTO = ("explain", "coupon", "return")


def evidence_missing(
    facts: CaseFacts, rules: Aftersales, issue: Issue, rung: str, kind: str, cost_fen: int
) -> Optional[str]:
    """What has to be seen first: "photo", "review" (somebody looks at it), None.

    What is owed does not wait for it past its legal clock.
    """
    if not issue.photo or issue.grave or rung in _NO_PHOTO:
        return None
    if kind == "owed" and facts.overdue:
        return None
    if facts.evidence not in ("received", "accepted"):
        return "photo"
    looked_at = facts.evidence == "accepted"
    enough = kind == "owed" or cost_fen <= fen(rules.photo_enough_yuan)
    return None if looked_at or enough else "review"


def goodwill_stopped(
    facts: CaseFacts, rules: Aftersales, effect: Optional[str], cost_fen: int, approved: bool
) -> Optional[str]:
    """The limit, cap or switch that does not allow this goodwill now, in one word; None: none.

    A manager who agreed has lifted the caps of the buyer, not those of the shop.
    """
    if rules.kill_switch:
        return "kill_switch"
    if not approved and facts.goodwill_cases >= rules.caps.goodwill_cases_30_days:
        return "goodwill_cases"
    if effect == "coupon":
        over = cost_fen > fen(rules.caps.coupon_yuan)
        return "coupon" if over or facts.coupons_in_case >= rules.caps.coupons_per_case else None
    limit = max(fen(rules.approval.above_yuan), facts.approved_fen)
    bounds = (
        ("order_limit", limit - facts.order_goodwill_fen),
        ("nothing_left", amounts.money_left(facts)),
        ("shop_day", amounts.shop_left(facts, rules)),
        ("buyer", cost_fen if approved else amounts.caps_left(facts, rules)),
    )
    return next((name for name, left in bounds if cost_fen > left), None)
