"""The measures of anger and urgency themselves, on a parse that is made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import pytest

from xiaoer.nlu.evaluate import EvaluationError
from xiaoer.nlu.evaluate_feeling import evaluate_feeling
from xiaoer.nlu.feeling_data import Felt, read_felt

POINTS = {"anger": 0.6, "urgency": 0.5}


def parse(text: str) -> Mapping[str, Any]:
    """The text's two numbers are its feeling."""
    if not text[0].isdigit():
        return {}
    anger, urgency = map(float, text.split())
    return {"feeling": {"anger": anger, "urgency": urgency}}


ROWS = [
    Felt("0.9 0.1", 2, 0),
    Felt("0.6 0.7", 2, 2),
    Felt("0.7 0.2", 1, 1),
    Felt("0.3 0.5", 2, 0),
    Felt("0.0 0.0", 0, 0),
    Felt("nothing", 0, 0),
]


def test_precision_and_recall_at_the_working_point() -> None:
    told = evaluate_feeling(parse, ROWS, POINTS).as_dict()
    assert told["messages"] == 6
    anger, urgency = told["anger"], told["urgency"]
    assert anger["precision"] == pytest.approx(2 / 3)
    assert anger["recall"] == pytest.approx(2 / 3)
    assert (anger["strong"], anger["found"], anger["working_point"]) == (3, 3, 0.6)
    low, high = anger["intervals"]["precision"]
    assert 0 < low < 2 / 3 < high < 1
    assert (urgency["precision"], urgency["recall"]) == (0.5, 1.0)


def test_reliability_sets_what_was_said_beside_what_is() -> None:
    bands = evaluate_feeling(parse, ROWS, POINTS).signals["anger"].reliability()
    assert [(band.low, band.strong.total) for band in bands] == [
        (0.0, 2),
        (0.2, 1),
        (0.6, 2),
        (0.8, 1),
    ]
    middle = bands[2]
    assert (middle.expected, middle.strong.value) == (pytest.approx(0.65), 0.5)


def test_certainty_is_in_the_last_band() -> None:
    report = evaluate_feeling(parse, [Felt("1.0 0.95", 2, 2)], POINTS)
    assert [band.low for band in report.signals["anger"].reliability()] == [0.95]


def test_mistakes_are_told_surest_first() -> None:
    mistakes = evaluate_feeling(parse, ROWS, POINTS).signals["anger"].mistakes()
    assert mistakes == [("0.3 0.5", 0.3, True), ("0.7 0.2", 0.7, False)]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("text\tanger\n好\t0\n", ":1: 第一行缺少列名 urgency"),
        ("", ":1: 第一行缺少列名 anger、text、urgency"),
        ("# 说明\ntext\tanger\turgency\n好\t3\t0\n", ":3: anger 和 urgency 只能是 0、1、2"),
        ("text\tanger\turgency\n好\t0\n", ":2: anger 和 urgency 只能是 0、1、2"),
        ("text\tanger\turgency\n \t0\t0\n", ":2: 缺少 text"),
        ("text\tanger\turgency\n好\t0\t0\n\n好\t2\t0\n", ":4: 和第 2 行重复"),
    ],
)
def test_a_bad_file_is_told_by_line(tmp_path: Path, body: str, told: str) -> None:
    path = tmp_path / "felt.tsv"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(EvaluationError) as raised:
        read_felt(path)
    assert str(raised.value) == f"{path}{told}"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="读不到这个文件"):
        read_felt(tmp_path / "gone.tsv")


def test_further_columns_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "felt.tsv"
    path.write_text("anger\ttext\turgency\twho\n1\t好 # 不是说明\t2\tme\n", encoding="utf-8")
    assert read_felt(path) == [Felt("好 # 不是说明", 1, 2)]
