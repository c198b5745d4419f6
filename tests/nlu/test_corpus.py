"""The training data keeps the rules that make it worth learning from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.nlu.conftest import DATA, ROOT
from xiaoer.nlu import corpus
from xiaoer.nlu.calibration import UNCLEAR

#: Every intent has at least so many examples.
MINIMUM = 45


def _intents() -> frozenset[str]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return frozenset(domain["intents"])


def test_training_data_has_no_problems() -> None:
    found = list(corpus.problems(corpus.read(DATA), known=_intents(), minimum=MINIMUM))
    assert [str(problem) for problem in found] == []


def test_every_intent_of_the_domain_is_taught() -> None:
    counts = Counter(example.intent for example in corpus.read(DATA))
    assert set(counts) == _intents()
    assert len(set(counts) - {UNCLEAR}) == 59


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- intent: a\n  examples: |\n    - \n", "empty example"),
        (
            "- intent: a\n  examples: |\n    - 发票\n- intent: b\n  examples: |\n    - 发票\n",
            "line 3",
        ),
        ("- intent: a\n  examples: |\n    - 今天能发货吗亲\n    - 今天能发货吗亲亲\n", "too close"),
        ("- intent: a\n  examples: |\n    - 要1个\n    - 要2个\n    - 要3个\n", "third time"),
        ("- intent: c\n  examples: |\n    - 发票\n", "not in the domain"),
    ],
)
def test_breaches_are_told_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "nlu.yml"
    path.write_text(text, encoding="utf-8")
    found = [str(p) for p in corpus.problems(corpus.read(path), known=frozenset({"a", "b"}))]
    assert any(told in problem and f"{path}:" in problem for problem in found)
