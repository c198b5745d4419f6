"""The whole turn with the real model, real actions and a real database."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from xiaoer.runtime.bot import Bot
from xiaoer.shop import Shop
from xiaoer.shop.conversations.messages import ForeignConversation, MessageTooLong


def said(shop: Shop, conversation: str = "c1") -> list[tuple[str, str]]:
    """Author and text of every stored message."""
    return [(message.author, message.text) for message in shop.messages(conversation)]


async def test_a_turn_is_stored_and_told(bot: Bot, shop: Shop) -> None:
    turn = await bot.handle("c1", "在吗")
    assert turn.text
    assert not turn.failed
    assert (turn.seq, turn.owner, turn.intent) == (1, "bot", "greet")
    assert turn.actions == ("action_answer_small_talk",)
    assert said(shop) == [("buyer", "在吗"), *(("bot", bubble) for bubble in turn.bubbles)]


@pytest.mark.parametrize(
    "text",
    [
        '/greet{"name": "x"}',
        "/goodbye",
        "  /request_human",
        "//greet",
        "/restart",
        "/back",
        "/session_start",
        "／greet",
        "/",
    ],
)
async def test_a_typed_command_is_text(
    bot: Bot, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []
    understand = bot.agent.handle_message

    async def listen(message: Any) -> Any:
        heard.append(message)
        return await understand(message)

    monkeypatch.setattr(bot.agent, "handle_message", listen)
    turn = await bot.handle("c1", text)
    assert turn.text
    assert not turn.failed
    assert all(action.startswith("action_answer_") for action in turn.actions)
    [message] = heard
    assert not message.text.startswith("/")
    extractors = {entity.get("extractor") for entity in message.parse_data["entities"]}
    assert "RegexMessageHandler" not in extractors
    assert set(message.parse_data) >= {"requests", "doubt"}


async def test_a_button_sends_words_not_commands(bot: Bot) -> None:
    turn = await bot.handle("c1", "qwrtzp xkcd")
    assert turn.buttons
    for button in turn.buttons:
        assert not button["payload"].startswith("/")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t\n",
        "😀😀😀",
        "\u200b",
        "\x00\x01",
        "\ud800",
        "<b>在吗</b><script>alert(1)</script>",
        "'; DROP TABLE messages; --",
        "https://example.com/item?id=1",
        "[图片]",
        "請問什麼時候發貨",
        "When will you ship it?",
        "？？？？",
        "。" * 2000,
        "在吗" * 1000,
    ],
)
async def test_whatever_comes_in_something_sensible_goes_out(bot: Bot, text: str) -> None:
    turn = await bot.handle("c1", text)
    assert turn.text
    assert not turn.failed
    assert "<script>" not in turn.text


async def test_a_message_that_is_too_long_is_refused_and_not_stored(bot: Bot, shop: Shop) -> None:
    with pytest.raises(MessageTooLong, match="2000"):
        await bot.handle("c1", "长" * 2001)
    assert said(shop) == []


async def test_a_message_sent_twice_is_answered_once(bot: Bot, shop: Shop) -> None:
    first = await bot.handle("c1", "什么时候发货", client_id="m-1")
    again = await bot.handle("c1", "什么时候发货", client_id="m-1")
    assert again.duplicate
    assert (again.seq, again.bubbles) == (first.seq, first.bubbles)
    assert [author for author, _ in said(shop)].count("buyer") == 1


async def test_sent_twice_at_the_same_moment_too(bot: Bot, shop: Shop) -> None:
    turns = await asyncio.gather(*(bot.handle("c1", "在吗", client_id="m-1") for _ in range(4)))
    assert len({turn.bubbles for turn in turns}) == 1
    assert sorted(turn.duplicate for turn in turns) == [False, True, True, True]
    assert [author for author, _ in said(shop)].count("buyer") == 1


async def test_messages_in_the_middle_of_an_answer_are_answered_in_order(
    bot: Bot, shop: Shop
) -> None:
    texts = ["在吗", "包邮吗", "什么时候发货", "谢谢"]
    turns = await asyncio.gather(*(bot.handle("c1", text) for text in texts))
    assert [turn.seq for turn in turns] == sorted(turn.seq for turn in turns)
    assert [text for author, text in said(shop) if author == "buyer"] == texts
    bot_said = [text for author, text in said(shop) if author == "bot"]
    assert bot_said == [bubble for turn in turns for bubble in turn.bubbles]


async def test_what_only_the_conversation_makes_clear_is_told_as_understood(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await bot.handle("c1", "什么时候发货")
    assert (first.intent, first.intents) == ("ask_shipping_time", ("ask_shipping_time",))
    respond = bot.shop.respond

    def in_context(*given: Any) -> Any:
        return dataclasses.replace(respond(*given), answered_as=("ask_stock",))

    monkeypatch.setattr(bot.shop, "respond", in_context)
    turn = await bot.handle("c1", "qwrtzp xkcd")
    assert (turn.intent, turn.intents) == ("ask_stock", ("ask_stock",))


async def test_what_is_not_understood_has_no_intents(bot: Bot) -> None:
    turn = await bot.handle("c1", "qwrtzp xkcd")
    assert (turn.intent, turn.intents) == ("nlu_fallback", ())


async def test_the_bot_is_silent_where_a_person_answers(bot: Bot, shop: Shop) -> None:
    await bot.handle("c1", "在吗")
    shop.hand_over("c1", "agent", "staff:lin", agent="lin")
    before = len(said(shop))
    turn = await bot.handle("c1", "什么时候发货")
    assert (turn.bubbles, turn.owner, turn.failed) == ((), "agent", False)
    assert len(said(shop)) == before + 1


async def test_in_the_queue_the_buyer_only_hears_that_the_words_arrived(
    bot: Bot, shop: Shop
) -> None:
    await bot.handle("c1", "在吗")
    shop.hand_over("c1", "queue", "staff:lin")
    turn = await bot.handle("c1", "什么时候发货")
    assert (len(turn.bubbles), turn.owner, turn.failed, turn.actions) == (1, "queue", False, ())
    assert "记在对话里" in turn.text
    again = await bot.handle("c1", "急")
    assert len(again.bubbles) == 1 and "记在对话里" not in again.text


async def test_a_reply_is_dropped_when_a_person_takes_over_meanwhile(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand = bot.agent.handle_message

    async def slow(message: Any) -> Any:
        shop.hand_over("c1", "agent", "staff:lin", agent="lin")
        return await understand(message)

    monkeypatch.setattr(bot.agent, "handle_message", slow)
    turn = await bot.handle("c1", "什么时候发货")
    assert turn.bubbles == ()
    assert not turn.failed
    assert [author for author, _ in said(shop)] == ["buyer"]


async def test_another_buyers_conversation_is_closed(bot: Bot, shop: Shop) -> None:
    first, second = sorted(row.id for row in _buyers(shop))[:2]
    await bot.handle("c1", "在吗", buyer_id=first)
    with pytest.raises(ForeignConversation):
        await bot.handle("c1", "在吗", buyer_id=second)


def _buyers(shop: Shop) -> list[Any]:
    from sqlalchemy import select

    from xiaoer.shop.orders.model import Buyer

    with shop.db.read() as session:
        return list(session.execute(select(Buyer)).scalars())
