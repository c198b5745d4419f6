"""The ladder: from the facts of a case to the next step. Pure; the same facts, the same step.

Rights come first (policy §2, "right first"), then what the buyer named, then the rungs of the
issue in their order. One thing at a time, nothing twice, and what cannot work is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Optional

from xiaoer.policy import Policy
from xiaoer.policy.aftersales import REMEDIES, Aftersales, Issue
from xiaoer.shop.aftersales import amounts, rights
from xiaoer.shop.aftersales.amounts import Room, fen
from xiaoer.shop.aftersales.facts import CaseFacts
from xiaoer.shop.aftersales.guards import evidence_missing
from xiaoer.shop.aftersales.proposals import Ask, Proposal, Remedy, Standing, Step, ToPerson
from xiaoer.shop.aftersales.wording import words_of
from xiaoer.shop.clock import local

#: What a step does when it is accepted, where it is not named as the step.
_EFFECTS = {
    "explain": None,
    "keep": "compensation",
    "track": "ticket",
    "deliver_invoice": "ticket",
    "guide_receive": None,
    "guide_refuse": None,
}
#: Steps that bring the money back; asking for one of them asks for the others too.
_BACK = frozenset({"return", "refund"})


@dataclass(frozen=True)
class _View:
    """The facts with the rules that hold for them, at a moment."""

    facts: CaseFacts
    policy: Policy
    issue: Issue
    ask: Ask
    now: datetime

    @property
    def rules(self) -> Aftersales:
        return self.policy.aftersales

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def room(self) -> Room:
        return amounts.room(self.facts, self.rules, self.issue)

    def lawful(self) -> bool:
        return rights.lawful_return(self.facts, self.policy.clocks, self.today)


def next_step(facts: CaseFacts, policy: Policy, ask: Ask, now: datetime) -> Step:
    """What the shop says next in this case."""
    issue = policy.aftersales.issue(facts.issue, facts.product_id, facts.category)
    step = _next(_View(facts, policy, issue, ask, now))
    return Standing() if isinstance(step, Proposal) and _on_the_table(facts, step) else step


def _on_the_table(facts: CaseFacts, step: Proposal) -> bool:
    """The buyer asks for the very thing that is offered: it needs a yes, not a second offer."""
    last = facts.made[-1] if facts.made else None
    return (
        last is not None
        and last.state == "offered"
        and (last.rung, last.cost_fen) == (step.rung, step.cost_fen)
        and not step.detail.get("sku_id")
    )


def _next(view: _View) -> Step:
    facts, issue, ask = view.facts, view.issue, view.ask
    if facts.grave is not None:
        return ToPerson(facts.grave, "out_of_ladder", urgent=True)
    if issue.grave:
        return _grave(view)
    if ask.kind == "wants":
        return _wanted(view) or _climb(view)
    if ask.kind == "names" and "compensation" in issue.rungs:
        step = _compensation(view)
        if step is not None:
            return step
    return _climb(view)


def _grave(view: _View) -> Step:
    """Unsafe goods: the money at once and a person; nothing is haggled over."""
    offered = any(offer.rung == "refund" for offer in view.facts.made)
    step = None if offered else _refund(view, "unsafe_refund_at_once")
    return step or ToPerson("unsafe", "out_of_ladder", urgent=True)


# What the buyer asks for by name.


def _wanted(view: _View) -> Optional[Step]:
    """What the buyer may have by asking for it; None: the ladder goes on."""
    rung = view.ask.rung
    if rung in _BACK:
        return _money_back(view)
    if rung is None or rung not in view.issue.rungs or _was_made(view, rung):
        return None
    if view.facts.at_fault or _persuaded(view):
        return _step(view, rung)
    return None


def _money_back(view: _View) -> Optional[Step]:
    """A return or refund that is asked for: by where the goods are."""
    facts = view.facts
    if facts.stage == "unshipped":
        if facts.made_to_order and not facts.unfillable:
            return ToPerson("made_to_order", "made_to_order_in_production")
        return _refund(view, "unshipped_refund")
    if facts.stage == "intercepting":
        return _intercept(view)
    if rights.undelivered(facts):
        return _refund(view, "undelivered_refund")
    if facts.stage == "under_way":
        return _remedy(view, "guide_refuse", "refund_on_return")
    if rights.for_fault(facts, view.policy.clocks, view.today):
        return _refund(view, "refund_for_fault") if _refunds_kept(view) else _return(view)
    if view.lawful() and (_persuaded(view) or not _can_persuade(view)):
        return _return(view)
    return None


def _refunds_kept(view: _View) -> bool:
    """The issue refunds what came, without a return."""
    return "refund" in view.issue.rungs and "return" not in view.issue.rungs


def _persuaded(view: _View) -> bool:
    """The one attempt to keep the order has been made."""
    return len(view.facts.made) >= view.rules.persuasion


def _can_persuade(view: _View) -> bool:
    """There is something to keep the order with: a rung before the goods would go back."""
    step = _climb(view)
    return isinstance(step, Proposal) and step.rung not in (*_BACK, "exchange")


# The rungs in their order.


def _climb(view: _View) -> Step:
    """The next rung that works; a lawful return where none is left; else a person."""
    for rung in _ahead(view):
        step = _step(view, rung)
        if step is not None and not _repeats(view, step):
            return step
    if view.lawful() and not _was_made(view, "return"):
        step = _return(view)
        if step is not None:
            return step
    return ToPerson("exhausted", "ladder_exhausted")


def _ahead(view: _View) -> list[str]:
    """The rungs that are still to come: compensation as often as it rises, others once."""
    rungs, made = view.issue.rungs, {offer.rung for offer in view.facts.made}
    reached = max((place for place, rung in enumerate(rungs) if rung in made), default=-1)
    again = rungs[reached : reached + 1] if rungs[reached : reached + 1] == ["compensation"] else []
    return [*again, *(rung for rung in rungs[reached + 1 :] if rung not in made)]


def _repeats(view: _View, step: Step) -> bool:
    """By where the goods are, a rung may turn into one that was there before."""
    if not isinstance(step, (Proposal, Remedy)) or step.rung == "compensation":
        return False
    return _was_made(view, step.rung)


def _was_made(view: _View, rung: str) -> bool:
    return any(offer.rung == rung for offer in view.facts.made)


def _step(view: _View, rung: str) -> Optional[Step]:
    """A rung as a step; None where it cannot work now."""
    build = _BUILDERS.get(rung)
    if build is not None:
        return build(view)
    return _remedy(view, rung, rung) if _remedy_works(view, rung) else None


def _explain(view: _View) -> Optional[Step]:
    return _proposal(view, "explain", 0, "explanation")


def _coupon(view: _View) -> Optional[Step]:
    """A coupon of the cap's face value; it has a cap of its own (policy §2, caps)."""
    caps = view.rules.caps
    if view.facts.coupons_in_case >= caps.coupons_per_case > 0:
        return None
    if stopped := _stopped_by_count(view):
        return stopped
    if not caps.coupon_yuan or not caps.coupons_per_case:
        return ToPerson("coupon", "cap_coupon")
    return _proposal(view, "coupon", fen(caps.coupon_yuan), "coupon", kind="goodwill")


