"""Measures what the extractors find on a file of messages with their right entities.

The file is tab-separated with the columns `text` and `entities`: `kind=value` separated by
spaces, or `-`. Lines that begin with `# ` are remarks. Values are written as in the shop's
spreadsheets: money in yuan, weight in grams, counts with their measure word (`2双`).
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Sequence

from xiaoer.nlu.entities import extract
from xiaoer.nlu.evaluate import EvaluationError
from xiaoer.nlu.reading import read
from xiaoer.nlu.spans import Span
from xiaoer.nlu.tagger import Tagger

KINDS = (
    "order_number", "item_number", "tracking_number", "phone", "phone_tail", "amount", "quantity",
    "size", "height", "weight", "colour", "product", "carrier", "region", "date", "ordinal",
    "photo", "url",
)  # fmt: skip

#: A kind and its value as the file writes it.
Mark = tuple[str, str]
#: Finds the entities of a message.
Find = Callable[[str], Iterable[Span]]

_HEADER = ["text", "entities"]


@dataclass(frozen=True)
class Marked:
    """One message and what should be found in it; a mark may occur twice."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def held_back(self) -> bool:
        """Whether its mistakes are counted but never shown: about every fourth message.

        Who mends the extractors by the mistakes that are shown can believe the figures of the
        messages that are not. The choice depends on the text alone, so that it stays as it is
        when messages are added.
        """
        return zlib.crc32(self.text.encode()) % 4 == 0


@dataclass(frozen=True)
class Compared:
    """What was missed in a message and what was found without being there."""

    row: Marked
    right: tuple[Mark, ...]
    missed: tuple[Mark, ...]
    wrong: tuple[Mark, ...]


@dataclass(frozen=True)
class Score:
    """Counts of a kind; shares of nothing are 1, as nothing was done wrong."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def support(self) -> int:
        """How many there are in the file."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """The share of those found that is right."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of those in the file that is found."""
        return self.right / self.support if self.support else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        most = 2 * self.right + self.missed + self.wrong
        return 2 * self.right / most if most else 1.0

    def as_dict(self) -> dict[str, float]:
        """For `--json`."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "support": self.support,
        }


@dataclass(frozen=True)
class EntityReport:
    """All measures of one file."""

    compared: tuple[Compared, ...]

    def scores(self, held_back: bool = False) -> dict[str, Score]:
        """By kind in the order of `KINDS`, of all messages or of those held back."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.compared:
            if held_back and not one.row.held_back:
                continue
            for name in ("right", "missed", "wrong"):
                for kind, _ in getattr(one, name):
                    counts[kind][name] += 1
        return {kind: Score(**counts[kind]) for kind in KINDS if kind in counts}

    def mistakes(self) -> list[Compared]:
        """The messages with mistakes, worst first, without those held back."""
        shown = [c for c in self.compared if (c.missed or c.wrong) and not c.row.held_back]
        return sorted(shown, key=lambda c: -len(c.missed) - len(c.wrong))

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "messages": len(self.compared),
            "messages_right": sum(not (c.missed or c.wrong) for c in self.compared),
            "kinds": {kind: score.as_dict() for kind, score in self.scores().items()},
            "held_back": {
                "messages": sum(c.row.held_back for c in self.compared),
                "kinds": {kind: score.as_dict() for kind, score in self.scores(True).items()},
            },
            "mistakes": [
                {"text": c.row.text, "missed": said(c.missed), "wrong": said(c.wrong)}
                for c in self.mistakes()
            ],
        }


def said(marks: Iterable[Mark]) -> str:
    """Marks as the file writes them."""
    return " ".join(f"{kind}={value}" for kind, value in marks)


def finder(tagger: Tagger) -> Find:
    """Finds entities as the pipeline does."""

    def find(text: str) -> list[Span]:
        reading = read(text)
        return extract(reading, tagger.names(reading.folded))

    return find


def evaluate_entities(find: Find, rows: Sequence[Marked]) -> EntityReport:
    """Compares what `find` finds in every row with its marks, values included."""
    return EntityReport(tuple(_compared(row, find(row.text)) for row in rows))


def _compared(row: Marked, spans: Iterable[Span]) -> Compared:
    wanted = Counter(row.marks)
    found = Counter(_mark(span) for span in spans)
    return Compared(
        row,
        tuple((wanted & found).elements()),
        tuple((wanted - found).elements()),
        tuple((found - wanted).elements()),
    )


def _mark(span: Span) -> Mark:
    if span.entity == "amount":
        return span.entity, _plain(Decimal(int(span.value)) / 100)
    if span.value is True:
        return span.entity, "yes"
    return span.entity, f"{span.value}{span.unit or ''}".lower()


def read_marked(path: Path) -> list[Marked]:
    """Reads a file; raises EvaluationError naming the line."""
    try:
        # Spreadsheets put a mark in front of UTF-8.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise EvaluationError(f"{path}: 读不到这个文件（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: 文件要存成 UTF-8 编码") from error
    rows = [
        (number, line.rstrip("\r").split("\t"))
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("# ")
    ]
    if not rows or rows[0][1] != _HEADER:
        number = rows[0][0] if rows else 1
        raise EvaluationError(f"{path}:{number}: 第一行要写列名 text 和 entities，用制表符隔开")
    return [_row(cells, f"{path}:{number}") for number, cells in rows[1:]]


def _row(cells: list[str], place: str) -> Marked:
    if len(cells) != 2 or not all(cells):
        raise EvaluationError(f"{place}: 要写成：原话、一个制表符、种类=值（没有就写 -）")
    text, told = cells
    return Marked(text, () if told == "-" else tuple(_marks(told, place)))


def _marks(told: str, place: str) -> Iterator[Mark]:
    for part in told.split():
        kind, _, value = part.partition("=")
        if kind not in KINDS or not value:
            raise EvaluationError(f"{place}: {part}：要写成 种类=值，种类有 {'、'.join(KINDS)}")
        if kind == "amount":
            try:
                value = _plain(Decimal(value))
            except InvalidOperation:
                raise EvaluationError(f"{place}: {part}：金额要写成元，如 5.2") from None
        yield kind, value.lower()


def _plain(number: Decimal) -> str:
    """Without zeros at the end: 5.20 -> 5.2, 100.00 -> 100."""
    return format(number.normalize(), "f")
