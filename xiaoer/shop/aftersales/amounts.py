"""The arithmetic of refunds and of goodwill, in whole fen (policy §2, compensation and money)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, List, Optional

from xiaoer.policy.aftersales import Aftersales, Issue
from xiaoer.policy.schema import Shipping
from xiaoer.shop.aftersales.facts import CaseFacts, Made


def fen(yuan: int) -> int:
    """Yuan of the policy as fen."""
    return yuan * 100


def share(paid_fen: int, ordered: int, before: int, pieces: int) -> int:
    """What `pieces` of a line of `ordered` pieces were paid, when `before` have gone already.

    Parts that follow one another make up the whole to the fen. Raises ValueError for more pieces
    than there are.
    """
    if min(before, pieces) < 0 or before + pieces > ordered:
        raise ValueError(f"{pieces} of {ordered} pieces after {before}")
    return paid_fen * (before + pieces) // ordered - paid_fen * before // ordered


def money_left(facts: CaseFacts) -> int:
    """What can still go back on the order: never more than was paid, all payments together."""
    return max(0, facts.order_paid_fen - facts.refunded_fen - facts.compensated_fen)


def goods_fen(facts: CaseFacts) -> int:
    """What was paid for the pieces of the case; discounts and coupons are in it already."""
    return share(facts.item_paid_fen, facts.ordered, facts.pieces_before, facts.pieces)


def refund_fen(facts: CaseFacts, postage: bool) -> int:
    """The refund of the pieces, with the order's postage where that goes back as well.

    Compensation that was paid before has made the goods cheaper and is not paid twice.
    """
    sum_ = goods_fen(facts) + (facts.postage_fen if postage and facts.whole_order else 0)
    return min(sum_, money_left(facts))


def late_fen(shipping: Shipping, item_paid_fen: int) -> int:
    """What late shipment costs the shop: a share of the item, at least a sum. Rounded up."""
    return max(fen(shipping.late_minimum), -(-item_paid_fen * shipping.late_percent // 100))


def first_offer(rules: Aftersales, item_paid_fen: int) -> int:
    """Where compensation starts, by what was paid for the item."""
    for limit, first in rules.compensation.start:
        if item_paid_fen <= fen(limit):
            return fen(first)
    return fen(rules.compensation.start_above_yuan)


@dataclass(frozen=True)
class Room:
    """How far compensation may go. Each bound in fen, none below 0."""

    #: Nobody may pass it: half of what was paid for the item, and what is left of the money.
    hard: int
    #: The range of the policy and of the issue.
    range: int
    #: Goodwill on the order beyond it needs a manager.
    order: int
    #: Beyond it a cap of the buyer or of the shop stops.
    caps: int

    @property
    def own(self) -> int:
        """What may be offered without asking anybody, caps aside."""
        return min(self.hard, self.range, self.order)


def room(facts: CaseFacts, rules: Aftersales, issue: Issue) -> Room:
    """The bounds of the next compensation."""
    most = min(rules.compensation.max_yuan, issue.compensation_max_yuan or 10**6)
    limit = max(fen(rules.approval.above_yuan), facts.approved_fen)
    half = int(goods_fen(facts) * rules.compensation.share_of_item)
    # What was paid for the item before counts: half is meant of all of it together.
    hard = min(half - facts.compensated_item_fen, money_left(facts))
    return Room(
        hard=max(0, hard),
        range=fen(most),
        order=max(0, limit - facts.order_goodwill_fen),
        caps=max(0, caps_left(facts, rules)),
    )


def caps_left(facts: CaseFacts, rules: Aftersales) -> int:
    """What the caps in money leave, below 0 where they are passed already."""
    caps = rules.caps
    return min(
        fen(caps.buyer_day_yuan) - facts.buyer_day_fen,
        fen(caps.buyer_30_days_yuan) - facts.buyer_30_days_fen,
        shop_left(facts, rules),
    )


def shop_left(facts: CaseFacts, rules: Aftersales) -> int:
    """What the shop's cap of a day leaves, 0 where its payouts are used up."""
    if facts.shop_day_payouts >= rules.caps.shop_day_payouts:
        return 0
    return fen(rules.caps.shop_day_yuan) - facts.shop_day_fen


def raises(made: Iterable[Made]) -> List[Made]:
    """The compensations that were higher than all before; what a buyer named lower is none."""
    found: List[Made] = []
    for offer in made:
        if offer.rung == "compensation" and offer.cost_fen > (found[-1].cost_fen if found else 0):
            found.append(offer)
    return found


def next_offer(facts: CaseFacts, rules: Aftersales, named_fen: Optional[int] = None) -> int:
    """The next compensation, bounds aside: the start, a step more, or what the buyer named."""
    if named_fen is not None:
        return named_fen
    before = raises(facts.made)
    least = fen(rules.compensation.min_yuan)
    if not before:
        return max(least, first_offer(rules, goods_fen(facts)))
    return before[-1].cost_fen + fen(rules.compensation.step_yuan)
