"""What `xiaoer evaluate feeling` prints of a report."""

from __future__ import annotations

import pytest

from xiaoer.cli.feeling import _print
from xiaoer.nlu.evaluate_feeling import FeelingReport, evaluate_feeling
from xiaoer.nlu.feeling_data import Felt

ROWS = [Felt("骗子", 2, 0), Felt("急用", 0, 2), Felt("在吗", 0, 0)]
SAID = {"骗子": (0.9, 0.1), "急用": (0.7, 0.2), "在吗": (0.1, 0.0)}


def report() -> FeelingReport:
    def parse(text: str) -> dict[str, dict[str, float]]:
        return {"feeling": dict(zip(("anger", "urgency"), SAID[text], strict=True))}

    return evaluate_feeling(parse, ROWS, {"anger": 0.6, "urgency": 0.6})


def test_measures_with_their_intervals_and_reliability(capsys: pytest.CaptureFixture[str]) -> None:
    _print(report(), mistakes=False)
    printed = capsys.readouterr().out
    assert "3 条消息" in printed
    assert "50.0%" in printed and "1/2" in printed and "9.5% – 90.5%" in printed
    assert printed.count("说的概率准不准") == 2
    # Nothing was found urgent: a precision of nothing is not told.
    assert printed.count("精确率") == 1 and printed.count("召回率") == 2
    assert "误报" not in printed


def test_mistakes_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _print(report(), mistakes=True)
    lines = capsys.readouterr().out.splitlines()
    assert any("急用" in line and "误报" in line for line in lines)
    assert any("急用" in line and "漏了" in line for line in lines)
