"""Messages with their entities where they stand, as the understanding of a real bot has them."""

from __future__ import annotations

from typing import Any

from xiaoer.shop.dialogue.understanding import Entity, Request, Understanding

_NUMBERS = {"一": 1, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_COLOURS = {"红": "红色", "灰": "灰色", "黑": "黑色", "白": "白色"}


def heard(text: str, *requests: tuple[str, str], **named: list[str]) -> Understanding:
    """A message; `requests` are intents with the part that they stand in, `named` the words of
    entities by kind, in the order of the text.
    """
    entities = [one for kind, words in named.items() for one in _placed(text, kind, words)]
    told = [Request(i, 0.9, text.index(p), text.index(p) + len(p)) for i, p in requests]
    entities.sort(key=lambda entity: entity.start)
    return Understanding(text, tuple(told), entities=tuple(entities), doubt="sure")


def asked(intent: str, text: str, **named: list[str]) -> Understanding:
    """A message of one request."""
    return heard(text, (intent, text), **named)


def _placed(text: str, kind: str, words: list[str]) -> list[Entity]:
    found, at = [], 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        found.append(Entity(kind, _value(kind, word), word, start, at, _unit(kind, word)))
    return found


def _value(kind: str, word: str) -> Any:
    if kind == "quantity":
        return _NUMBERS.get(word[0]) or int(word[:-1])
    return _COLOURS.get(word, word) if kind == "colour" else word


def _unit(kind: str, word: str) -> str | None:
    return word[-1] if kind == "quantity" else None
