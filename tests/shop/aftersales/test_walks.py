"""Random facts, policies and buyers: what holds on every walk down every ladder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shop.aftersales.cases import FAULTS, NOW, POLICY
from xiaoer.policy import Policy
from xiaoer.policy.aftersales import ISSUES, RUNGS
from xiaoer.shop.aftersales import amounts, rights
from xiaoer.shop.aftersales.facts import STAGES, CaseFacts, Made
from xiaoer.shop.aftersales.ladder import next_step
from xiaoer.shop.aftersales.proposals import Ask, Proposal, Remedy, Standing, Step, ToPerson

TODAY = date(2026, 11, 18)
#: More turns than any ladder has steps.
LONG = 40

sums = st.integers(0, 60000)


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    """Any case that can be."""
    issue = draw(st.sampled_from(ISSUES))
    stage = draw(st.sampled_from(STAGES))
    item = draw(st.integers(0, 80000))
    postage = draw(st.integers(0, 2000))
    ordered = draw(st.integers(1, 5))
    signed = TODAY - timedelta(days=draw(st.integers(0, 40)))
    flags = {
        name: draw(st.booleans())
        for name in ("intact", "made_to_order", "unfillable", "stuck", "repairable", "insured")
    }
    limits = {
        name: draw(st.one_of(st.just(0), sums))
        for name in ("order_goodwill_fen", "buyer_day_fen", "buyer_30_days_fen", "shop_day_fen")
    }
    return CaseFacts(
        issue=issue,
        fault=draw(st.one_of(st.just(FAULTS[issue]), st.sampled_from(["seller", "buyer", "none"]))),
        product_id="p",
        category="c",
        item_name="云朵卫衣",
        item_paid_fen=item,
        order_paid_fen=item + postage + draw(st.one_of(st.just(0), sums)),
        postage_fen=postage,
        stage=stage,
        ordered=ordered,
        pieces=draw(st.integers(1, ordered)),
        refunded_fen=draw(st.one_of(st.just(0), st.integers(0, item))),
        signed_on=signed if stage == "arrived" else None,
        exempt=draw(st.sampled_from([None, None, "定制"])),
        same_stock=draw(st.integers(0, 5)),
        other_stock={"L": draw(st.integers(0, 5))},
        evidence=draw(st.sampled_from(["none", "received", "accepted", "doubted"])),
        overdue=draw(st.booleans()),
        price_drop_fen=draw(st.integers(0, 5000)),
        late_fen=draw(st.integers(0, 5000)),
        goodwill_cases=draw(st.integers(0, 1)),
        **flags,
        **limits,
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """The default policy with other numbers and ladders."""
    rules = POLICY.aftersales
    compensation = rules.compensation.copy(
        update={
            "step_yuan": draw(st.integers(1, 10)),
            "offers": draw(st.integers(1, 3)),
            "share_of_item": draw(st.sampled_from([0.1, 0.5, 1.0])),
        }
    )
    ladder = st.lists(st.sampled_from(RUNGS), min_size=1, max_size=6, unique=True)
    issues = rules.issues
    if draw(st.booleans()):
        name = draw(st.sampled_from(ISSUES))
        own = issues.get(name).copy(update={"rungs": draw(ladder)})  # type: ignore[union-attr]
        issues = issues.copy(update={name: own})
    changed = {
        "compensation": compensation,
        "issues": issues,
        "kill_switch": draw(st.sampled_from([False, False, True])),
        "persuasion": draw(st.integers(0, 1)),
    }
    return POLICY.copy(update={"aftersales": rules.copy(update=changed)})


asks = st.one_of(
    st.sampled_from([Ask("refuses"), Ask("more"), Ask("opens")]),
    st.builds(lambda fen: Ask("names", amount_fen=fen), st.integers(1, 10**7)),
    st.builds(lambda rung: Ask("wants", rung=rung), st.sampled_from(RUNGS)),
    st.just(Ask("wants", rung="exchange", sku_id="L")),
)


def made(facts: CaseFacts, step: Step) -> CaseFacts:
    """The case after the step was put to the buyer."""
    past = tuple(replace(m, state="refused") if m.state == "offered" else m for m in facts.made)
    if isinstance(step, Remedy):
        return replace(facts, made=(*past, Made(step.rung, 0, "committed")))
    if not isinstance(step, Proposal):
        return facts
    if step.approval:
        asked = Made(step.rung, step.cost_fen, "stopped", step.asked_fen)
        return replace(facts, made=(*past, asked), approval_asked=True)
    offer = Made(step.rung, step.cost_fen, "offered", step.asked_fen)
    return replace(facts, made=(*past, offer))


def walk(facts: CaseFacts, policy: Policy, said: list[Ask]) -> list[tuple[CaseFacts, Ask, Step]]:
    """What is answered to a buyer who says all this, until a person takes over."""
    turns = []
    for ask in said:
        step = next_step(facts, policy, ask, NOW)
        turns.append((facts, ask, step))
        if isinstance(step, ToPerson):
            break
        facts = made(facts, step)
    return turns


talks = st.lists(asks, min_size=1, max_size=12)
some = settings(max_examples=120, deadline=None)


@some
@given(cases(), policies(), talks)
def test_goodwill_stays_in_its_bounds(facts: CaseFacts, policy: Policy, said: list[Ask]) -> None:
    rules = policy.aftersales
    issue = rules.issue(facts.issue, "p", "c")
    for known, _, step in walk(facts, policy, said):
        if not isinstance(step, Proposal) or step.kind != "goodwill" or step.rung == "coupon":
            continue
        assert not rules.kill_switch
        assert 0 < step.cost_fen <= int(amounts.goods_fen(known) * rules.compensation.share_of_item)
        assert step.cost_fen <= amounts.money_left(known)
        if step.approval:
            continue
        assert known.order_goodwill_fen + step.cost_fen <= 3000
        assert step.cost_fen <= 100 * (issue.compensation_max_yuan or 30)
        assert known.buyer_day_fen + step.cost_fen <= 3000
        assert known.buyer_30_days_fen + step.cost_fen <= 6000
        assert known.shop_day_fen + step.cost_fen <= 50000
        assert known.goodwill_cases == 0


@some
@given(cases(), policies(), talks)
def test_never_more_than_was_paid(facts: CaseFacts, policy: Policy, said: list[Ask]) -> None:
    for known, _, step in walk(facts, policy, said):
        if isinstance(step, Proposal) and step.rung not in ("coupon", "explain"):
            assert step.cost_fen <= max(0, known.order_paid_fen - known.refunded_fen)
            assert step.rule


@some
@given(cases(), policies(), talks)
def test_compensation_rises_and_nothing_is_offered_twice(
    facts: CaseFacts, policy: Policy, said: list[Ask]
) -> None:
    heard: list[Proposal] = []
    for _, ask, step in walk(facts, policy, said):
        if not isinstance(step, Proposal):
            continue
        before = [p for p in heard if p.rung == step.rung]
        top = max((p.cost_fen for p in before), default=0)
        if step.rung == "compensation":
            lowered = ask.kind == "names" and ask.amount_fen == step.cost_fen
            assert step.cost_fen > top or lowered
        elif ask.kind != "wants":
            assert not before, step.rung
        heard.append(step)
    raised = [p for p in heard if p.rung == "compensation" and not p.approval]
    own = {p.cost_fen for p in raised if p.cost_fen != p.asked_fen}
    assert len(own) <= policy.aftersales.compensation.offers


@some
@given(cases(), policies())
def test_every_walk_ends(facts: CaseFacts, policy: Policy) -> None:
    for ask in (Ask("refuses"), Ask("more"), Ask("names", amount_fen=999999)):
        turns = walk(facts, policy, [ask] * LONG)
        assert isinstance(turns[-1][2], (ToPerson, Standing))
        assert len(turns) < LONG


@some
@given(cases(), policies(), talks)
def test_going_back_is_never_first_except_where_the_list_or_the_buyer_says_so(
    facts: CaseFacts, policy: Policy, said: list[Ask]
) -> None:
    rungs = policy.aftersales.issue(facts.issue, "p", "c").rungs
    step = next_step(facts, policy, Ask("opens"), NOW)
    if isinstance(step, Proposal) and step.rung in ("exchange", "return"):
        skipped = rungs[: rungs.index(step.rung)] if step.rung in rungs else rungs
        for rung in skipped:
            alone = POLICY.aftersales.issues.get(facts.issue)
            assert alone is not None
            own = alone.copy(update={"rungs": [rung]})
            issues = policy.aftersales.issues.copy(update={facts.issue: own})
            rules = policy.aftersales.copy(update={"issues": issues})
            only = next_step(facts, policy.copy(update={"aftersales": rules}), Ask("opens"), NOW)
            assert not isinstance(only, Proposal) or only.rung != rung, "it would have worked"


@some
@given(cases(), policies(), talks)
def test_a_lawful_return_is_open_after_one_attempt_whatever_was_said(
    facts: CaseFacts, policy: Policy, said: list[Ask]
) -> None:
    if not rights.lawful_return(facts, policy.clocks, TODAY) or not amounts.refund_fen(
        facts, False
    ):
        return
    for known, _, step in walk(facts, policy, said):
        if isinstance(step, ToPerson):
            break
        asked = next_step(known, policy, Ask("wants", rung="return"), NOW)
        again = next_step(made(known, asked), policy, Ask("wants", rung="return"), NOW)
        backs: list[Any] = [
            s for s in (asked, again) if isinstance(s, Proposal) and s.rung in ("return", "refund")
        ]
        assert backs or isinstance(asked, Standing) or isinstance(again, Standing)
        if facts.at_fault and rights.for_fault(facts, policy.clocks, TODAY):
            assert isinstance(asked, Standing) or asked in backs, "a fault meets no attempt"


@some
@given(cases(), policies(), talks)
def test_the_same_walk_twice_is_the_same(facts: CaseFacts, policy: Policy, said: list[Ask]) -> None:
    assert walk(facts, policy, said) == walk(facts, policy, said)


@some
@given(st.integers(0, 10**7), st.integers(1, 20), st.data())
def test_parts_of_a_line_make_up_the_whole(paid: int, ordered: int, data: Any) -> None:
    gone, parts = 0, []
    while gone < ordered:
        pieces = data.draw(st.integers(1, ordered - gone))
        parts.append(amounts.share(paid, ordered, gone, pieces))
        gone += pieces
    assert sum(parts) == paid
    assert min(parts) >= 0
