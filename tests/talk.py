"""Talking to the core in tests: a line of dialogue is a line of test."""

from __future__ import annotations

import re
from typing import Any

from xiaoer.shop import Shop
from xiaoer.shop.dialogue.respond import Answered
from xiaoer.shop.dialogue.understanding import Entity, Request, Understanding


def understood(
    text: str,
    intent: str,
    *more: str,
    doubt: str = "sure",
    anger: float = 0.0,
    **entities: Any,
) -> Understanding:
    """An understanding as the pipeline would give it; entities by kind."""
    intents = [name for name in (intent, *more) if name]
    return Understanding(
        text=text,
        requests=tuple(Request(name, 0.95) for name in intents) if doubt == "sure" else (),
        ranking=tuple((name, 0.9 / (i + 1)) for i, name in enumerate(intents)),
        entities=tuple(
            Entity(kind, one, _typed(text, kind, one))
            for kind, value in entities.items()
            for one in (value if isinstance(value, list) else [value])
        ),
        doubt=doubt,
        anger=anger,
    )


def _typed(text: str, kind: str, value: Any) -> str:
    """A value as it stands in the text: a number of pieces with its measure word (2件)."""
    found = re.search(rf"(?<!\d){value}[件条个包袋盒罐双份]", text) if kind == "quantity" else None
    return found.group(0) if found else str(value)


class Talk:
    """One conversation. `say` returns what the bot answered."""

    def __init__(self, shop: Shop, conversation_id: str, buyer: str | None = None) -> None:
        self.shop, self.id, self.buyer = shop, conversation_id, buyer
        self.last: Answered | None = None

    def say(self, text: str, intent: str = "", *more: str, **entities: Any) -> str:
        """Sends a message that was understood as `intent` (and `more`); returns the reply.

        `anger` is how angry it was understood, the other names are kinds of entities.
        """
        return self.send(
            understood(text, intent, *more, doubt="sure" if intent else "none", **entities)
        )

    def send(self, understanding: Understanding) -> str:
        """Sends a message with an understanding of its own."""
        accepted = self.shop.accept(
            self.id, understanding.text, buyer_id=self.buyer, channel="test"
        )
        self.last = self.shop.respond(self.id, accepted.seq, understanding)
        return self.last.text
