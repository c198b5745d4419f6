"""The understanding on messages that were written without sight of the training data.

They were thought up from situations (state of the order, goods, wish), labelled, and labelled once
more by somebody who saw the texts alone: both said the same of 98 %. The last column tells the
situation. Whoever teaches the bot does not look into this file.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.nlu.conftest import Parse
from xiaoer.nlu.evaluate import NO_INTENT, Report, evaluate, read_rows

FILE = Path(__file__).with_name("blind.tsv")

#: What the file must hold.
PER_INTENT, TO_REFUSE = 20, 300
#: What must be right of it.
MACRO_RECALL, REFUSED, RIGHT_WHEN_ANSWERED = 0.85, 0.75, 0.86


@pytest.fixture(scope="module")
def report(parse: Parse) -> Report:
    return evaluate(parse, read_rows(FILE))


def test_the_set_is_large_enough() -> None:
    counts = Counter(row.intent for row in read_rows(FILE))
    assert counts[NO_INTENT] + counts["out_of_scope"] >= TO_REFUSE
    assert len(counts) == 60, "59 intents and what has none"
    assert min(counts.values()) >= PER_INTENT


def test_every_intent_counts_alike(report: Report) -> None:
    worst = list(report.intents().items())[:5]
    assert report.macro_recall >= MACRO_RECALL, worst


def test_what_has_no_answer_is_not_acted_on(report: Report) -> None:
    assert report.shares["refused_when_unclear"].value >= REFUSED


def test_what_is_answered_is_mostly_right(report: Report) -> None:
    assert report.shares["right_when_answered"].value >= RIGHT_WHEN_ANSWERED
