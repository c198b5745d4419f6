"""The same words after a question of the bot, and standing alone (`context.yml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest
import yaml

from actions.understood import understanding_of
from tests.nlu.conftest import Parse
from xiaoer.shop.dialogue.answers import read
from xiaoer.shop.dialogue.context import OpenQuestion, Option
from xiaoer.shop.dialogue.understanding import Understanding

#: Pairs that the file must at least hold, and the shares that must be right.
FEWEST, LEAST_RIGHT = 150, 0.9
NO_ANSWER = "no"
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Pair:
    """A question, a reply, and what the reply means after it and alone."""

    question: OpenQuestion
    text: str
    answer: Any
    alone: Tuple[str, ...]


def pairs() -> List[Pair]:
    """Everything in context.yml."""
    groups = yaml.safe_load(Path(__file__).with_name("context.yml").read_text(encoding="utf-8"))
    return [
        Pair(_question(group["asked"]), one["text"], one["answer"], tuple(one["alone"]))
        for group in groups
        for one in group["replies"]
    ]


def _question(asked: Dict[str, Any]) -> OpenQuestion:
    options = tuple(Option(label, value) for label, value in asked.get("options", {}).items())
    return OpenQuestion(
        id="c:1:q",
        kind=asked["kind"],
        intent=asked["intent"],
        text=asked["text"],
        asked_turn=1,
        options=options,
    )


def answered(pair: Pair, understood: Understanding) -> bool:
    """Whether the reply is read as the answer that it is."""
    reading = read(pair.question, understood)
    if reading is None or pair.answer == NO_ANSWER:
        return reading is None and pair.answer == NO_ANSWER
    known = {**reading.given, "intent": reading.intent}
    return all(known.get(name) == value for name, value in pair.answer.items())


def alone(pair: Pair, understood: Understanding) -> bool:
    """Whether the words alone are read as what they are, or as too little to act on."""
    return (understood.intent if understood.doubt == "sure" else UNCLEAR) in pair.alone


@pytest.fixture(scope="module")
def read_pairs(parse: Parse) -> List[Tuple[Pair, Understanding]]:
    return [(pair, understanding_of(parse(pair.text))) for pair in pairs()]


def test_answers_to_open_questions(read_pairs: List[Tuple[Pair, Understanding]]) -> None:
    assert len(read_pairs) >= FEWEST
    wrong = [(p.question.kind, p.text) for p, heard in read_pairs if not answered(p, heard)]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(read_pairs), wrong


def test_the_same_words_alone(read_pairs: List[Tuple[Pair, Understanding]]) -> None:
    wrong = [(p.text, h.doubt, h.intent) for p, h in read_pairs if not alone(p, h)]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(read_pairs), wrong