def _repair(view: _View) -> Optional[Step]:
    if not view.facts.repairable or view.facts.stage != "arrived":
        return None
    return _proposal(view, "repair", 0, "repair")


def _resend(view: _View) -> Optional[Step]:
    """The same again, of equal value."""
    facts = view.facts
    lacking = facts.stage == "arrived" and facts.issue != "not_received"
    if not (lacking or rights.undelivered(facts)) or facts.same_stock < facts.pieces:
        return None
    return _proposal(view, "resend", 0, "resend_of_equal_value")


def _part_refund(view: _View) -> Optional[Step]:
    """A missing part at its paid price; for anything else it is goodwill of the next sum."""
    facts = view.facts
    if facts.issue == "missing_item":
        sum_ = amounts.refund_fen(facts, postage=False)
        return _proposal(view, "part_refund", sum_, "missing_part_at_paid_price") if sum_ else None
    if stopped := _stopped_by_count(view):
        return stopped
    sum_ = min(amounts.next_offer(facts, view.rules), view.room.own)
    if sum_ < fen(view.rules.compensation.min_yuan):
        return None
    if sum_ > view.room.caps:
        return _stopped_by_sum(view)
    return _proposal(view, "part_refund", sum_, "goodwill_part_refund", kind="goodwill")


def _keep(view: _View) -> Optional[Step]:
    """Late goods that are kept: what is owed for being late."""
    owed = min(view.facts.late_fen, amounts.money_left(view.facts))
    if not owed or view.facts.stage == "arrived":
        return None
    return _proposal(view, "keep", owed, "late_shipment_compensation")


