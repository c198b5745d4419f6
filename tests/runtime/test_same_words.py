"""For every intent the core's reply without Rasa is what the bot says."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.understood import understanding_of
from tests.conftest import NOW, PATIENT, ROOT
from xiaoer.policy import PolicySource
from xiaoer.runtime.bot import Bot
from xiaoer.shop import Shop
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.db.session import Database

#: A buyer with orders in several states, so that answers have facts to differ in.
BUYER = "b01"


def messages() -> dict[str, str]:
    """One message for each intent, from the stories."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tests" / "stories").glob("test_*.yml")):
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]:
            for step in story["steps"]:
                if "user" in step:
                    found.setdefault(step["intent"], step["user"].strip())
    return found


MESSAGES = messages()


def test_every_intent_is_tried(bot: Bot) -> None:
    intents: list[Any] = bot.agent.domain.intents
    internal = {"nlu_fallback", "restart", "back", "session_start"}
    assert set(MESSAGES) == {name for name in intents if name not in internal}


@pytest.mark.parametrize("intent", sorted(MESSAGES))
def test_core_and_bot_say_the_same(intent: str, bot: Bot, demo_file: Path, tmp_path: Path) -> None:
    text = MESSAGES[intent]
    turn = asyncio.run(bot.handle("same", text, buyer_id=BUYER, channel="test"))

    other = tmp_path / "core-alone.db"
    shutil.copy(demo_file, other)
    database = Database(f"sqlite:///{other}")
    core = Shop(database, PolicySource(PATIENT), ManualClock(NOW))
    parsed = asyncio.run(bot.agent.parse_message(text))
    seq = core.accept("same", text, buyer_id=BUYER, channel="test").seq
    alone = core.respond("same", seq, understanding_of({**parsed, "text": text}))
    database.close()

    assert turn.bubbles == alone.bubbles
    assert [button["title"] for button in turn.buttons] == [b.label for b in alone.buttons]
    assert not turn.failed
