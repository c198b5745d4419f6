"""The first look at a message: its plain form, what names something in it, and its clauses."""

from __future__ import annotations

from dataclasses import dataclass

from xiaoer.nlu.clauses import MAX_CLAUSE, split
from xiaoer.nlu.identifiers import identifiers
from xiaoer.nlu.normalise import clean, fold
from xiaoer.nlu.spans import Span, without_overlaps


@dataclass(frozen=True)
class Clause:
    """A part of a message; `start` and `end` are offsets in the original, `text` is cleaned."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Reading:
    """A message as the pipeline works on it.

    `folded` has the original's offsets; `text` is what is classified and may be empty.
    """

    folded: str
    text: str
    named: tuple[Span, ...]
    clauses: tuple[Clause, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts that need a vector: the message, and its clauses where there are several."""
        if len(self.clauses) < 2:
            return (self.text,)
        return (self.text, *(clause.text for clause in self.clauses))


def read(original: str) -> Reading:
    """Reads any string whatever, without failing."""
    folded = fold(original)
    named = tuple(without_overlaps(identifiers(folded)))
    parts = (Clause(start, end, _part(folded, start, end, named)) for start, end in split(folded))
    return Reading(folded, clean(folded, named), named, tuple(part for part in parts if part.text))


def _part(folded: str, start: int, end: int, named: tuple[Span, ...]) -> str:
    inside = [
        Span(s.entity, s.value, max(0, s.start - start), min(end, s.end) - start)
        for s in named
        if s.start < end and s.end > start
    ]
    return clean(folded[start:end], inside)


def embedded_pieces(text: str) -> list[str]:
    """The stretches of a cleaned text that are embedded: itself, or its first clauses if long."""
    if len(text) <= MAX_CLAUSE:
        return [text] if text else []
    return [text[start : min(end, start + MAX_CLAUSE)] for start, end in split(text)]
