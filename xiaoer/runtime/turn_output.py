# mypy: allow-subclassing-any
"""Collects what one turn says."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class TurnOutput(OutputChannel):
    """The output channel of one turn: bubbles in order, buttons, and what the action told of."""

    def __init__(self) -> None:
        self.bubbles: list[str] = []
        self.buttons: list[dict[str, str]] = []
        self.told: dict[str, Any] = {}
        self.answered_as: tuple[str, ...] = ()
        self.actions: list[str] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa's events."""
        return "xiaoer"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps the message; Rasa's own method would drop what goes with it."""
        if text := message.get("text"):
            self.bubbles.append(str(text))
        self.buttons.extend(message.get("buttons") or ())
        self.answered_as += tuple(message.get("answered_as") or ())
        for name in ("owner", "case", "proposal", "failed"):
            if name in message:
                self.told[name] = message[name]
