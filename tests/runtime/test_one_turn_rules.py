"""What is remembered of the rules is what Rasa's policies would say again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    DefinePrevUserUtteredFeaturization,
    Event,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from tests.runtime.fixtures import agent, loaded_once, model
from xiaoer.runtime.agent import ShopAgent
from xiaoer.runtime.one_turn_rules import OneTurnRules, deciding_intents

__all__ = ["agent", "loaded_once", "model"]

LISTENED = {"prev_action": {"action_name": "action_listen"}}


def rule(*states: dict[str, Any]) -> str:
    """A rule's key as `RulePolicy` stores it."""
    return json.dumps(states)


def wants(intent: str, **more: Any) -> dict[str, Any]:
    return {**LISTENED, "user": {"intent": intent}, **more}


def test_an_intent_with_one_plain_rule_decides_alone() -> None:
    answered = {"prev_action": {"action_name": "action_a"}, "user": {"intent": "a"}}
    rules = {rule(wants("a")): "action_a", rule(wants("a"), answered): "action_listen"}

    assert deciding_intents(rules) == {"a"}


@pytest.mark.parametrize(
    "longer",
    [
        rule(wants("b"), wants("a")),
        rule(wants("a", slots={"x": [1.0]})),
        rule(wants("a", active_loop={"name": "form"})),
        rule({**LISTENED, "user": {"intent": "a", "entities": ["size"]}}),
    ],
)
def test_an_intent_that_more_decides_is_left_to_the_policies(longer: str) -> None:
    assert deciding_intents({rule(wants("a")): "action_a", longer: "action_b"}) == frozenset()


def said(intent: str) -> list[Event]:
    return [
        ActionExecuted("action_listen"),
        UserUttered("…", {"name": intent, "confidence": 1.0}),
    ]


def after(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("talk", list(events))


def test_every_intent_is_answered_as_the_policies_do_wherever_it_comes(agent: ShopAgent) -> None:
    processor = agent.processor
    policies = super(type(processor), processor)._predict_next_with_tracker
    before: list[Event] = [
        *said("ask_size"),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("action_answer_size"),
    ]
    intents = [name for name in agent.domain.intents if name in processor.rules._deciding]

    assert len(intents) >= 59
    for intent in intents:
        processor._predict_next_with_tracker(after(*said(intent)))
        remembered = processor.rules.known(after(*before, *said(intent)))
        predicted = policies(after(*before, *said(intent)))
        assert remembered == predicted, intent


def test_nothing_is_remembered_where_the_bot_did_not_listen(agent: ShopAgent) -> None:
    rules: OneTurnRules = agent.processor.rules
    agent.processor._predict_next_with_tracker(after(*said("greet")))

    assert rules.known(after(*said("greet"))) is not None
    assert rules.known(after(*said("greet"), ActionExecuted("action_answer_small_talk"))) is None
    assert rules.known(after()) is None
