# mypy: allow-subclassing-any
"""Rasa's processor with our model, in-process actions, and without what only costs time.

Rasa's logs are fed with deep copies of what was understood, predicted and done, whether anybody
reads them or not. Its tracker is copied by replaying it. Both took as long as answering.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Optional, Union

from rasa.core.actions.action import Action, RemoteAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import DEFAULT_SLOT_NAMES
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

from xiaoer.runtime.graph_runner import SequentialRunner
from xiaoer.runtime.local_actions import LocalAction
from xiaoer.runtime.model_file import checked_model
from xiaoer.runtime.one_turn_rules import OneTurnRules
from xiaoer.runtime.turn_output import TurnOutput

#: Threads in which messages are understood; what takes longest lets go of the interpreter.
THREADS = 2

#: Longer texts share one thread more: they wait for one another, nobody waits for them.
LONG_TEXT = 80

#: What Rasa does around every turn; not worth telling.
_ROUTINE = frozenset({"action_listen", "action_session_start", "action_extract_slots"})


class ShopProcessor(MessageProcessor):
    """Tells what it understood and did, understands in threads, and calls actions lightly."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="understand")
        self._long_thread = ThreadPoolExecutor(1, thread_name_prefix="understand-long")

    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> tuple[str, ModelMetadata, GraphRunner]:
        path = checked_model(Path(model_path))
        with TemporaryDirectory() as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), path, LocalModelStorage, SequentialRunner
            )
        return path.name, metadata, runner

    async def parse_message(
        self,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """As Rasa's, but other conversations go on meanwhile."""
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        threads = self._long_thread if len(message.text or "") > LONG_TEXT else self._threads
        parsed: dict[str, Any] = await asyncio.get_running_loop().run_in_executor(
            threads, self._parse_message_with_graph, message, tracker, only_output_properties
        )
        return parsed

    async def _handle_message_with_tracker(
        self, message: UserMessage, tracker: DialogueStateTracker
    ) -> None:
        # Left where whoever sent the message finds it.
        message.parse_data = message.parse_data or await self.parse_message(message, tracker)
        await super()._handle_message_with_tracker(message, tracker)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """As Rasa's, where the domain has slots of its own."""
        if not self._has_slots:
            return tracker
        return await super().run_action_extract_slots(output_channel, tracker)

    @cached_property
    def _has_slots(self) -> bool:
        return any(slot.name not in DEFAULT_SLOT_NAMES for slot in self.domain.slots)

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        """As Rasa's, which goes through all events to find the last message."""
        config = self.domain.session_config
        minutes = (time.time() - tracker.latest_message.timestamp) / 60
        return bool(config.are_sessions_enabled() and minutes > config.session_expiration_time)

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

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: Optional[list[Event]],
        prediction: PolicyPrediction,
    ) -> None:
        """As Rasa's, without its log lines."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nobody reads them."""
