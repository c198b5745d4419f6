"""The conversation by hand: answers, numbered choices, late messages, the end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Optional, cast

import pytest

from tests.cli.test_script_chat import Parrot, promise
from xiaoer.cli import live_chat
from xiaoer.cli.live_chat import LiveChat
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.turn import Turn
from xiaoer.shop import Shop
from xiaoer.shop.dialogue.respond import APOLOGY


class Chooser(Parrot):
    """Offers two choices with every answer."""

    async def handle(self, conversation_id: str, text: str, **more: Any) -> Turn:
        """As the parrot, with buttons."""
        turn = await super().handle(conversation_id, text, **more)
        buttons = ({"title": "要红的", "payload": "红色"}, {"title": "要蓝的", "payload": "蓝色"})
        return replace(turn, buttons=buttons)


class Joiner(Parrot):
    """Answers what may go on with the next message, as a burst; notes what it was told."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.heard: list[tuple[str, bool]] = []
        self._next = asyncio.Event()

    async def handle(self, conversation_id: str, text: str, **more: Any) -> Turn:
        """The first message waits for the second."""
        self.heard.append((text, more.pop("may_continue")))
        if len(self.heard) == 1:
            await self._next.wait()
            return Turn(conversation_id, 1, answered_with=2)
        self._next.set()
        return await super().handle(conversation_id, text, **more)


class Hands:
    """A terminal at which the typed lines are known beforehand; a number is a pause in seconds."""

    def __init__(self, *typed: str | float) -> None:
        self.typed = list(typed)
        self.shown: list[str] = []

    async def read(self) -> Optional[str]:
        """The next line, None at the end."""
        while self.typed:
            line = self.typed.pop(0)
            if isinstance(line, str):
                return line
            await asyncio.sleep(line)
        return None

    def said(self, who: str, text: str) -> None:
        """Keeps what was said."""
        self.shown.append(who + text)

    def note(self, text: str) -> None:
        """Keeps what was noted."""
        self.shown.append(text)


async def talk(
    monkeypatch: pytest.MonkeyPatch, shop: Shop, hands: Hands, bot: Optional[Parrot] = None
) -> list[str]:
    """What the terminal showed."""
    monkeypatch.setattr(live_chat, "Terminal", lambda prompt: hands)
    monkeypatch.setattr(live_chat, "LOOK_EVERY_S", 0.05)
    await LiveChat("c1", "b01").run(cast(Bot, bot or Chooser(shop)))
    return hands.shown


async def test_answers_and_choices(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await talk(monkeypatch, shop, Hands("有货吗", 0.1, "2", 0.1, "3"))

    assert "店小二：“有货吗”" in shown
    assert "1) 要红的  2) 要蓝的" in shown
    assert "店小二：“蓝色”" in shown
    assert "店小二：“3”" in shown, "no such choice: a message like any other"


@pytest.mark.parametrize("end", ["exit", "quit", "退出"])
async def test_words_that_end_it(shop: Shop, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    shown = await talk(monkeypatch, shop, Hands(end, "没有发出去"))

    assert not any("没有发出去" in line for line in shown)


async def test_late_messages_appear_while_nobody_types(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.accept("c1", "到货告诉我", buyer_id="b01")
    promise(shop, "您等的卫衣到货了")

    shown = await talk(monkeypatch, shop, Hands(0.5, "好的"))

    assert shown.count("店小二：您等的卫衣到货了") == 1
    assert shown.index("店小二：您等的卫衣到货了") < shown.index("店小二：“好的”")


async def test_a_refused_message_is_told_why(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await talk(monkeypatch, shop, Hands("长" * 3000, "还在"))

    assert any("2000" in line for line in shown)
    assert "店小二：“还在”" in shown


async def test_more_may_be_typed_before_the_answer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Joiner(shop)
    shown = await talk(monkeypatch, shop, Hands("有赠品吗", 0.1, "今天能发不"), bot)

    assert bot.heard == [("有赠品吗", True), ("今天能发不", True)]
    assert [line for line in shown if line.startswith("店小二")] == [
        "店小二：“今天能发不”",
        "店小二：收到",
    ]


async def test_a_failure_is_told_and_the_conversation_goes_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await talk(monkeypatch, shop, Hands("break", 0.1, "还在"))

    assert any(APOLOGY in line for line in shown)
    assert "店小二：“还在”" in shown
