"""Reads labelled messages and splits them, the same way every time."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

#: First words of a line that names the columns.
_HEADERS = frozenset({"text", "id", "query", "sentence"})


class DataUnusable(Exception):
    """The file cannot be compared on; the message names file, line and what is wrong."""


@dataclass(frozen=True)
class Labelled:
    """A message and what it is."""

    text: str
    label: str


@dataclass(frozen=True)
class Split:
    """What is learnt from, and what is asked."""

    train: tuple[Labelled, ...]
    test: tuple[Labelled, ...]


def read(path: Path) -> list[Labelled]:
    """Reads `text<TAB>label` or `id<TAB>text<TAB>intent<TAB>…`, UTF-8, with or without a header.

    It is the second form where the lines have three columns or more. Blank lines are skipped.
    Raises DataUnusable.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataUnusable(f"{path}: {error}") from error
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip()]
    if rows and rows[0][1][0].strip().lower() in _HEADERS:
        rows = rows[1:]
    found = [_labelled(path, number, cells) for number, cells in rows]
    if len({one.label for one in found}) < 2:
        raise DataUnusable(f"{path}: needs messages with at least two different labels")
    return found


def _labelled(path: Path, number: int, cells: list[str]) -> Labelled:
    if len(cells) < 2:
        raise DataUnusable(f"{path}, line {number}: expected text<TAB>label, found no tab")
    text, label = (cells[1], cells[2]) if len(cells) > 2 else (cells[0], cells[1])
    if not text.strip() or not label.strip():
        raise DataUnusable(f"{path}, line {number}: the text or the label is empty")
    return Labelled(text.strip(), label.strip())


def split(messages: list[Labelled], test_share: float = 0.2) -> Split:
    """Puts `test_share` of each label's messages aside for the test, chosen by a hash.

    The same file gives the same split on every machine. A label with one message is only learnt,
    and a text that stands there twice is kept once.
    """
    by_label: dict[str, list[Labelled]] = defaultdict(list)
    for one in dict.fromkeys(messages):
        by_label[one.label].append(one)
    train: list[Labelled] = []
    test: list[Labelled] = []
    for label in sorted(by_label):
        group = sorted(by_label[label], key=_place)
        aside = round(len(group) * test_share) if len(group) > 1 else 0
        test += group[:aside]
        train += group[aside:]
    if not test:
        raise DataUnusable("too few messages: nothing is left to test on")
    return Split(tuple(train), tuple(test))


def _place(one: Labelled) -> str:
    return hashlib.sha256(f"{one.label}\t{one.text}".encode("utf-8", "surrogatepass")).hexdigest()
