"""Messages right after one another are one turn, where the channel lets them wait."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.runtime.test_bot import said
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.turn import Turn
from xiaoer.shop import Shop
from xiaoer.shop.dialogue.understanding import Request, Understanding

#: Longer than any test takes: whoever waits so long has been forgotten.
PATIENTLY = 60.0
AT_ONCE = 0.1


def pause(shop: Shop, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Sets how long a message waits for the next one."""
    policy = shop.policy.current()
    dialogue = policy.dialogue.copy(update={"burst_s": seconds})
    changed = policy.copy(update={"dialogue": dialogue})
    monkeypatch.setattr(shop.policy, "current", lambda: changed)


@pytest.fixture
def patient(bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """A bot that waits for as long as it takes."""
    pause(shop, monkeypatch, PATIENTLY)
    return bot


async def stored(shop: Shop, number: int) -> None:
    """Until so many messages are stored."""

    def look() -> None:
        while len(said(shop)) < number:
            time.sleep(0.01)

    await asyncio.wait_for(asyncio.to_thread(look), PATIENTLY / 2)


async def burst(bot: Bot, *texts: str, **more: Any) -> list[Turn]:
    """Sends texts one after another, each when the one before is stored; the last ends it."""
    tasks = []
    before = len(said(bot.shop))
    for number, text in enumerate(texts, start=1):
        waits = number < len(texts)
        tasks.append(asyncio.create_task(bot.handle("c1", text, may_continue=waits, **more)))
        if waits:
            await stored(bot.shop, before + number)
    return await asyncio.wait_for(asyncio.gather(*tasks), PATIENTLY / 2)


async def test_two_messages_get_one_answer(patient: Bot, shop: Shop) -> None:
    first, last = await burst(patient, "有赠品吗", "今天能发不")
    assert (first.seq, first.bubbles, first.answered_with, first.failed) == (1, (), 2, False)
    assert (last.seq, last.answered_with) == (2, None)
    assert last.intents == ("ask_gift", "ask_shipping_time")
    assert said(shop) == [
        ("buyer", "有赠品吗"),
        ("buyer", "今天能发不"),
        *(("bot", bubble) for bubble in last.bubbles),
    ]
    assert {message.reply_to for message in shop.messages("c1", after=2)} == {2}


async def test_a_sentence_in_three_pieces(patient: Bot) -> None:
    *others, last = await burst(patient, "云朵卫衣", "黑色", "还有M码吗")
    assert [turn.answered_with for turn in others] == [2, 3]
    assert last.intents == ("ask_stock",)
    assert {entity["entity"] for entity in last.entities} >= {"product", "colour", "size"}


async def test_who_does_not_let_it_wait_gets_each_answer_at_once(patient: Bot) -> None:
    turns = [patient.handle("c1", text) for text in ("有赠品吗", "今天能发不")]
    first, last = await asyncio.wait_for(asyncio.gather(*turns), PATIENTLY / 2)
    assert (first.intents, last.intents) == (("ask_gift",), ("ask_shipping_time",))
    assert first.answered_with is None


async def test_nobody_writes_on(bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    pause(shop, monkeypatch, AT_ONCE)
    turn = await bot.handle("c1", "有赠品吗", may_continue=True)
    assert turn.text and turn.answered_with is None
    assert turn.reply_ms >= AT_ONCE * 1000


async def test_nought_turns_it_off(bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    pause(shop, monkeypatch, 0)
    turns = [bot.handle("c1", text, may_continue=True) for text in ("有赠品吗", "今天能发不")]
    first, last = await asyncio.gather(*turns)
    assert (first.intents, last.intents) == (("ask_gift",), ("ask_shipping_time",))


@pytest.mark.parametrize("text", ["有赠品吗" * 20, "好" * 65])
async def test_a_long_message_does_not_wait(patient: Bot, text: str) -> None:
    turn = await asyncio.wait_for(patient.handle("c1", text, may_continue=True), PATIENTLY / 2)
    assert turn.text


async def test_no_more_than_can_be_read_one_by_one(patient: Bot) -> None:
    four = [patient.handle("c1", f"{n}号能发吗", may_continue=True) for n in range(1, 5)]
    turns = await asyncio.wait_for(asyncio.gather(*four), PATIENTLY / 2)
    assert all(turn.answered_with for turn in turns[:3])
    assert turns[3].text
    fifth = await asyncio.wait_for(patient.handle("c1", "谢谢"), PATIENTLY / 2)
    assert fifth.intents == ("thank",)


async def test_what_is_being_answered_is_not_taken_back(
    patient: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand = patient.agent.handle_message
    begun, free = asyncio.Event(), asyncio.Event()

    async def slow(message: Any) -> Any:
        begun.set()
        await free.wait()
        return await understand(message)

    monkeypatch.setattr(patient.agent, "handle_message", slow)
    first = asyncio.create_task(patient.handle("c1", "有赠品吗"))
    await begun.wait()
    others = asyncio.create_task(burst(patient, "今天能发不", "发什么快递"))
    await stored(patient.shop, 3)
    free.set()
    assert (await first).intents == ("ask_gift",)
    second, third = await others
    assert second.answered_with == third.seq
    assert set(third.intents) == {"ask_shipping_time", "ask_carrier"}


async def test_sent_again_in_the_middle(patient: Bot, shop: Shop) -> None:
    def send(text: str) -> asyncio.Task[Turn]:
        sent = patient.handle("c1", text, client_id=text, may_continue=True)
        return asyncio.create_task(sent)

    first = send("有赠品吗")
    await stored(shop, 1)
    again = send("有赠品吗")
    await asyncio.sleep(AT_ONCE)
    assert not first.done() and not again.done()
    second = send("今天能发不")
    third = asyncio.create_task(patient.handle("c1", "发什么快递"))
    turns = await asyncio.wait_for(asyncio.gather(first, again, second, third), PATIENTLY / 2)
    seqs = [turn.seq for turn in turns]
    assert seqs == [1, 1, 2, 3]
    assert [turn.duplicate for turn in turns] == [False, True, False, False]
    assert [bool(turn.bubbles) for turn in turns] == [False, False, False, True]
    assert all(turn.answered_with in (2, 3) for turn in turns[:3])
    assert [author for author, _ in said(shop)].count("buyer") == 3
    # Later still: who asks again is told where the answer is, or gets it.
    late = await patient.handle("c1", "有赠品吗", client_id="有赠品吗")
    assert (late.duplicate, late.bubbles, late.answered_with) == (True, (), 3)


async def test_the_last_one_sent_again_gets_the_same_answer(patient: Bot, shop: Shop) -> None:
    await burst(patient, "有赠品吗")
    first = asyncio.create_task(patient.handle("c1", "今天能发不", may_continue=True))
    await asyncio.sleep(AT_ONCE)
    last = await patient.handle("c1", "发什么快递", client_id="m-3")
    again = await patient.handle("c1", "发什么快递", client_id="m-3")
    assert (await first).answered_with == last.seq
    assert (again.bubbles, again.duplicate) == (last.bubbles, True)


@pytest.mark.parametrize("more", [True, False])
async def test_a_person_takes_over_in_the_middle(
    bot: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch, more: bool
) -> None:
    pause(shop, monkeypatch, PATIENTLY if more else 1.0)
    first = asyncio.create_task(bot.handle("c1", "有赠品吗", may_continue=True))
    await stored(shop, 1)
    await asyncio.to_thread(shop.hand_over, "c1", "agent", "staff:lin", agent="lin")
    turns = [await bot.handle("c1", "今天能发不")] if more else []
    turns.insert(0, await asyncio.wait_for(first, PATIENTLY / 2))
    assert all((turn.bubbles, turn.owner, turn.failed) == ((), "agent", False) for turn in turns)
    assert {author for author, _ in said(shop)} == {"buyer"}


async def test_what_a_server_left_when_it_died_is_answered(patient: Bot, shop: Shop) -> None:
    for text in ("有赠品吗", "今天能发不"):
        shop.accept("c1", text, client_id=text)
    last = await patient.handle("c1", "今天能发不", client_id="今天能发不")
    assert last.intents == ("ask_gift", "ask_shipping_time")
    first = await patient.handle("c1", "有赠品吗", client_id="有赠品吗")
    assert (first.bubbles, first.answered_with) == ((), 2)


async def test_who_hangs_up_while_waiting_is_answered_with_the_next(
    patient: Bot, shop: Shop
) -> None:
    first = asyncio.create_task(patient.handle("c1", "有赠品吗", may_continue=True))
    await stored(shop, 1)
    first.cancel()
    await asyncio.wait([first])
    last = await asyncio.wait_for(patient.handle("c1", "今天能发不"), PATIENTLY / 2)
    assert last.intents == ("ask_gift", "ask_shipping_time")


async def test_what_another_server_answered_meanwhile_is_not_answered_again(
    patient: Bot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.accept("c1", "有赠品吗")
    understand, heard = patient.agent.handle_message, []
    gift = Understanding("有赠品吗", (Request("ask_gift", 0.9, 0, 4),), doubt="sure")

    async def meanwhile(message: Any) -> Any:
        heard.append(message.text)
        shop.respond("c1", 1, gift)
        return await understand(message)

    monkeypatch.setattr(patient.agent, "handle_message", meanwhile)
    turn = await patient.handle("c1", "今天能发不")
    assert heard == ["有赠品吗\n今天能发不", "今天能发不"]
    assert (turn.intents, turn.failed) == (("ask_shipping_time",), False)
    answered = [message.reply_to for message in shop.messages("c1") if message.reply_to]
    assert answered == sorted(answered) and set(answered) == {1, 2}


async def test_nothing_is_kept(patient: Bot) -> None:
    await burst(patient, "有赠品吗", "今天能发不")
    assert not patient._bursts._present
    assert not patient._bursts._waiting
    assert not len(patient._turns)