def _exchange(view: _View) -> Optional[Step]:
    """The same anew where it was faulty, another SKU where it did not fit; None without stock."""
    facts = view.facts
    if facts.stage != "arrived" and not facts.unfillable:
        return None
    wanted = view.ask.sku_id
    if wanted is not None:
        there = facts.other_stock.get(wanted, 0) >= facts.pieces
        return _proposal(view, "exchange", 0, "exchange", sku_id=wanted) if there else None
    if facts.at_fault and not facts.unfillable:
        return (
            _proposal(view, "exchange", 0, "exchange") if facts.same_stock >= facts.pieces else None
        )
    if not any(count >= facts.pieces for count in facts.other_stock.values()):
        return None
    return _proposal(view, "exchange", 0, "exchange", missing="sku")


def _return(view: _View) -> Optional[Step]:
    """Goods back, then the money: by right, or by the issue's rung inside the same days."""
    facts = view.facts
    if not view.lawful():
        return None
    fault = rights.for_fault(facts, view.policy.clocks, view.today)
    sum_ = amounts.refund_fen(facts, postage=fault)
    if not sum_:
        return None
    return _proposal(view, "return", sum_, "return_for_fault" if fault else "no_reason_return")


def _refund_rung(view: _View) -> Optional[Step]:
    """Money without goods back: nothing came, nothing will, or the issue says so."""
    facts = view.facts
    if facts.stage == "intercepting":
        return _intercept(view)
    if facts.stage == "unshipped":
        return _refund(view, "unshipped_refund")
    if rights.undelivered(facts):
        return _refund(view, "undelivered_refund")
    if facts.stage == "under_way":
        return _remedy(view, "guide_refuse", "refund_on_return")
    if not rights.for_fault(facts, view.policy.clocks, view.today):
        return None
    return _refund(view, "refund_for_fault")


def _refund(view: _View, rule: str) -> Optional[Step]:
    sum_ = amounts.refund_fen(view.facts, postage=True)
    return _proposal(view, "refund", sum_, rule) if sum_ else None


def _intercept(view: _View) -> Optional[Step]:
    """The label is printed: the warehouse has to stop it before the money goes back."""
    sum_ = amounts.refund_fen(view.facts, postage=True)
    return _proposal(view, "intercept", sum_, "intercept_then_refund") if sum_ else None


def _price_difference(view: _View) -> Optional[Step]:
    owed = min(view.facts.price_drop_fen, amounts.money_left(view.facts))
    return _proposal(view, "price_difference", owed, "published_price_protection") if owed else None


# Compensation (policy §2, guards "compensation", "above 30 yuan" and "caps").


def _compensation(view: _View) -> Optional[Step]:
    """The next sum; None where compensation is used up."""
    named = view.ask.amount_fen if view.ask.kind == "names" else None
    if named is not None:
        lower = _named_lower(view, named)
        if lower is not None:
            return lower
        if named > view.room.own:
            return _named_above(view, named)
    return _raise(view, named)


def _named_lower(view: _View, named: int) -> Optional[Step]:
    """A sum at or below the offer is taken as named."""
    made = amounts.raises(view.facts.made)
    best = made[-1].cost_fen if made else amounts.next_offer(view.facts, view.rules)
    if named > min(best, view.room.own):
        return None
    return _pay(view, named)


def _named_above(view: _View, named: int) -> Optional[Step]:
    """A sum beyond what may be offered: one counter-offer, then a manager is asked for it.

    Half of what was paid for the item is the end for a manager as well.
    """
    countered = any(
        offer.rung == "compensation" and offer.cost_fen < (offer.asked_fen or 0)
        for offer in view.facts.made
    )
    if not countered:
        counter = _raise(view, None)
        if counter is not None:
            return counter
    named = min(named, view.room.hard)
    return _raise(view, named) if named <= view.room.own else _ask_manager(view, named)


