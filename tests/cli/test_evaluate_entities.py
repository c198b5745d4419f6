"""`xiaoer evaluate entities`: the shop's own names, without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    path = tmp_path / "marked.tsv"
    lines = ["text\tentities", "云朵卫衣要两件M码\tproduct=云朵卫衣 quantity=2件 size=M"]
    path.write_text("\n".join([*lines, "黑色[b]\tcolour=红色"]), encoding="utf-8")
    return path


def test_json(run: Run, marked: Path) -> None:
    told = json.loads(run("evaluate", "entities", str(marked), "--json").out)

    assert (told["messages"], told["messages_right"]) == (2, 1)
    assert told["kinds"]["product"] == {"precision": 1, "recall": 1, "f1": 1, "support": 1}
    assert told["kinds"]["colour"]["f1"] == 0
    assert told["mistakes"] == [
        {"text": "黑色[b]", "missed": "colour=红色", "wrong": "colour=黑色"}
    ]


def test_table(run: Run, marked: Path) -> None:
    result = run("evaluate", "entities", str(marked), "--no-prepare")

    assert result.code == 0
    assert "2 条消息，1 条完全认对" in result.out
    for shown in ("quantity", "100.0%", "黑色[b]", "colour=红色", "colour=黑色"):
        assert shown in result.out


def test_a_bad_file_is_told_in_a_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("text\tentities\n你好\n", encoding="utf-8")
    result = run("evaluate", "entities", str(path))

    assert result.code != 0
    assert "bad.tsv:2: 要写成：原话" in result.err and "Traceback" not in result.err
