"""How a report becomes an issue of the table."""

from __future__ import annotations

import pytest

from xiaoer.shop.aftersales.issues import Clues, Named, name_issue


@pytest.mark.parametrize(
    ("intent", "clues", "named"),
    [
        ("report_quality", Clues(), Named("defect")),
        ("report_quality", Clues(parcel_damaged=True), Named("damaged")),
        ("report_quality", Clues(unsafe=True, parcel_damaged=True), Named("unsafe")),
        ("report_missing", Clues(), Named("missing_item")),
        ("report_wrong_item", Clues(), Named("wrong_item")),
        ("report_not_as_described", Clues(), Named("expectation")),
        ("report_not_as_described", Clues(page_says_otherwise=True), Named("page_wrong")),
        ("report_not_as_described", Clues(colour=True), Named("colour")),
        (
            "report_not_as_described",
            Clues(colour=True, page_says_otherwise=True),
            Named("colour", "seller"),
        ),
        ("report_not_as_described", Clues(unsafe=True), Named("unsafe")),
        ("report_size_unfit", Clues(), Named("unfit")),
        ("request_refund", Clues(late=True), Named("late_shipment")),
        ("request_refund", Clues(under_way=True), Named("not_received")),
        ("request_refund", Clues(unfillable=True, late=True), Named("unfillable")),
        ("delivered_not_received", Clues(), Named("not_received")),
        ("price_protection", Clues(), Named("price_dropped")),
        ("report_quality", Clues(installation=True), Named("installation")),
        ("ask_invoice", Clues(), Named("invoice")),
        ("greet", Clues(unsafe=True), None),
    ],
)
def test_an_issue_is_named(intent: str, clues: Clues, named: Named | None) -> None:
    assert name_issue(intent, clues) == named
