# mypy: allow-subclassing-any
"""Opens a Rasa session without a word and without a memory.

Rasa's own action re-emits every slot of the session before, and an utterance would break
messages that are sent from outside. What a conversation is about is kept by the core.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted
from rasa_sdk.executor import CollectingDispatcher


class ActionSessionStart(Action):
    """Starts a session and listens."""

    def name(self) -> str:
        """Rasa's name for it; being in the domain, ours is run instead of Rasa's."""
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Returns the two events that Rasa needs, no slots."""
        return [SessionStarted(), ActionExecuted("action_listen")]
