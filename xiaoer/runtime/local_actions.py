# mypy: allow-subclassing-any
"""Runs the actions inside this process: no HTTP, no JSON, no schema check, no second server."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any, Optional

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

import actions
from actions.base import AnswerAction
from xiaoer.shop import Shop


class LocalActions(EndpointConfig):
    """An action endpoint that is the actions themselves, answering from `shop`."""

    def __init__(self, shop: Shop) -> None:
        # Without a domain in each call: no action of ours looks at it.
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for kind in action_classes():
            instance = kind(lambda: shop) if issubclass(kind, AnswerAction) else kind()
            self._executor.register_action(instance)

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Runs the action named in `json`; the answer is what the action server would send."""
        return await self._executor.run(kwargs["json"])


class LocalAction(RemoteAction):
    """A custom action that sends only what our actions read: the last message."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        last = tracker.latest_message
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {
                "sender_id": tracker.sender_id,
                "latest_message": last.parse_data,
                "events": [{"event": "user", "metadata": last.metadata}],
            },
        }

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """As Rasa's, without the check of the answer against a JSON schema: it is our own."""
        call = self._action_call_format(tracker, domain)
        answer = await self.action_endpoint.request(json=call)
        uttered = await self._utter_responses(answer["responses"], output_channel, nlg, tracker)
        return [*uttered, *map(_event, answer["events"])]


def _event(told: dict[str, Any]) -> Event:
    event: Event = _class_of(told["event"])._from_parameters(told)
    return event


@cache
def _class_of(event: str) -> Any:
    """Rasa goes through all classes of events for each one."""
    return Event.resolve_by_type(event)


def action_classes() -> list[type[Action]]:
    """Every concrete action of the package `actions`, as the action server would find them."""
    found: dict[str, type[Action]] = {}
    for module_info in pkgutil.iter_modules(actions.__path__):
        module = importlib.import_module(f"actions.{module_info.name}")
        for kind in vars(module).values():
            if (
                isinstance(kind, type)
                and issubclass(kind, Action)
                and kind.__module__ == module.__name__
                and not getattr(kind, "__abstractmethods__", None)
            ):
                found[kind.__name__] = kind
    return list(found.values())
