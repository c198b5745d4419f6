"""The comparison of understandings: its data, its split, and that contestants really learn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.nlu.__main__ import main
from bench.nlu.dataset import DataUnusable, Labelled, read, split
from bench.nlu.measure import macro_f1

SMALL = Path(__file__).parent / "data" / "small.tsv"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_text_and_label(tmp_path: Path) -> None:
    file = write(tmp_path / "a.tsv", "text\tlabel\n有货吗\tstock\n\n 多少钱 \tprice\n")
    assert read(file) == [Labelled("有货吗", "stock"), Labelled("多少钱", "price")]


def test_reads_the_form_with_numbers(tmp_path: Path) -> None:
    file = write(tmp_path / "a.tsv", "1\t有货吗\tstock\tx\t9\n2\t多少钱\tprice\ty\t9\n")
    assert read(file) == [Labelled("有货吗", "stock"), Labelled("多少钱", "price")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("有货吗\tstock\n没有标签\n", "line 2"),
        ("有货吗\tstock\n\t price\n", "line 2"),
        ("有货吗\tstock\n还有吗\tstock\n", "two different labels"),
        ("", "two different labels"),
    ],
)
def test_names_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataUnusable, match=told):
        read(write(tmp_path / "a.tsv", text))


def test_the_split_is_fixed_and_keeps_nothing_twice() -> None:
    messages = read(SMALL)
    parts = split(messages + messages)
    assert parts == split(list(reversed(messages)))
    assert len(parts.train) + len(parts.test) == len(messages)
    assert not set(parts.train) & set(parts.test)
    assert {one.label for one in parts.test} == {one.label for one in messages}


def test_macro_f1_weighs_labels_alike() -> None:
    truth = ["a", "a", "a", "b"]
    assert macro_f1(truth, truth) == 1
    assert macro_f1(truth, ["a", "a", "a", "a"]) == pytest.approx((6 / 7 + 0) / 2)


def test_contestants_learn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SMALL), "--only", "ours", "characters", "words", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {"ours", "characters", "words"}
    # Four labels: guessing gets a quarter.
    assert figures["ours"]["accuracy"] > 0.5
    assert all(one["memory_mb"] > 50 and one["training_s"] > 0 for one in figures.values())


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/nowhere/at/all.tsv"]) == 2
    assert "/nowhere/at/all.tsv" in capsys.readouterr().err


@pytest.mark.slow
def test_stock_rasa_takes_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SMALL), "--only", "stock", "--json"]) == 0
    assert 0 <= json.loads(capsys.readouterr().out)["stock"]["accuracy"] <= 1
