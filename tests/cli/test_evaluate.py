"""What `xiaoer evaluate nlu` prints of a report."""

from __future__ import annotations

import pytest

from xiaoer.cli.model import MEASURES, _print
from xiaoer.nlu.evaluate import Row, evaluate


def test_a_measure_without_messages_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    known, greeting = frozenset[str](), {"doubt": "sure", "requests": [{"intent": "greet"}]}
    clear = evaluate(lambda _: greeting, [Row("在吗", "greet", known)])
    _print(clear, confusions=False)
    printed = capsys.readouterr().out
    assert MEASURES["strict"] in printed and "100.0%" in printed
    assert MEASURES["refused_when_unclear"] not in printed

    unclear = evaluate(lambda _: greeting, [Row("嗯那个", "unclear", known)])
    _print(unclear, confusions=False)
    printed = capsys.readouterr().out
    assert MEASURES["refused_when_unclear"] in printed
    assert MEASURES["strict"] not in printed
