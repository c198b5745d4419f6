"""`xiaoer review`: from a message that was not understood to a line of training data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from xiaoer.shop import Shop
from xiaoer.shop.dialogue.understanding import Understanding

NLU = 'version: "3.1"\nnlu:\n- intent: ask_stock\n  examples: |\n    - 还有货没\n'


@pytest.fixture
def nlu(tmp_path: Path) -> Path:
    path = tmp_path / "nlu.yml"
    path.write_text(NLU, encoding="utf-8")
    return path


@pytest.fixture
def doubtful(cli_shop: Shop) -> int:
    """A message in the inbox, with a guess; its number there."""
    text = "那个藏青的补上了没呀"
    seq = cli_shop.accept("c", text).seq
    cli_shop.respond("c", seq, Understanding(text, ranking=(("ask_stock", 0.5),), doubt="unsure"))
    return 1


def test_an_empty_inbox_says_so(run: Run) -> None:
    assert "收件箱是空的" in run("review").out


def test_lists_and_accepts(run: Run, doubtful: int, nlu: Path) -> None:
    (group,) = json.loads(run("review", "--json").out)
    assert group["intent"] == "ask_stock"
    assert group["items"][0]["text"] == "那个藏青的补上了没呀"
    assert "藏青" in run("review").out
    tried = run("review", "accept", str(doubtful), "--file", str(nlu), "--dry-run")
    assert "+    - 那个藏青的补上了没呀" in tried.out
    assert nlu.read_text(encoding="utf-8") == NLU
    assert run("review", "accept", str(doubtful), "--file", str(nlu)).code == 0
    assert nlu.read_text(encoding="utf-8").endswith("    - 那个藏青的补上了没呀\n")
    assert "收件箱是空的" in run("review").out


def test_what_cannot_be_added_stays_in_the_inbox(run: Run, doubtful: int, nlu: Path) -> None:
    refused = run("review", "accept", str(doubtful), "--intent", "fly", "--file", str(nlu))
    assert refused.code == 1
    assert "没有意图 fly" in refused.err
    assert len(json.loads(run("review", "--json").out)) == 1


def test_dismisses(run: Run, doubtful: int) -> None:
    assert run("review", "dismiss", str(doubtful)).code == 0
    again = run("review", "dismiss", str(doubtful))
    assert again.code == 1
    assert "已经处理过了" in again.err


def test_a_wrong_understanding_is_corrected(run: Run, cli_shop: Shop) -> None:
    seq = cli_shop.accept("c", "你家发圆通不").seq
    assert run("review", "correct", "c", str(seq), "ask_carrier").code == 0
    (group,) = json.loads(run("review", "--json").out)
    assert (group["intent"], group["items"][0]["reason"]) == ("ask_carrier", "corrected")
    assert "没有意图 nope" in run("review", "correct", "c", str(seq), "nope").err
    assert "买家消息" in run("review", "correct", "c", "99", "ask_carrier").err
