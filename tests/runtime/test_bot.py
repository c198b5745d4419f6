"""The whole turn with the real model, real actions and a real database."""

from __future__ import annotations

import asyncio
import dataclasses
import random
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
    assert again.bubbles == ()


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

    async def slow(*_: Any) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr(bot.agent, "handle_message", slow)
    turn = await bot.handle("c-19", "在吗")
    assert turn.failed
    assert turn.reply_ms < 2000
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


async def test_another_buyers_conversation_is_closed(bot: Bot, shop: Shop) -> None:
    first, second = sorted(row.id for row in _buyers(shop))[:2]
    await bot.handle("c1", "在吗", buyer_id=first)
    with pytest.raises(ForeignConversation):
        await bot.handle("c1", "在吗", buyer_id=second)


async def test_long_messages_do_not_hold_up_the_others(bot: Bot) -> None:
    await bot.warm_up()
    long = [asyncio.create_task(bot.handle(f"long-{n}", long_text(n))) for n in range(10)]
    await asyncio.sleep(0.05)
    assert (await bot.handle("short", "在吗")).text
    waiting = sum(not task.done() for task in long)
    answers = await asyncio.gather(*long)
    assert all(answer.text for answer in answers)
    assert waiting >= 5


def long_text(seed: int) -> str:
    """2,000 characters in sentences that are not alike."""
    characters = random.Random(seed).choices(
        "这个料子颜色尺码快递发货便宜退换好看穿洗缩水质量客服", k=2000
    )
    return "".join("，" if place % 40 == 39 else c for place, c in enumerate(characters))


async def test_turn_200_takes_as_long_as_turn_5(bot: Bot) -> None:
    await bot.warm_up()

    async def average(count: int) -> float:
        times = [(await bot.handle("c1", "什么时候发货")).reply_ms for _ in range(count)]
        return sorted(times)[count // 2]

    await average(4)
    early = await average(10)
    for _ in range(60):
        await bot.handle("c1", "在吗")
    assert await average(10) < 3 * early + 10


def _buyers(shop: Shop) -> list[Any]:
    from sqlalchemy import select

    from xiaoer.shop.orders.model import Buyer

    with shop.db.read() as session:
        return list(session.execute(select(Buyer)).scalars())
