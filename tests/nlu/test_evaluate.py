"""The measures themselves, on a parse that is made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import pytest

from xiaoer.nlu.evaluate import EvaluationError, Share, evaluate, read_rows

HEADER = "text\tintent\talso_right\n"


def parse(text: str) -> Mapping[str, Any]:
    """`<intent> <doubt>` is what is understood."""
    intent, doubt = text.split()
    requests = [{"intent": intent}] if doubt == "sure" else []
    return {"intent_ranking": [{"name": intent}], "requests": requests, "doubt": doubt}


def rows(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "rows.tsv"
    path.write_text(HEADER + body, encoding="utf-8")
    return path


def test_measures(tmp_path: Path) -> None:
    body = (
        "greet sure\tgreet\t-\n"
        "thank sure\tgreet\tthank|affirm\n"
        "deny sure\tgreet\t-\n"
        "greet unsure\tgreet\t-\n"
        "greet unsure\tunclear\t-\n"
        "greet sure\tunclear\t-\n"
        "out_of_scope sure\tout_of_scope\t-\n"
    )
    report = evaluate(parse, read_rows(rows(tmp_path, body)))
    told = report.as_dict(confusions=True)
    assert told["strict"] == pytest.approx(3 / 5)
    assert told["lenient"] == pytest.approx(4 / 5)
    assert told["answered"] == pytest.approx(4 / 5)
    assert told["right_when_answered"] == pytest.approx(3 / 4)
    assert told["refused_when_unclear"] == pytest.approx(2 / 3)
    assert told["messages"] == 7
    # greet 3 of 4, out_of_scope 1 of 1.
    assert told["macro_recall"] == pytest.approx((3 / 4 + 1) / 2)
    assert told["p50_ms"] >= 0
    assert told["worst_intents"][0]["intent"] == "greet"
    [confusion] = told["confusions"]
    assert (confusion["intent"], confusion["predicted"], confusion["count"]) == ("greet", "deny", 1)


def test_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text("text\tintent\n在吗\tgreet\n", encoding="utf-8-sig")
    [row] = read_rows(path)
    assert (row.text, row.intent) == ("在吗", "greet")


def test_a_bad_file_is_told_by_line(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"rows\.tsv:2: 缺少 text 或 intent"):
        read_rows(rows(tmp_path, "你好\t\t-\n"))
    bare = tmp_path / "bare.tsv"
    bare.write_text("message\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="缺少列名 intent、text"):
        read_rows(bare)
    with pytest.raises(EvaluationError, match="gone"):
        read_rows(tmp_path / "gone.tsv")


def test_the_third_column_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "two.tsv"
    path.write_text("text\tintent\ngreet sure\tgreet\n", encoding="utf-8")
    assert evaluate(parse, read_rows(path)).as_dict()["strict"] == 1