def _raise(view: _View, named: Optional[int]) -> Optional[Step]:
    """A sum above all before, within what may be offered without asking."""
    made = amounts.raises(view.facts.made)
    top = made[-1].cost_fen if made else 0
    if len(made) >= view.rules.compensation.offers:
        return None
    wanted = amounts.next_offer(view.facts, view.rules, named)
    sum_ = min(wanted, view.room.own)
    least = fen(view.rules.compensation.min_yuan) if named is None else 1
    if sum_ > top and sum_ >= least:
        return _pay(view, sum_)
    wanted = min(wanted, view.room.hard, view.room.range)
    if view.room.order < wanted and wanted > top and wanted >= least:
        # The order's goodwill is used up, not the buyer's claim to it.
        return _ask_manager(view, wanted)
    return None


def _pay(view: _View, sum_: int) -> Step:
    """Offers a sum, or as much of it as the caps leave; what a cap stops goes to a person."""
    if stopped := _stopped_by_count(view):
        return stopped
    made = amounts.raises(view.facts.made)
    if sum_ > view.room.caps:
        top = made[-1].cost_fen if made else 0
        least = max(top + 1, fen(view.rules.compensation.min_yuan))
        if view.room.caps < least:
            return _stopped_by_sum(view)
        sum_ = view.room.caps
    return _proposal(view, "compensation", sum_, "compensation", kind="goodwill")


def _ask_manager(view: _View, sum_: int) -> Optional[Step]:
    """A request for a sum above the order's limit or the range, once per case."""
    made = amounts.raises(view.facts.made)
    top = made[-1].cost_fen if made else 0
    if view.facts.approval_asked or sum_ <= top:
        return None
    if view.rules.kill_switch:
        return ToPerson("kill_switch", "kill_switch")
    if sum_ > amounts.shop_left(view.facts, view.rules):
        return ToPerson("shop_day", "cap_shop_day")
    rule = "goodwill_above_limit"
    return _proposal(view, "compensation", sum_, rule, kind="goodwill", approval=True)


def _stopped_by_count(view: _View) -> Optional[ToPerson]:
    if view.rules.kill_switch:
        return ToPerson("kill_switch", "kill_switch")
    if view.facts.goodwill_cases >= view.rules.caps.goodwill_cases_30_days:
        return ToPerson("goodwill_cases", "cap_goodwill_cases")
    return None


def _stopped_by_sum(view: _View) -> ToPerson:
    shop = amounts.shop_left(view.facts, view.rules) <= amounts.caps_left(view.facts, view.rules)
    return ToPerson("shop_day", "cap_shop_day") if shop else ToPerson("buyer", "cap_buyer")


# Building.


def _proposal(
    view: _View,
    rung: str,
    cost_fen: int,
    rule: str,
    kind: str = "owed",
    missing: Optional[str] = None,
    approval: bool = False,
    **detail: object,
) -> Proposal:
    valid_until = view.now + timedelta(hours=view.rules.offer_hours)
    return Proposal(
        rung=rung,
        effect=_EFFECTS.get(rung, rung),
        kind="goodwill" if kind == "goodwill" else "owed",
        cost_fen=cost_fen,
        rule=rule,
        words=words_of(view.facts, view.policy, view.issue, rung, cost_fen, valid_until, view.now),
        valid_until=valid_until,
        missing=missing
        or evidence_missing(view.facts, view.rules, view.issue, rung, kind, cost_fen),
        approval=approval,
        asked_fen=view.ask.amount_fen,
        detail={"pieces": view.facts.pieces, **detail},
    )


def _remedy_works(view: _View, rung: str) -> bool:
    if rung == "track" and view.facts.issue == "not_received":
        return not view.facts.stuck
    if rung in ("track", "guide_receive", "guide_refuse"):
        return view.facts.stage == "under_way"
    return rung in REMEDIES and rung != "intercept"


def _remedy(view: _View, rung: str, rule: str) -> Remedy:
    sum_ = amounts.refund_fen(view.facts, postage=True)
    words = words_of(view.facts, view.policy, view.issue, rung, sum_, view.now, view.now)
    return Remedy(rung, rule, words, _EFFECTS.get(rung))


_BUILDERS = {
    "explain": _explain,
    "coupon": _coupon,
    "compensation": _compensation,
    "repair": _repair,
    "resend": _resend,
    "part_refund": _part_refund,
    "keep": _keep,
    "exchange": _exchange,
    "return": _return,
    "refund": _refund_rung,
    "intercept": lambda view: _intercept(view) if view.facts.stage == "intercepting" else None,
    "price_difference": _price_difference,
}
