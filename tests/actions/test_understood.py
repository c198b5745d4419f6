"""Rasa's parse result as the core's Understanding."""

from __future__ import annotations

from actions.understood import nothing_understood, understanding_of

PARSED = {
    "text": "白色M码有货吗，包邮吗",
    "intent": {"name": "ask_stock", "confidence": 0.91},
    "intent_ranking": [
        {"name": "ask_stock", "confidence": 0.91},
        {"name": "nlu_fallback", "confidence": 0.3},
        {"name": "ask_price", "confidence": 0.02},
    ],
    "requests": [
        {"intent": "ask_stock", "confidence": 0.91, "start": 0, "end": 7},
        {"intent": "ask_shipping_fee", "confidence": 0.88, "start": 8, "end": 11},
    ],
    "doubt": "sure",
    "entities": [
        {"entity": "colour", "value": "白色", "start": 0, "end": 2, "text": "白色"},
        {"entity": "quantity", "value": 5, "start": 2, "end": 4, "unit": "斤"},
    ],
}


def test_requests_keep_their_order_and_place() -> None:
    understanding = understanding_of(PARSED)
    assert [(r.intent, r.start, r.end) for r in understanding.requests] == [
        ("ask_stock", 0, 7),
        ("ask_shipping_fee", 8, 11),
    ]
    assert understanding.doubt == "sure"


def test_the_ranking_has_readings_only() -> None:
    assert understanding_of(PARSED).ranking == (("ask_stock", 0.91), ("ask_price", 0.02))


def test_entities_have_values_and_units_and_their_text() -> None:
    colour, quantity = understanding_of(PARSED).entities
    assert (colour.kind, colour.value, colour.text, colour.unit) == ("colour", "白色", "白色", None)
    assert (quantity.value, quantity.unit, quantity.text) == (5, "斤", "M码")


def test_another_classifier_speaks_for_the_whole_text() -> None:
    parsed = {"text": "在吗", "intent": {"name": "greet", "confidence": 0.7}, "entities": []}
    understanding = understanding_of(parsed)
    assert [(r.intent, r.end) for r in understanding.requests] == [("greet", 2)]
    assert understanding.doubt == "sure"


def test_a_plain_fallback_is_no_idea() -> None:
    understanding = understanding_of({"text": "嗯啊", "intent": {"name": "nlu_fallback"}})
    assert understanding.requests == ()
    assert understanding.doubt == "none"


def test_nothing_at_all_is_no_idea() -> None:
    assert understanding_of({}).doubt == "none"
    assert nothing_understood("  ").text == "  "


def test_the_feeling_is_carried_over() -> None:
    understanding = understanding_of({**PARSED, "feeling": {"anger": 0.8, "urgency": 0.25}})
    assert (understanding.anger, understanding.urgency) == (0.8, 0.25)


def test_without_a_feeling_a_message_is_calm() -> None:
    understanding = understanding_of(PARSED)
    assert (understanding.anger, understanding.urgency) == (0.0, 0.0)
