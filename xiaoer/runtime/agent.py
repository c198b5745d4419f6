# mypy: allow-subclassing-any
"""Rasa's agent with our stores and in-process actions, from a model that really exists."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Optional, Union

import structlog
from rasa.core.actions.action import Action, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from xiaoer.runtime.conversation_locks import ConversationLocks
from xiaoer.runtime.graph_runner import SequentialRunner
from xiaoer.runtime.local_actions import LocalAction, LocalActions
from xiaoer.runtime.model_file import checked_model
from xiaoer.runtime.one_turn_rules import OneTurnRules
from xiaoer.runtime.quiet import hush_structlog
from xiaoer.runtime.tracker_memory import ShortMemoryTrackerStore
from xiaoer.runtime.turn_output import TurnOutput
from xiaoer.shop import Shop

#: What Rasa does around every turn; not worth telling.
_ROUTINE = frozenset({"action_listen", "action_session_start", "action_extract_slots"})


class ShopProcessor(MessageProcessor):
    """Rasa's processor, which tells what it understood and did, and calls actions lightly."""

    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> tuple[str, ModelMetadata, GraphRunner]:
        path = checked_model(Path(model_path))
        with TemporaryDirectory() as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), path, LocalModelStorage, SequentialRunner
            )
        return path.name, metadata, runner

    async def _handle_message_with_tracker(
        self, message: UserMessage, tracker: DialogueStateTracker
    ) -> None:
        if not message.parse_data:
            message.parse_data = await self.parse_message(message, tracker)
        if message.metadata:
            # A few hundred numbers that nobody reads again.
            message.metadata.pop("embedding", None)
        await super()._handle_message_with_tracker(message, tracker)

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        if tracker.followup_action:
            return super()._predict_next_with_tracker(tracker)
        known = self.rules.known(tracker)
        if known is not None:
            return known
        prediction = super()._predict_next_with_tracker(tracker)
        self.rules.remember(tracker, prediction)
        return prediction

    @cached_property
    def rules(self) -> OneTurnRules:
        """What the model's rules decide by the last message alone."""
        policy = self.graph_runner.component(RulePolicy)
        return OneTurnRules(policy.lookup.get(RULES, {}) if policy else {})

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Rasa compares each message with the domain; a test has done so for all of them."""

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """As Rasa's; custom actions are called in-process."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return self._local(action), prediction

    def _get_action(self, action_name: str) -> Optional[Action]:
        return self._local(super()._get_action(action_name))

    def _local(self, action: Optional[Action]) -> Optional[Action]:
        if isinstance(action, RemoteAction):
            return LocalAction(action.name(), self.action_endpoint)
        return action

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        if isinstance(output_channel, TurnOutput) and action.name() not in _ROUTINE:
            output_channel.actions.append(action.name())
        more: bool = await super()._run_action(action, tracker, output_channel, nlg, prediction)
        return more


class ShopAgent(Agent):
    """Rasa's agent over `ShopProcessor`, without the store that hides failures."""

    def load_model(self, model_path: Union[str, Path], fingerprint: Optional[str] = None) -> None:
        """Loads a model file. Raises ModelUnusable where there is none at the path."""
        self.processor = ShopProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain

    @staticmethod
    def _create_tracker_store(store: Optional[TrackerStore], domain: Domain) -> Any:
        return store or ShortMemoryTrackerStore(domain)


def load_agent(model: Path, shop: Shop) -> ShopAgent:
    """The agent of this process: model from `model`, answers from `shop`.

    Raises ModelUnusable.
    """
    if not structlog.is_configured():
        hush_structlog()
    agent = ShopAgent(lock_store=ConversationLocks(), action_endpoint=LocalActions(shop))
    agent.load_model(model)
    return agent
