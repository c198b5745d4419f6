"""The measures of entities themselves, on a finder that is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiaoer.nlu.evaluate import EvaluationError
from xiaoer.nlu.evaluate_entities import (
    EntityReport,
    Marked,
    Score,
    evaluate_entities,
    read_marked,
)
from xiaoer.nlu.spans import Span

FOUND = {
    "两包5块": [Span("quantity", 2, 0, 2, unit="包"), Span("amount", 500, 2, 4)],
    "L或者L": [Span("size", "L", 0, 1)],
    "在吗": [Span("colour", "黑色", 0, 1)],
    "[图片]T恤": [Span("photo", True, 0, 4), Span("product", "T恤", 4, 6)],
}


def rows(tmp_path: Path, *lines: str, header: str = "text\tentities") -> Path:
    path = tmp_path / "marked.tsv"
    path.write_text("\n".join(["# 说明", header, *lines]) + "\n", encoding="utf-8")
    return path


def measured(path: Path) -> EntityReport:
    return evaluate_entities(lambda text: FOUND.get(text, []), read_marked(path))


def test_values_are_compared_as_the_file_writes_them(tmp_path: Path) -> None:
    path = rows(tmp_path, "两包5块\tquantity=2包 amount=5.00", "[图片]T恤\tproduct=t恤 photo=yes")
    assert {score.f1 for score in measured(path).scores().values()} == {1.0}


def test_another_value_or_measure_word_is_a_mistake(tmp_path: Path) -> None:
    scores = measured(rows(tmp_path, "两包5块\tquantity=2盒 amount=50")).scores()
    assert scores == {"amount": Score(0, 1, 1), "quantity": Score(0, 1, 1)}


def test_every_mention_counts_and_nothing_else(tmp_path: Path) -> None:
    scores = measured(rows(tmp_path, "L或者L\tsize=L size=L", "在吗\t-")).scores()
    assert scores == {"size": Score(1, 1, 0), "colour": Score(0, 0, 1)}
    size = scores["size"]
    assert (size.precision, size.recall, size.f1) == (1, 0.5, pytest.approx(2 / 3))
    assert (size.support, scores["colour"].support) == (2, 0)


def test_mistakes_held_back_are_counted_and_not_shown(tmp_path: Path) -> None:
    texts = [f"第{number}条" for number in range(60)]
    report = measured(rows(tmp_path, *(f"{text}\tsize=L" for text in texts)))
    held = {text for text in texts if Marked(text, ()).held_back}

    assert 5 <= len(held) <= 25
    assert {one.row.text for one in report.mistakes()} == set(texts) - held
    assert report.scores()["size"] == Score(0, 60, 0)
    assert report.scores(held_back=True)["size"] == Score(0, len(held), 0)
    assert report.as_dict()["held_back"]["messages"] == len(held)


def test_the_worst_comes_first_and_is_told(tmp_path: Path) -> None:
    lines = ["嗯\tsize=L", "哦\tsize=L colour=黑色", "两包5块\tquantity=2包 amount=5"]
    told = measured(rows(tmp_path, *lines)).as_dict()

    assert told["mistakes"] == [
        {"text": "哦", "missed": "size=l colour=黑色", "wrong": ""},
        {"text": "嗯", "missed": "size=l", "wrong": ""},
    ]
    assert (told["messages"], told["messages_right"]) == (3, 1)
    assert told["kinds"]["amount"] == {"precision": 1, "recall": 1, "f1": 1, "support": 1}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("你好", "marked.tsv:3: 要写成：原话"),
        ("你好\t", "marked.tsv:3: 要写成：原话"),
        ("你好\tcolor=黑色", "marked.tsv:3: color=黑色：要写成 种类=值"),
        ("你好\tsize=", "marked.tsv:3: size=：要写成 种类=值"),
        ("五块\tamount=五", "marked.tsv:3: amount=五：金额要写成元"),
    ],
)
def test_a_bad_line_is_told(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(EvaluationError, match=problem):
        read_marked(rows(tmp_path, line))


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "marked.tsv"
    path.write_bytes("text\tentities\r\n两包5块\tquantity=2包\r\n".encode("utf-8-sig"))
    assert read_marked(path) == [Marked("两包5块", (("quantity", "2包"),))]


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"marked\.tsv:2: 第一行要写列名"):
        read_marked(rows(tmp_path, header="text\tintent"))
    with pytest.raises(EvaluationError, match=r"gone\.tsv"):
        read_marked(tmp_path / "gone.tsv")
