"""No silence: whatever fails or takes too long, the buyer hears of it and a person takes over."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.runtime.test_bot import said
from xiaoer.runtime.bot import Bot
from xiaoer.shop import Shop


async def test_a_failing_core_is_no_silence(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(shop, "respond", fail)
    turn = await bot.handle("c-17", "在吗")
    assert turn.failed
    assert "抱歉" in turn.text
    assert turn.owner == "queue"
    assert "c-17" in caplog.text
    assert ("bot", turn.text) in said(shop, "c-17")


async def test_a_failing_rasa_is_no_silence(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(bot.agent, "handle_message", fail)
    turn = await bot.handle("c-18", "在吗")
    assert turn.failed
    assert turn.owner == "queue"
    assert "c-18" in caplog.text


async def test_a_rasa_that_says_nothing_is_no_silence(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr(bot.agent, "handle_message", nothing)
    assert (await bot.handle("c1", "在吗")).failed


async def test_a_slow_bot_is_replaced_by_an_apology(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    policy = shop.policy.current()
    impatient = policy.copy(update={"desk": policy.desk.copy(update={"answer_within_s": 0.2})})
    monkeypatch.setattr(shop.policy, "current", lambda: impatient)

    async def endless(*_: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(bot.agent, "handle_message", endless)
    turn = await bot.handle("c-19", "在吗")
    assert turn.failed
    assert "抱歉" in turn.text
    assert "c-19" in caplog.text


async def test_an_answer_that_was_stored_in_time_is_not_replaced(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand = bot.agent.handle_message

    async def fails_afterwards(message: Any) -> None:
        await understand(message)
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(bot.agent, "handle_message", fails_afterwards)
    turn = await bot.handle("c1", "在吗")
    assert not turn.failed
    assert turn.owner == "bot"
    assert [("bot", bubble) for bubble in turn.bubbles] == said(shop)[1:]
