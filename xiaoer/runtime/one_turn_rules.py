# mypy: allow-subclassing-any
"""Predictions that depend on the buyer's last message alone are made once.

Rasa's policies go through the whole tracker and all rules for each message. Our rules name one
action for each intent, whatever was said before; what they predicted for an intent once, they
will predict again. An intent that a longer rule, a condition, a form or a story could decide
differently is left to the policies each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Optional

from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import DefinePrevUserUtteredFeaturization, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class OneTurnRules:
    """Remembers the prediction for each intent that only one-turn rules decide."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        """`rules` is what `RulePolicy` learnt: states as JSON, and the action that follows."""
        self._deciding = deciding_intents(rules)
        self._predicted: dict[str, PolicyPrediction] = {}

    def known(self, tracker: DialogueStateTracker) -> Optional[PolicyPrediction]:
        """The prediction for the message that the tracker ends with, None where not known."""
        found = self._predicted.get(self._intent(tracker) or "")
        if found is None:
            return None
        # As the ensemble of policies does: the event belongs to this turn.
        events = [DefinePrevUserUtteredFeaturization(use_text_for_featurization=False)]
        return PolicyPrediction(
            found.probabilities,
            found.policy_name,
            found.policy_priority,
            events,
            hide_rule_turn=found.hide_rule_turn,
        )

    def remember(self, tracker: DialogueStateTracker, prediction: PolicyPrediction) -> None:
        """Keeps a prediction of the policies where it will be the same next time."""
        intent = self._intent(tracker)
        if intent is not None:
            self._predicted[intent] = prediction

    def _intent(self, tracker: DialogueStateTracker) -> Optional[str]:
        """The intent that alone decides what comes next, None where more has a say."""
        last = tracker.events[-1] if tracker.events else None
        if not isinstance(last, UserUttered) or tracker.active_loop_name:
            return None
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            return None
        return last.intent_name if last.intent_name in self._deciding else None


def deciding_intents(rules: Mapping[str, str]) -> frozenset[str]:
    """The intents that are answered by a rule of one turn and by no other rule."""
    alone: set[str] = set()
    among_more: set[str] = set()
    for states in map(json.loads, rules):
        user = states[-1].get("user", {})
        listened = states[-1].get("prev_action", {}).get("action_name") == ACTION_LISTEN_NAME
        if not listened or "intent" not in user:
            continue
        plain = len(states) == 1 and _is_plain(states[0])
        (alone if plain else among_more).add(user["intent"])
    return frozenset(alone - among_more)


def _is_plain(state: Mapping[str, Any]) -> bool:
    """No slot, no form, no entity: only what the buyer wanted."""
    return set(state) == {"prev_action", "user"} and set(state["user"]) == {"intent"}
