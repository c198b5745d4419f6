"""What the writers of the training data marked by hand is what the extractor finds."""

from __future__ import annotations

from collections import defaultdict
from typing import Iterator

import pytest

from tests.nlu.conftest import DATA
from xiaoer.nlu import corpus
from xiaoer.nlu.entities import extract
from xiaoer.nlu.lexicon import LexiconFile
from xiaoer.nlu.reading import read
from xiaoer.nlu.tagger import Tagger

#: The least share of the marked entities that is found under the same name, touching the mark.
FLOORS = {
    "order_number": 0.95,
    "item_number": 0.95,
    "tracking_number": 0.9,
    "phone_tail": 0.9,
    "amount": 0.93,
    "quantity": 0.85,
    "size": 0.85,
    "height": 0.85,
    "weight": 0.85,
    "colour": 0.8,
    "carrier": 0.95,
    "region": 0.9,
    "date": 0.85,
}


@pytest.fixture(scope="module")
def recall() -> dict[str, tuple[int, list[str]]]:
    """For each kind how many were marked, and which examples were missed."""
    tagger = Tagger(LexiconFile())
    marked: dict[str, int] = defaultdict(int)
    missed: dict[str, list[str]] = defaultdict(list)
    for example in corpus.read(DATA):
        reading = read(example.text)
        spans = extract(reading, tagger.names(reading.folded))
        for kind, surface, start in _marks(example):
            marked[kind] += 1
            end = start + len(surface)
            if not any(s.entity == kind and s.start < end and s.end > start for s in spans):
                missed[kind].append(f"{example.text} [{surface}]")
    return {kind: (total, missed[kind]) for kind, total in marked.items()}


def _marks(example: corpus.Example) -> Iterator[tuple[str, str, int]]:
    place = 0
    for kind, surface in example.entities:
        place = example.text.index(surface, place)
        yield kind, surface, place
        place += len(surface)


@pytest.mark.parametrize("kind", FLOORS)
def test_marked_entities_are_found(recall: dict[str, tuple[int, list[str]]], kind: str) -> None:
    total, missed = recall[kind]
    assert total >= 3
    assert 1 - len(missed) / total >= FLOORS[kind], missed
