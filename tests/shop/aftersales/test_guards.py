"""Each guard of the ladder (policy §2, table of guards), by the numbers of the default policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.shop.aftersales.cases import (
    MORE,
    NOW,
    POLICY,
    REFUSES,
    capped,
    facts,
    names,
    offer,
    paid,
    policy,
    step,
    wants,
)
from xiaoer.shop.aftersales.facts import Made
from xiaoer.shop.aftersales.proposals import Ask, Proposal, Remedy, Standing, ToPerson

# Guard "compensation".


@pytest.mark.parametrize(
    ("item_yuan", "first_yuan"),
    [(10, 5), (50, 5), (50.01, 8), (150, 8), (150.01, 10), (300, 10), (300.01, 15), (2000, 15)],
)
def test_where_compensation_starts(item_yuan: float, first_yuan: int) -> None:
    paid_fen = round(item_yuan * 100)
    first = offer(facts(item_paid_fen=paid_fen, order_paid_fen=paid_fen))
    assert (first.rung, first.kind, first.cost_fen) == (
        "compensation",
        "goodwill",
        first_yuan * 100,
    )


def test_it_rises_by_steps_and_ends_after_three() -> None:
    known = facts()
    assert offer(known).cost_fen == 800
    assert offer(replace(known, made=paid(800)), REFUSES).cost_fen == 1300
    assert offer(replace(known, made=paid(800, 1300)), MORE).cost_fen == 1800
    assert offer(replace(known, made=paid(800, 1300, 1800)), MORE).rung == "repair"


def test_never_above_half_of_what_was_paid_for_the_item() -> None:
    known = facts(item_paid_fen=1500, order_paid_fen=20000)
    assert offer(known).cost_fen == 500
    assert offer(replace(known, made=paid(500)), MORE).cost_fen == 750
    assert offer(replace(known, made=paid(500, 750)), MORE).rung == "repair"
    assert offer(replace(known, made=paid(500, 750)), names(20)).rung == "repair"


def test_an_item_of_less_than_ten_yuan_gets_no_compensation() -> None:
    assert offer(facts(item_paid_fen=990, order_paid_fen=990)).rung == "repair"


@pytest.mark.parametrize("yuan", [8, 7, 2, 0.01])
def test_a_sum_at_or_below_the_offer_is_taken_as_named(yuan: float) -> None:
    on_the_table = facts(made=paid(800, state="offered"))
    found = step(on_the_table, names(yuan))
    if yuan == 8:
        assert found == Standing(), "the offer on the table is repeated, not made anew"
    else:
        assert isinstance(found, Proposal)
        assert found.cost_fen == round(yuan * 100)
    before = offer(facts(), names(yuan))
    assert before.cost_fen == round(yuan * 100), "also before anything was offered"


def test_a_sum_inside_the_range_is_met_at_the_next_step() -> None:
    known = facts(made=paid(800, state="offered"))
    assert offer(known, names(20)).cost_fen == 2000
    assert offer(facts(), names(30)).cost_fen == 3000
    assert offer(facts(), names(29.99)).cost_fen == 2999


def test_a_sum_beyond_the_range_gets_one_counter_offer_then_a_manager() -> None:
    known = facts(made=paid(800, state="offered"))
    counter = offer(known, names(40))
    assert (counter.cost_fen, counter.approval, counter.asked_fen) == (1300, False, 4000)
    made = (*paid(800), Made("compensation", 1300, "offered", asked_fen=4000))
    request = offer(replace(known, made=made), names(40))
    assert (request.cost_fen, request.approval) == (4000, True)


def test_a_manager_is_asked_for_no_more_than_half_of_the_item() -> None:
    made = (Made("compensation", 800, "offered", asked_fen=99999900),)
    request = offer(facts(made=made), names(999999))
    assert (request.cost_fen, request.approval) == (6450, True)


def test_a_manager_is_asked_once_per_case() -> None:
    made = (*paid(800), Made("compensation", 4000, "stopped", asked_fen=4000))
    again = offer(facts(made=made, approval_asked=True), names(40))
    assert again.rung == "repair"


@pytest.mark.parametrize("fen", [0, -1, None])
def test_no_sum_is_no_sum(fen: int | None) -> None:
    with pytest.raises(ValueError, match="positive"):
        Ask("names", amount_fen=fen)


def test_the_range_of_an_exaggerating_page_ends_at_fifteen() -> None:
    known = facts("page_wrong", made=(Made("explain", 0, "refused"), *paid(800, 1300)))
    assert offer(known, MORE).cost_fen == 1500
    countered = (Made("explain", 0, "refused"), Made("compensation", 800, "offered", 2000))
    request = offer(facts("page_wrong", made=countered), names(20))
    assert (request.approval, request.cost_fen) == (True, 2000)


# Guard "above 30 yuan".


def test_goodwill_of_the_order_in_all_cases_counts() -> None:
    known = facts(order_goodwill_fen=2500)
    assert offer(replace(known, made=paid(500)), MORE).approval is True
    assert offer(facts(order_goodwill_fen=2000)).cost_fen == 800
    request = offer(facts(order_goodwill_fen=2800))
    assert (request.approval, request.cost_fen) == (True, 800)


def test_an_approved_sum_widens_the_order() -> None:
    known = facts(order_goodwill_fen=2500, approved_fen=4000, approval_asked=True)
    found = offer(known)
    assert (found.cost_fen, found.approval) == (800, False)


# Guard "caps".


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"buyer_day_fen": 3000}, "buyer"),
        ({"buyer_day_fen": 2501}, "buyer"),
        ({"buyer_30_days_fen": 6000}, "buyer"),
        ({"goodwill_cases": 1}, "goodwill_cases"),
        ({"shop_day_fen": 50000}, "shop_day"),
        ({"shop_day_fen": 49501}, "shop_day"),
        ({"shop_day_payouts": 50}, "shop_day"),
    ],
)
def test_what_a_cap_stops_goes_to_a_person(changes: dict[str, int], reason: str) -> None:
    found = step(facts(**changes))
    assert isinstance(found, ToPerson)
    assert found.reason == reason


def test_a_cap_leaves_what_it_leaves() -> None:
    assert offer(facts(buyer_day_fen=2400)).cost_fen == 600
    assert offer(facts(shop_day_fen=49500)).cost_fen == 500


def test_the_switch_stops_goodwill() -> None:
    off = policy(kill_switch=True)
    for known in (facts(), facts("expectation", made=(Made("explain", 0, "refused"),))):
        found = step(known, None, off)
        assert isinstance(found, ToPerson)
        assert found.reason == "kill_switch"


def test_a_coupon_has_the_face_value_of_its_cap_once_per_case() -> None:
    explained = facts("expectation", made=(Made("explain", 0, "refused"),))
    coupon = offer(explained)
    assert (coupon.rung, coupon.kind, coupon.cost_fen) == ("coupon", "goodwill", 1000)
    assert offer(replace(explained, coupons_in_case=1)).rung == "exchange"
    assert isinstance(step(explained, None, capped(coupon_yuan=0)), ToPerson)
    full = replace(explained, buyer_day_fen=3000, shop_day_fen=50000)
    assert offer(full).rung == "coupon", "the caps in money are not the coupon's"


ZERO = capped(
    buyer_day_yuan=0,
    buyer_30_days_yuan=0,
    goodwill_cases_30_days=0,
    shop_day_yuan=0,
    shop_day_payouts=0,
    coupon_yuan=0,
    coupons_per_case=0,
)
NOTHING_BUT_OWED = ZERO.copy(
    update={"aftersales": ZERO.aftersales.copy(update={"kill_switch": True})}
)


@pytest.mark.parametrize(
    ("known", "ask", "rung"),
    [
        (facts(), wants("return"), "return"),
        (facts("expectation"), wants("return"), "explain"),
        (facts("expectation", made=(Made("explain", 0, "refused"),)), wants("return"), "return"),
        (facts("wrong_item"), Ask(), "resend"),
        (facts("missing_item", same_stock=0), Ask(), "part_refund"),
        (facts("damaged"), wants("refund"), "refund"),
        (facts("unsafe"), Ask(), "refund"),
        (facts("late_shipment", stage="unshipped", late_fen=645), wants("keep"), "keep"),
        (facts("unfillable", stage="unshipped"), Ask(), "refund"),
        (facts("not_received", stage="under_way", stuck=True), Ask(), "resend"),
        (facts("price_dropped", price_drop_fen=1000), Ask(), "price_difference"),
    ],
)
def test_what_is_owed_knows_no_cap_and_no_switch(known: object, ask: Ask, rung: str) -> None:
    found = offer(known, ask, NOTHING_BUT_OWED)  # type: ignore[arg-type]
    assert (found.rung, found.kind) == (rung, "owed")


# Guard "right first".


def test_a_fault_meets_no_attempt() -> None:
    assert offer(facts(), wants("return")).rule == "return_for_fault"
    assert offer(facts(exempt="定制"), wants("refund")).rule == "return_for_fault"
    assert offer(facts("damaged"), wants("return")).rule == "refund_for_fault"


def test_a_lawful_return_meets_one_attempt_at_most() -> None:
    known = facts("expectation")
    assert offer(known, wants("return")).rung == "explain"
    tried = replace(known, made=(Made("explain", 0, "offered"),))
    found = offer(tried, wants("return"))
    assert (found.rung, found.rule, found.cost_fen) == ("return", "no_reason_return", 12900)
    at_once = policy(persuasion=0)
    assert offer(known, wants("return"), at_once).rung == "return"


@pytest.mark.parametrize(("signed", "rung"), [(10, "exchange"), (11, "return"), (12, "return")])
def test_the_right_lasts_until_the_end_of_the_seventh_day(signed: int, rung: str) -> None:
    known = facts("unfit", signed_on=date(2026, 11, signed), made=(Made("explain", 0, "refused"),))
    assert offer(known, wants("return")).rung == rung


@pytest.mark.parametrize("changes", [{"exempt": "鲜活易腐"}, {"intact": False}])
def test_the_right_is_not_there(changes: dict[str, object]) -> None:
    tried = (Made("explain", 0, "refused"), Made("exchange", 0, "refused"))
    found = step(facts("unfit", made=tried, **changes), wants("return"))
    assert found == ToPerson("exhausted", "ladder_exhausted")


def test_a_fault_is_claimed_within_fifteen_days() -> None:
    last = facts(signed_on=date(2026, 11, 3))
    assert offer(last, wants("return")).rule == "return_for_fault"
    assert offer(replace(last, signed_on=date(2026, 11, 2)), wants("return")).rung == "compensation"


def test_a_right_that_is_on_the_table_is_not_offered_anew() -> None:
    known = facts(made=(Made("return", 12900, "offered"),))
    assert step(known, wants("return")) == Standing()


@pytest.mark.parametrize(
    ("stage", "expected"), [("unshipped", "refund"), ("intercepting", "intercept")]
)
def test_what_has_not_left_is_refunded_without_a_word(stage: str, expected: str) -> None:
    found = offer(facts("expectation", stage=stage, signed_on=None, postage_fen=0), wants("refund"))
    assert (found.rung, found.kind, found.cost_fen) == (expected, "owed", 12900)


def test_made_to_order_in_production_goes_to_a_person() -> None:
    known = facts("expectation", stage="unshipped", signed_on=None, made_to_order=True)
    found = step(known, wants("refund"))
    assert isinstance(found, ToPerson)
    assert found.reason == "made_to_order"


def test_on_the_way_the_buyer_is_guided_to_refuse_it() -> None:
    found = step(facts("late_shipment", stage="under_way", signed_on=None), wants("refund"))
    assert isinstance(found, Remedy)
    assert found.rung == "guide_refuse"


# Guard "money".


def test_never_more_than_was_paid() -> None:
    known = facts(refunded_fen=3000, compensated_fen=800)
    assert offer(known, wants("return")).cost_fen == 9100
    assert offer(facts(refunded_fen=12900), wants("return")).rung == "repair", "nothing is left"


def test_postage_goes_back_for_a_fault_and_before_shipping_only() -> None:
    known = facts(order_paid_fen=13900, postage_fen=1000)
    assert offer(known, wants("return")).cost_fen == 13900
    fits_not = facts(
        "unfit", order_paid_fen=13900, postage_fen=1000, made=(Made("explain", 0, "refused"),)
    )
    assert offer(fits_not, wants("return")).cost_fen == 12900
    part = replace(known, whole_order=False)
    assert offer(part, wants("return")).cost_fen == 12900


# Guard "evidence".


@pytest.mark.parametrize(
    ("evidence", "made", "missing"),
    [
        ("none", (), "photo"),
        ("asked", (), "photo"),
        ("doubted", (), "photo"),
        ("received", (), None),
        ("received", paid(800), "review"),
        ("accepted", paid(800), None),
    ],
)
def test_a_photo_is_enough_up_to_eight_yuan(
    evidence: str, made: tuple[Made, ...], missing: str | None
) -> None:
    assert offer(facts(evidence=evidence, made=made)).missing == missing


def test_what_is_owed_does_not_wait_past_its_legal_clock() -> None:
    known = facts("damaged", evidence="none")
    assert offer(known, wants("refund")).missing == "photo"
    assert offer(replace(known, overdue=True), wants("refund")).missing is None


# Guard "out of the ladder".


@pytest.mark.parametrize("reason", ["injury", "fake_goods", "legal_threat", "anger"])
def test_some_matters_are_for_people(reason: str) -> None:
    for ask in (Ask(), MORE, names(20), wants("return")):
        assert step(facts(grave=reason), ask) == ToPerson(reason, "out_of_ladder", urgent=True)


def test_unsafe_goods_are_refunded_at_once_and_never_haggled_over() -> None:
    for ask in (Ask(), MORE, names(500), wants("exchange")):
        found = offer(facts("unsafe", evidence="none", exempt="生鲜"), ask)
        assert (found.rung, found.missing, found.cost_fen) == ("refund", None, 12900)
    told = facts("unsafe", made=(Made("refund", 12900, "refused"),))
    assert step(told, MORE) == ToPerson("unsafe", "out_of_ladder", urgent=True)


# Offers lapse.


def test_an_offer_holds_for_a_day() -> None:
    assert offer(facts()).valid_until == NOW + timedelta(hours=POLICY.aftersales.offer_hours)


def test_the_same_facts_give_the_same_step() -> None:
    assert step(facts(), names(12)) == step(facts(), names(12))
