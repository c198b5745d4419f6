"""What one message of a buyer led to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Optional


@dataclass(frozen=True)
class Turn:
    """A message and its answer, as `xiaoer chat --json` and the HTTP API tell it."""

    conversation_id: str
    seq: int
    #: What the bot said, a bubble each; empty where a person has the conversation.
    bubbles: tuple[str, ...] = ()
    #: The first understood request, "nlu_fallback" where nothing was.
    intent: str = "nlu_fallback"
    intents: tuple[str, ...] = ()
    confidence: float = 0.0
    entities: tuple[dict[str, Any], ...] = ()
    actions: tuple[str, ...] = ()
    #: `title` is shown, `payload` is sent as the buyer's next text.
    buttons: tuple[dict[str, str], ...] = ()
    owner: str = "bot"
    case: Optional[dict[str, Any]] = None
    proposal: Optional[dict[str, Any]] = None
    reply_ms: float = 0.0
    #: The same message had been sent before.
    duplicate: bool = False
    #: The number of a later message that has the answer to this one too; None: it is here.
    answered_with: Optional[int] = None
    #: The bot failed and apologised.
    failed: bool = False

    @property
    def text(self) -> str:
        """The bubbles in one piece."""
        return "\n".join(self.bubbles)


@dataclass(frozen=True)
class Heard:
    """What Rasa's parse of a message says, in the form of a `Turn`."""

    intent: str = "nlu_fallback"
    intents: tuple[str, ...] = ()
    confidence: float = 0.0
    entities: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, parsed: Optional[dict[str, Any]]) -> Heard:
        """Reads a parse result; None (Rasa failed before it understood) is "nothing"."""
        if not parsed:
            return cls()
        intent = parsed.get("intent") or {}
        requests = parsed.get("requests") or ()
        first = requests[0] if requests else intent
        return cls(
            intent=str(intent.get("name") or "nlu_fallback"),
            intents=tuple(str(request["intent"]) for request in requests),
            confidence=round(float(first.get("confidence") or 0.0), 4),
            entities=tuple(dict(entity) for entity in parsed.get("entities") or ()),
        )

    def or_as(self, answered_as: tuple[str, ...]) -> Heard:
        """What only the conversation made clear ("换成L呢"): the intents the core answered."""
        if self.intents or not answered_as:
            return self
        return replace(self, intent=answered_as[0], intents=answered_as)
