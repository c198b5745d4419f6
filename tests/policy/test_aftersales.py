"""The section `aftersales`: the defaults of the rules, overrides, and faults that are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiaoer.policy import PolicyInvalid, load
from xiaoer.policy.aftersales import ISSUES, RUNGS

#: The table of issues as the shop's rules have it: fault, and the rungs in order.
TABLE = {
    "expectation": ("none", "explain coupon exchange return"),
    "page_wrong": ("seller", "explain compensation return"),
    "colour": ("none", "explain coupon compensation return"),
    "wrong_item": ("seller", "resend exchange return"),
    "missing_item": ("seller", "resend part_refund"),
    "defect": ("seller", "compensation repair exchange return"),
    "unsafe": ("seller", "refund"),
    "damaged": ("carrier", "compensation resend refund"),
    "unfit": ("buyer", "explain exchange return"),
    "late_shipment": ("seller", "explain keep refund"),
    "unfillable": ("seller", "refund exchange"),
    "not_received": ("carrier", "track resend refund"),
    "price_dropped": ("none", "price_difference coupon"),
    "invoice": ("seller", "deliver_invoice"),
    "installation": ("seller", "explain compensation"),
}


@pytest.mark.parametrize("name", ISSUES)
def test_each_issue_has_its_fault_and_rungs(name: str) -> None:
    rules = load().aftersales.issue(name, "p", "c")
    assert (rules.fault, " ".join(rules.rungs)) == TABLE[name]


def test_particulars_of_issues() -> None:
    rules = {name: load().aftersales.issue(name, "p", "c") for name in ISSUES}
    assert rules["page_wrong"].compensation_max_yuan == 15
    assert [name for name in ISSUES if rules[name].grave] == ["unsafe"]
    assert [name for name in ISSUES if rules[name].photo] == [
        "colour",
        "wrong_item",
        "defect",
        "unsafe",
        "damaged",
    ]


def test_numbers_of_the_guards() -> None:
    rules = load().aftersales
    assert rules.compensation.dict() == {
        "min_yuan": 5,
        "max_yuan": 30,
        "offers": 3,
        "step_yuan": 5,
        "start": [(50, 5), (150, 8), (300, 10)],
        "start_above_yuan": 15,
        "share_of_item": 0.5,
    }
    assert rules.approval.dict() == {"above_yuan": 30, "minutes": 30}
    assert rules.caps.dict() == {
        "buyer_day_yuan": 30,
        "buyer_30_days_yuan": 60,
        "goodwill_cases_30_days": 1,
        "shop_day_yuan": 500,
        "shop_day_payouts": 50,
        "coupon_yuan": 10,
        "coupons_per_case": 1,
    }
    assert (rules.offer_hours, rules.photo_enough_yuan, rules.kill_switch) == (24, 8, False)


def test_overrides_by_category_and_product(tmp_path: Path) -> None:
    own = tmp_path / "policy.yml"
    own.write_text(
        "aftersales:\n"
        "  overrides:\n"
        "    - {categories: [snacks], issues: {defect: {rungs: [resend, refund]}}}\n"
        "    - {products: ['77'], issues: {defect: {fault: carrier, photo: false}}}\n",
        encoding="utf-8",
    )
    rules = load(own).aftersales
    assert rules.issue("defect", "1", "clothing") == load().aftersales.issue("defect", "1", "x")
    assert rules.issue("defect", "1", "snacks").rungs == ["resend", "refund"]
    both = rules.issue("defect", "77", "snacks")
    assert (both.rungs, both.fault, both.photo) == (["resend", "refund"], "carrier", False)
    assert rules.issue("colour", "77", "snacks") == rules.issue("colour", "1", "x")


@pytest.mark.parametrize(
    ("text", "line", "field", "allowed"),
    [
        (
            "  issues:\n    defect:\n      rungs: [compensation, gift]\n",
            4,
            "issues.defect.rungs.1",
            "、".join(RUNGS),
        ),
        ("  issues:\n    deffect: {fault: seller}\n", 3, "issues.deffect", "、".join(ISSUES)),
        (
            "  issues:\n    defect: {fault: shop}\n",
            3,
            "defect.fault",
            "seller、carrier、buyer、none",
        ),
        ("  issues:\n    defect: {rungs: []}\n", 3, "defect.rungs", "至少要有一项"),
        ("  issues:\n    defect: {rungs: [return, return]}\n", 3, "defect.rungs", "只能写一次"),
        ("  words:\n    coupon: 送您{much}\n", 2, "words", "{amount}、{day}、{item}、{postage}"),
        ("  words:\n    coupon: '送{'\n", 2, "words", "成对"),
        ("  words:\n    coupon: ' '\n", 2, "words", "缺少这些步骤的话术：coupon"),
        ("  caps:\n    coupon_yuan: -1\n", 3, "caps.coupon_yuan", "不能小于 0"),
        ("  compensation:\n    share_of_item: 0\n", 3, "share_of_item", "应大于 0"),
        ("  compensation:\n    start: [[5, 1], [3, 1]]\n", 3, "compensation.start", "从小到大"),
        ("  compensation:\n    max_yuan: 2\n", 3, "max_yuan", "不能小于 min_yuan"),
        (
            "  overrides:\n    - categories: [a]\n      issues: {nothing: {photo: true}}\n",
            4,
            "overrides.0.issues.nothing",
            "检查拼写",
        ),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, line: int, field: str, allowed: str) -> None:
    own = tmp_path / "policy.yml"
    own.write_text("aftersales:\n" + text, encoding="utf-8")
    with pytest.raises(PolicyInvalid) as caught:
        load(own)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{own}:{line}: aftersales.")
    assert field in problem
    assert allowed in problem
