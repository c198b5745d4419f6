"""Adding examples to the training data, and grouping messages that mean the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from xiaoer.nlu.additions import CannotAdd, added
from xiaoer.nlu.clusters import clusters
from xiaoer.nlu.corpus import read

DATA = """version: "3.1"

nlu:

# Conversation
- intent: greet
  examples: |
    - 在吗
    - 你好呀老板

# Selling
- intent: ask_stock
  examples: |
    - [黑色](colour)还有货吗
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nlu.yml"
    path.write_text(DATA, encoding="utf-8")
    return path


def test_examples_go_to_the_end_of_their_intents(file: Path) -> None:
    change = added(file, [("ask_stock", "L码补货没"), ("greet", "有人在 吗")])
    assert file.read_text(encoding="utf-8") == DATA, "nothing is written before write()"
    assert "+    - L码补货没" in change.difference
    change.write()
    texts = [(one.intent, one.text) for one in read(file)]
    assert texts == [
        ("greet", "在吗"),
        ("greet", "你好呀老板"),
        ("greet", "有人在 吗"),
        ("ask_stock", "黑色还有货吗"),
        ("ask_stock", "L码补货没"),
    ]
    assert "# Selling" in change.after


@pytest.mark.parametrize(
    ("intent", "text", "told"),
    [
        ("fly", "起飞", "没有意图 fly"),
        ("", "起飞", "--intent"),
        ("greet", " [] ", "是空的"),
        ("ask_stock", "在吗", "is under ask_stock"),
        ("ask_stock", "黑色还有货吗呀", "too close"),
    ],
)
def test_what_does_not_fit_is_refused(file: Path, intent: str, text: str, told: str) -> None:
    with pytest.raises(CannotAdd, match=told):
        added(file, [(intent, text)])


def test_markup_cannot_slip_in(file: Path) -> None:
    change = added(file, [("greet", "在[吗](product)\n- intent: x")])
    assert "    - 在 吗 product - intent: x" in change.after.splitlines()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotAdd, match=r"none\.yml"):
        added(tmp_path / "none.yml", [("greet", "在吗")])


def test_clusters_of_like_vectors() -> None:
    turned = [[1.0, 0.0], [0.0, 1.0], [0.99, 0.14], [0.98, 0.2]]
    assert clusters(np.array(turned), 0.9) == [[0, 2, 3], [1]]
    assert clusters(np.zeros((0, 2))) == []
