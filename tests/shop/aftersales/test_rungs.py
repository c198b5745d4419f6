"""Each row of the table of issues: fault, rungs in order, particulars (policy §2, issues)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.shop.aftersales.cases import MORE, NOW, POLICY, REFUSES, facts, offer, step, wants
from xiaoer.shop.aftersales.facts import CaseFacts, Made
from xiaoer.shop.aftersales.ladder import next_step
from xiaoer.shop.aftersales.proposals import Proposal, Remedy, ToPerson


def climbed(known: CaseFacts) -> list[str]:
    """What a buyer hears who refuses everything, until a person takes over."""
    heard: list[str] = []
    for _ in range(20):
        found = next_step(known, POLICY, REFUSES, NOW)
        if not isinstance(found, (Proposal, Remedy)):
            assert isinstance(found, ToPerson)
            return [*heard, f"person:{found.reason}"]
        cost = found.cost_fen if isinstance(found, Proposal) else 0
        heard.append(f"{found.rung} {cost // 100}" if found.rung == "compensation" else found.rung)
        known = replace(known, made=(*known.made, Made(found.rung, cost, "refused")))
    raise AssertionError(f"no end: {heard}")


@pytest.mark.parametrize(
    ("issue", "changes", "heard"),
    [
        ("expectation", {}, "explain, coupon, exchange, return"),
        ("expectation", {"other_stock": {}}, "explain, coupon, return"),
        ("expectation", {"exempt": "定制"}, "explain, coupon, exchange"),
        ("page_wrong", {}, "explain, compensation 8, compensation 13, compensation 15, return"),
        (
            "colour",
            {},
            "explain, coupon, compensation 8, compensation 13, compensation 18, return",
        ),
        ("wrong_item", {}, "resend, exchange, return"),
        ("wrong_item", {"same_stock": 0}, "return"),
        ("missing_item", {}, "resend, part_refund, return"),
        ("missing_item", {"same_stock": 0}, "part_refund, return"),
        (
            "defect",
            {},
            "compensation 8, compensation 13, compensation 18, repair, exchange, return",
        ),
        (
            "defect",
            {"repairable": False, "exempt": "生鲜"},
            "compensation 8, compensation 13, compensation 18, exchange, return",
        ),
        (
            "defect",
            {"signed_on": date(2026, 10, 1), "repairable": False, "same_stock": 0},
            "compensation 8, compensation 13, compensation 18",
        ),
        ("damaged", {}, "compensation 8, compensation 13, compensation 18, resend, refund, return"),
        ("unfit", {}, "explain, exchange, return"),
        ("unfit", {"other_stock": {"L": 0}}, "explain, return"),
        ("late_shipment", {"stage": "unshipped", "late_fen": 645}, "explain, keep, refund"),
        ("late_shipment", {"stage": "under_way", "late_fen": 645}, "explain, keep, guide_refuse"),
        ("late_shipment", {"late_fen": 645}, "explain, return"),
        ("unfillable", {"stage": "unshipped", "unfillable": True}, "refund, exchange"),
        ("not_received", {"stage": "under_way"}, "track, guide_refuse"),
        ("not_received", {"stage": "under_way", "stuck": True}, "resend, refund"),
        ("not_received", {"signed_on": date(2026, 10, 1)}, "track"),
        ("not_received", {"stuck": True, "signed_on": date(2026, 10, 1)}, "resend, refund"),
        ("price_dropped", {"price_drop_fen": 900}, "price_difference, coupon, return"),
        ("price_dropped", {"signed_on": date(2026, 10, 1)}, "coupon"),
        ("invoice", {"signed_on": date(2026, 10, 1)}, "deliver_invoice"),
        (
            "installation",
            {"signed_on": date(2026, 10, 1)},
            "explain, compensation 8, compensation 13, compensation 18",
        ),
    ],
)
def test_the_rungs_in_their_order(issue: str, changes: dict[str, Any], heard: str) -> None:
    assert climbed(facts(issue, **changes)) == [*heard.split(", "), "person:exhausted"]


def test_unsafe_goods_have_no_ladder() -> None:
    assert climbed(facts("unsafe")) == ["refund", "person:unsafe"]


@pytest.mark.parametrize(
    ("issue", "rung", "words"),
    [
        ("expectation", "return", "寄回运费我们出"),
        ("wrong_item", "exchange", "来回运费我们出"),
        ("unfit", "exchange", "来回运费您承担"),
        ("unfit", "return", "寄回运费您承担"),
        ("colour", "return", "寄回运费您承担"),
    ],
)
def test_who_pays_the_postage_is_said(issue: str, rung: str, words: str) -> None:
    said = ("explain", "coupon", "compensation", "resend", "refund", "repair")
    made = tuple(Made(name, 0, "refused") for name in said)
    known = facts(
        issue, made=(*made, *(Made("compensation", 100 * n, "refused") for n in (1, 2, 3)))
    )
    assert words in offer(known, wants(rung)).words


def test_insurance_pays_where_the_buyer_would() -> None:
    known = facts("unfit", made=(Made("explain", 0, "refused"),), insured=True)
    assert "运费险" in offer(known).words


def test_a_colour_that_the_page_names_wrongly_is_the_sellers() -> None:
    known = facts("colour", fault="seller")
    assert offer(known, wants("return")).rule == "return_for_fault"
    assert "运费我们出" in offer(known, wants("return")).words


def test_a_missing_part_is_owed_at_its_paid_price() -> None:
    known = facts("missing_item", same_stock=0, ordered=3, pieces=1, item_paid_fen=10000)
    found = offer(replace(known, order_paid_fen=10000))
    assert (found.rung, found.kind, found.cost_fen) == ("part_refund", "owed", 3333)


def test_a_missing_gift_has_no_price() -> None:
    known = facts("missing_item", same_stock=0, item_paid_fen=0)
    assert step(known, MORE) == ToPerson("exhausted", "ladder_exhausted")


def test_an_exchange_needs_to_know_for_what() -> None:
    known = facts("unfit", made=(Made("explain", 0, "refused"),))
    assert offer(known).missing == "sku"
    chosen = offer(known, wants("exchange", "L"))
    assert (chosen.missing, chosen.detail["sku_id"]) == (None, "L")
    assert offer(known, wants("exchange", "XXL")).rung == "return"


def test_a_faulty_piece_is_exchanged_for_the_same_on_the_first_request() -> None:
    found = offer(facts(), wants("exchange"))
    assert (found.rung, found.missing, found.cost_fen) == ("exchange", None, 0)


def test_late_goods_that_are_kept_are_paid_as_published() -> None:
    found = offer(facts("late_shipment", stage="unshipped", late_fen=645), wants("keep"))
    assert (found.effect, found.kind, found.cost_fen) == ("compensation", "owed", 645)
    assert found.rule == "late_shipment_compensation"
