"""`xiaoer conversations`: a person takes a chat, answers, and gives it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from xiaoer.bootstrap import build_shop
from xiaoer.cli.main import app
from xiaoer.settings import Settings
from xiaoer.shop import Shop
from xiaoer.shop.db.migrate import migrate


@pytest.fixture
def own_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop in a folder of its own with a chat that waits for a person."""
    monkeypatch.setenv("XIAOER_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("XIAOER_DATABASE_URL", raising=False)
    settings = Settings(_env_file=None)
    migrate(settings.url)
    shop = build_shop(settings)
    shop.accept("c1", "转人工")
    shop.hand_over("c1", "queue", "bot")
    return shop


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["conversations", *words])
    return result.exit_code, result.output


def test_take_answer_give_back(own_shop: Shop) -> None:
    assert run("take", "c1", "--as", "小李")[0] == 0
    assert run("say", "c1", "您好，我来处理", "--as", "小李")[0] == 0
    last = own_shop.messages("c1")[-1]
    assert (last.author, last.text, last.reply_to) == ("agent", "您好，我来处理", None)
    assert run("give-back", "c1")[0] == 0
    assert own_shop.conversation("c1").owner == "bot"


def test_only_who_has_it_may_answer(own_shop: Shop) -> None:
    assert run("say", "c1", "您好", "--as", "小李")[0] != 0
    run("take", "c1", "--as", "小李")
    assert run("say", "c1", "您好", "--as", "小王")[0] != 0
    assert own_shop.messages("c1")[-1].author == "buyer"


def test_unknown_and_impossible(own_shop: Shop) -> None:
    assert run("take", "nothing", "--as", "小李")[0] != 0
    assert run("close", "c1")[0] == 0
    assert run("take", "c1", "--as", "小李")[0] != 0
    own_shop.accept("c1", "还在吗")
    assert own_shop.conversation("c1").owner == "bot"
