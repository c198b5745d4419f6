"""What a message means, as the core sees it. Plain data: the core knows no classifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

#: Grams in the units in which a body is weighed.
_GRAMS = {"斤": 500, "公斤": 1000, "千克": 1000, "kg": 1000}


@dataclass(frozen=True)
class Entity:
    """A thing named in a message; `value` by kind: fen, cm, grams, a canonical name, a token."""

    kind: str
    value: Any
    text: str
    start: int = 0
    end: int = 0
    unit: Optional[str] = None


@dataclass(frozen=True)
class Request:
    """One thing that the buyer wants; offsets into the message."""

    intent: str
    confidence: float
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Understanding:
    """A whole message: its requests in the order in which they are answered."""

    text: str
    requests: Tuple[Request, ...] = ()
    #: All readings, best first, with calibrated probabilities.
    ranking: Tuple[Tuple[str, float], ...] = ()
    entities: Tuple[Entity, ...] = ()
    #: sure: act; unsure: ask back with the two best readings; none: no idea.
    doubt: str = "none"
    #: The probabilities, 0–1, that the message is angry and that it is urgent: docs/feeling.md.
    anger: float = 0.0
    urgency: float = 0.0

    @property
    def intent(self) -> str:
        """The first request's intent, "" where nothing was understood."""
        return self.requests[0].intent if self.requests else ""

    def values(self, kind: str) -> Tuple[Any, ...]:
        """The values of all entities of a kind, in the order of the text."""
        return tuple(entity.value for entity in self.entities if entity.kind == kind)

    def value(self, kind: str) -> Any:
        """The first value of a kind, None where there is none."""
        found = self.values(kind)
        return found[0] if found else None

    def body_weight(self) -> Optional[int]:
        """A weight in grams, also one that could be an amount of goods ("110斤"): for questions
        about a body.
        """
        if (told := self.value("weight")) is not None:
            return int(told)
        for entity in self.entities:
            if entity.kind == "quantity" and entity.unit in _GRAMS:
                return int(entity.value) * _GRAMS[entity.unit]
        return None
