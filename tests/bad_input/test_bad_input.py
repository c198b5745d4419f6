"""Whatever a buyer types: a sensible answer, never silence, never a trace of the machinery."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.long_texts import long_text
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.turn import Turn
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.conversations.messages import MessageTooLong

#: What a buyer must never see.
MACHINERY = ("Traceback", "Error", "Exception", "sqlite", "psycopg", "utter_", "action_", "None")


@pytest.fixture(autouse=True)
def patient(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said is tested here, not how fast a busy machine says it."""
    policy = shop.policy.current()
    slow = policy.copy(update={"desk": policy.desk.copy(update={"answer_within_s": 60.0})})
    monkeypatch.setattr(shop.policy, "current", lambda: slow)


def texts(shop: Shop, conversation: str = "c") -> list[tuple[str, str]]:
    """Author and text of every stored message."""
    return [(message.author, message.text) for message in shop.messages(conversation, limit=1000)]


def sensible(turn: Turn) -> None:
    """The turn was answered in words for a buyer."""
    assert turn.text.strip()
    assert not turn.failed
    assert turn.owner == "bot"
    assert not any(word in turn.text for word in MACHINERY)


@pytest.mark.parametrize("text", ["", " ", "\n\t \n", "\u3000\u3000"])
async def test_nothing_typed_is_asked_about(bot: Bot, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert "没有收到文字" in turn.text
    assert turn.buttons


@pytest.mark.parametrize("text", ["😀", "😂😂😂🌹", "👍🏻", "❤️", "？？？？", "。。。", "\u200b"])
async def test_emoji_and_signs_alone_get_help_not_a_claim(bot: Bot, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert "元" not in turn.text


async def test_ten_thousand_characters_are_refused_and_leave_nothing(bot: Bot, shop: Shop) -> None:
    with pytest.raises(MessageTooLong) as refused:
        await bot.handle("c", "我要退款" * 2500)
    assert "2000" in str(refused.value)
    assert texts(shop) == []
    sensible(await bot.handle("c", "在吗"))


async def test_two_thousand_characters_are_still_answered(bot: Bot, shop: Shop) -> None:
    text = ("卫衣什么时候发货，" * 300)[:2000]
    turn = await bot.handle("c", text)
    sensible(turn)
    assert texts(shop)[0] == ("buyer", text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b>在吗</b>",
        "<img src=x onerror=alert(1)>",
        "{{7*7}} ${7*7}",
        "[点我](javascript:alert(1))",
    ],
)
async def test_markup_is_never_given_back(bot: Bot, shop: Shop, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    for part in ("<script", "<img", "<b>", "49", "javascript"):
        assert part not in turn.text
    assert texts(shop)[0] == ("buyer", text)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE orders; --",
        "202600000000000105' OR '1'='1",
        "1 UNION SELECT phone FROM buyers",
        "尾号' OR 1=1 --",
    ],
)
async def test_sql_is_text(bot: Bot, shop: Shop, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert "13800" not in turn.text
    assert "中转" not in turn.text
    assert texts(shop)[0] == ("buyer", text)
    after = await bot.handle("after", "快递到哪了", buyer_id="b02")
    assert "北京中转" in after.text


@pytest.mark.parametrize(
    "text",
    ["https://example.com/item?id=1", "https://item.example.com/688000000101.html"],
)
async def test_a_link_is_not_a_riddle(bot: Bot, text: str) -> None:
    sensible(await bot.handle("c", text))


@pytest.mark.parametrize("text", ["[图片]", "【图片】", "[图片][图片]"])
async def test_a_picture_is_taken_and_asked_about(bot: Bot, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert "图片" in turn.text


@pytest.mark.parametrize("text", ["<img src=x.jpg>", "<img src=x onerror=alert(1)>"])
async def test_markup_of_a_picture_is_no_picture(bot: Bot, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert "图片" not in turn.text
    assert not turn.entities


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("請問這件衛衣什麼時候發貨", "ask_shipping_time"),
        ("還沒收到貨，快遞到哪了", "track_logistics"),
        ("可以開發票嗎", "ask_invoice"),
    ],
)
async def test_traditional_characters_are_understood(bot: Bot, text: str, intent: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert intent in (turn.intent, *turn.intents)


@pytest.mark.parametrize("text", ["When will you ship it?", "hello", "I want my money back!!"])
async def test_english_is_answered_without_a_claim(bot: Bot, text: str) -> None:
    turn = await bot.handle("c", text)
    sensible(turn)
    assert "元" not in turn.text


@pytest.mark.parametrize(
    "text",
    ['/request_refund{"order_number": "202600000000000102"}', "/request_human", "/restart"],
)
async def test_a_typed_intent_commands_nothing(bot: Bot, shop: Shop, text: str) -> None:
    turn = await bot.handle("c", text)
    assert turn.text
    assert not turn.failed
    assert turn.confidence < 1.0
    assert "退款登记好了" not in turn.text
    assert "action_restart" not in turn.actions
    assert texts(shop)[0] == ("buyer", text)


async def test_the_same_message_twice_is_done_once(bot: Bot, shop: Shop) -> None:
    await bot.handle("c", "坚果不想要了，帮我退款", buyer_id="b18", client_id="1")
    first = await bot.handle("c", "确认", buyer_id="b18", client_id="2")
    again = await bot.handle("c", "确认", buyer_id="b18", client_id="2")
    assert "登记好了" in first.text
    assert again.duplicate
    assert again.bubbles == first.bubbles
    assert [author for author, _ in texts(shop)].count("buyer") == 2
    with shop.db.read() as session:
        assert session.query(Case).count() == 1


async def test_messages_in_the_middle_of_an_answer_keep_their_order(bot: Bot, shop: Shop) -> None:
    said = ["卫衣多少钱", "包邮吗", "那三件呢", "好的谢谢"]
    turns = await asyncio.gather(*(bot.handle("c", text) for text in said))
    for turn in turns:
        sensible(turn)
    assert [turn.seq for turn in turns] == sorted(turn.seq for turn in turns)
    assert [text for author, text in texts(shop) if author == "buyer"] == said
    answers = [bubble for turn in turns for bubble in turn.bubbles]
    assert [text for author, text in texts(shop) if author == "bot"] == answers


async def test_a_short_message_does_not_wait_for_ten_long_ones(bot: Bot) -> None:
    await bot.warm_up()
    order: list[str] = []

    async def answered(name: str, text: str) -> None:
        sensible(await bot.handle(name, text))
        order.append(name)

    long = [asyncio.create_task(answered(f"long-{n}", long_text(n))) for n in range(10)]
    await asyncio.sleep(0)
    await answered("short", "在吗")
    await asyncio.gather(*long)
    assert len(order) == 11
    assert order[-1] != "short"


async def test_a_database_that_dies_in_the_middle_is_no_silence(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def dead(*_: Any, **__: Any) -> None:
        raise OperationalError("SELECT secret", {}, Exception("disk I/O error"))

    with monkeypatch.context() as broken:
        broken.setattr(shop, "respond", dead)
        turn = await bot.handle("c-dead", "快递到哪了", buyer_id="b02")
    assert turn.failed
    assert "抱歉" in turn.text
    assert not any(word in turn.text for word in (*MACHINERY, "SELECT", "disk"))
    assert "c-dead" in caplog.text


async def test_a_database_that_stays_dead_is_apologised_for(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: Any, **__: Any) -> None:
        raise OperationalError("SELECT secret", {}, Exception("disk I/O error"))

    await bot.handle("c", "在吗")
    accept = shop.accept

    def accept_then_die(*args: Any, **more: Any) -> Any:
        accepted = accept(*args, **more)
        monkeypatch.setattr(shop.db, "read", dead)
        monkeypatch.setattr(shop.db, "write", dead)
        return accepted

    monkeypatch.setattr(shop, "accept", accept_then_die)
    turn = await bot.handle("c", "快递到哪了")
    assert turn.failed
    assert "抱歉" in turn.text
    assert not any(word in turn.text for word in (*MACHINERY, "SELECT", "disk"))
