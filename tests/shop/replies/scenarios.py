"""Situations in which each intent is answered, as lines of dialogue without Rasa."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.shop.replies import situations


@dataclass(frozen=True)
class Line:
    """A buyer's message and what was understood of it."""

    text: str
    intent: str
    entities: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """Lines up to the one whose reply is looked at: the last."""

    intent: str
    name: str
    lines: tuple[Line, ...]
    #: A demo buyer's id; None: a visitor.
    buyer: str | None = None
    #: Shanghai time; None: `tests.conftest.NOW`.
    at: str | None = None


def told(
    intent: str, name: str, *lines: Line, buyer: str | None = None, at: str | None = None
) -> Scenario:
    """A scenario whose last line is of `intent`."""
    return Scenario(intent, name, lines, buyer, at)


def case(
    intent: str, *texts: str, buyer: str | None = None, at: str | None = None, **entities: Any
) -> Scenario:
    """Lines of one intent; the entities are those of the last."""
    *before, last = texts
    lines = (*(Line(text, intent) for text in before), Line(last, intent, entities))
    return Scenario(intent, " / ".join(texts), lines, buyer, at)


def scenarios() -> list[Scenario]:
    """Every scenario of the modules in `situations`."""
    found: list[Scenario] = []
    for module in iter_modules(situations.__path__):
        found += import_module(f"{situations.__name__}.{module.name}").CASES
    return found
