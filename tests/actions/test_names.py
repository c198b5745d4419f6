"""Names are a contract between domain, rules, actions, core and training data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.base import AnswerAction
from xiaoer.runtime.local_actions import action_classes
from xiaoer.shop.replies import TOPICS

ROOT = Path(__file__).parents[2]

#: What buyers can want. The list stands here once more, so that a name cannot change unnoticed.
INTENTS = frozenset(
    [
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "request_human",
        "bot_challenge",
        "complain_service",
        "threaten_dispute",
        "out_of_scope",
        "ask_genuine",
        "ask_product",
        "ask_quality",
        "ask_stock",
        "ask_price",
        "ask_size",
        "ask_recommendation",
        "bargain",
        "ask_promotion",
        "ask_coupon",
        "ask_gift",
        "request_gift",
        "gift_to_discount",
        "ask_how_to_order",
        "ask_payment",
        "request_price_change",
        "inform_ordered",
        "order_note",
        "ask_shipping_time",
        "urge_shipping",
        "ask_delivery_time",
        "track_logistics",
        "delivered_not_received",
        "ask_carrier",
        "ask_shipping_fee",
        "ask_ship_from",
        "change_address",
        "modify_order",
        "order_status",
        "request_refund",
        "withdraw_request",
        "refund_status",
        "request_return",
        "ask_return_policy",
        "return_procedure",
        "return_shipping_fee",
        "request_exchange",
        "request_resend",
        "report_quality",
        "report_missing",
        "report_wrong_item",
        "report_not_as_described",
        "report_size_unfit",
        "request_compensation",
        "price_protection",
        "review_cashback",
        "ask_invoice",
        "ask_warranty",
        "inform_received",
    ]
)

FALLBACK = "nlu_fallback"


def read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return loaded


def answers() -> dict[str, type[AnswerAction]]:
    """The answering actions by name."""
    found = [kind for kind in action_classes() if issubclass(kind, AnswerAction)]
    return {kind().name(): kind for kind in found}


def rules() -> dict[str, str]:
    """Which action each intent leads to."""
    pairs = [
        (rule["steps"][0]["intent"], rule["steps"][1]["action"])
        for rule in read("data/rules.yml")["rules"]
    ]
    twice = [
        intent for intent, count in Counter(intent for intent, _ in pairs).items() if count > 1
    ]
    assert not twice
    return dict(pairs)


def test_there_are_59_intents() -> None:
    assert len(INTENTS) == 59


def test_the_domain_declares_every_intent() -> None:
    assert set(read("domain.yml")["intents"]) == INTENTS | {FALLBACK}


def test_every_intent_has_one_rule() -> None:
    assert set(rules()) == INTENTS | {FALLBACK}


def test_the_domain_declares_every_action() -> None:
    declared = read("domain.yml")["actions"]
    assert len(declared) == len(set(declared))
    assert set(declared) == {kind().name() for kind in action_classes()}


def test_rules_and_actions_agree_on_who_answers_what() -> None:
    by_rules = {
        name: {intent for intent, action in rules().items() if action == name}
        for name in rules().values()
    }
    assert by_rules == {name: set(kind.intents) for name, kind in answers().items()}


@pytest.mark.parametrize("kind", action_classes(), ids=lambda kind: kind.__name__)
def test_an_action_is_called_like_its_file(kind: Any) -> None:
    assert kind.__module__ == f"actions.{kind().name()}"


def test_the_core_knows_every_intent() -> None:
    assert set(TOPICS) >= INTENTS


def test_training_data_has_every_intent() -> None:
    data = ROOT / "data" / "nlu.yml"
    intents = {
        block["intent"]
        for block in yaml.safe_load(data.read_text(encoding="utf-8"))["nlu"]
        if "intent" in block
    }
    assert intents - {FALLBACK} == INTENTS


def test_the_domain_declares_the_entities_of_the_pipeline() -> None:
    declared = {name for entity in read("domain.yml")["entities"] for name in entity}
    assert declared == {
        "order_number",
        "item_number",
        "tracking_number",
        "phone_tail",
        "phone",
        "amount",
        "quantity",
        "size",
        "height",
        "weight",
        "colour",
        "product",
        "carrier",
        "region",
        "date",
        "ordinal",
        "photo",
        "url",
    }


def test_nothing_is_carried_over_to_a_new_session() -> None:
    assert read("domain.yml")["session_config"]["carry_over_slots_to_new_session"] is False
