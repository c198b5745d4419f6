"""Anger and urgency: the trained signals against the test set, and what they are made of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.nlu.conftest import ROOT, Parse
from xiaoer.nlu.corpus import similarity, trigrams
from xiaoer.nlu.evaluate_feeling import FeelingReport, evaluate_feeling
from xiaoer.nlu.feeling import FeelingModel
from xiaoer.nlu.feeling_cues import cues, names
from xiaoer.nlu.feeling_data import SIGNALS, read_felt
from xiaoer.nlu.normalise import fold
from xiaoer.nlu.reading import read
from xiaoer.policy import load

TRAINING = ROOT / "data" / "feeling.tsv"
TEST = Path(__file__).parent / "feeling.tsv"

#: Least precision and recall at the shop's working points.
FLOORS = {"anger": (0.85, 0.6), "urgency": (0.8, 0.6)}


@pytest.fixture(scope="module")
def report(parse: Parse) -> FeelingReport:
    points = load().feeling
    working_points = {"anger": points.angry_from, "urgency": points.urgent_from}
    return evaluate_feeling(parse, read_felt(TEST), working_points)


@pytest.mark.parametrize("signal", SIGNALS)
def test_the_working_point_is_precise(report: FeelingReport, signal: str) -> None:
    found, (precision, recall) = report.signals[signal], FLOORS[signal]
    assert found.precision.value >= precision, found.mistakes()
    assert found.recall.value >= recall, found.mistakes()


@pytest.mark.parametrize("signal", SIGNALS)
def test_probabilities_mean_what_they_say(report: FeelingReport, signal: str) -> None:
    bands = report.signals[signal].reliability()
    total = sum(band.strong.total for band in bands)
    gap = sum(abs(band.expected - band.strong.value) * band.strong.total for band in bands)
    assert gap / total <= 0.1, bands


@pytest.mark.parametrize("text", ["", "  ", "[图片]", "202600000000000104"])
def test_where_there_is_nothing_to_read_a_message_is_calm(parse: Parse, text: str) -> None:
    assert parse(text)["feeling"] == {"anger": 0.0, "urgency": 0.0}


@pytest.mark.parametrize("text", ["😀😀", "。。。", "asdkjh qwlkejh", "\ud83d", "！" * 10_000])
def test_what_cannot_be_understood_is_not_taken_for_anger(parse: Parse, text: str) -> None:
    assert max(parse(text)["feeling"].values()) < 0.5


def test_most_training_messages_are_calm_and_no_level_is_missing() -> None:
    felt = read_felt(TRAINING)
    anger, urgency = Counter(one.anger for one in felt), Counter(one.urgency for one in felt)
    assert len(felt) >= 700
    assert anger[0] > len(felt) / 2 and urgency[0] > len(felt) / 2
    assert min(*anger.values(), *urgency.values()) >= 100


def test_the_test_set_is_no_copy_of_the_training_data() -> None:
    known = [(one.text, trigrams(one.text)) for one in read_felt(TRAINING)]
    tested = read_felt(TEST)
    near = [
        (one.text, text)
        for one in tested
        for text, grams in known
        if similarity(trigrams(one.text), grams) > 0.5
    ]
    assert len(tested) >= 220 and near == []


def test_both_rounds_of_labels_agree_as_the_rules_say() -> None:
    header, *rows = [
        line.split("\t")
        for line in TEST.read_text(encoding="utf-8").splitlines()
        if not line.startswith("# ")
    ]
    for signal, agreed in (("anger", 313), ("urgency", 314)):
        first, second = header.index(f"{signal}_1"), header.index(f"{signal}_2")
        assert sum(row[first] == row[second] for row in rows) == agreed
        settled = header.index(signal)
        assert all(row[settled] in (row[first], row[second]) for row in rows)


@pytest.mark.parametrize(
    ("text", "told", "silent"),
    [
        ("你们就是骗子", {"faith"}, {"joy", "abuse"}),
        ("垃圾店！！！", {"abuse", "shouted", "exclaimed"}, {"doubted"}),
        ("垃圾桶多大", set(), {"abuse", "contempt"}),
        ("不着急 慢慢来", {"no_hurry"}, {"emergency"}),
        ("明天生日要用", {"near", "need"}, {"no_hurry"}),
        ("急救包里有什么", set(), {"hurry", "emergency"}),
        ("退钱退钱退钱", {"said_thrice"}, {"shouted"}),
        ("ＴＭＤ什么破店", {"swearing", "contempt"}, {"joy"}),
    ],
)
def test_cues(text: str, told: set[str], silent: set[str]) -> None:
    found = {name for name, value in zip(names(), cues(fold(text)), strict=True) if value}
    assert told <= found and not silent & found


def test_every_cue_has_its_reason() -> None:
    rows = (ROOT / "xiaoer/nlu/lexicon/feeling.txt").read_text(encoding="utf-8").splitlines()
    assert all(len(row.split("\t")) == 3 for row in rows)


def test_a_model_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    texts = [f"{word}{number}" for number in range(20) for word in ("骗子", "在吗", "急用")]
    readings = [read(text) for text in texts]
    vectors = generator.normal(size=(len(texts), 8)).astype(np.float32)
    strong = np.array([["骗" in text, "急" in text] for text in texts])
    made = FeelingModel.train(readings, vectors, strong)
    made.save(tmp_path)
    stored = FeelingModel.load(tmp_path)
    for reading, vector in zip(readings[:3], vectors, strict=False):
        told = made.probabilities(reading, vector)
        assert stored.probabilities(reading, vector) == told
        assert all(0 <= share <= 1 for share in told.values())
    assert made.probabilities(readings[0], vectors[0])["anger"] > 0.5
    assert made.probabilities(readings[1], vectors[1])["anger"] < 0.5


def test_a_model_of_other_cues_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"vocabulary": [], "cues": ["abuse"]}')
    with pytest.raises(ValueError, match="train anew"):
        FeelingModel.load(tmp_path)
