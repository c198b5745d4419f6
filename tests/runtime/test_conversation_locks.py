"""Turns of one conversation come one after the other, without polling."""

from __future__ import annotations

import asyncio

import pytest

from xiaoer.runtime.conversation_locks import ConversationLocks, KeyedLocks


async def test_one_at_a_time_in_order_of_arrival() -> None:
    locks, events = KeyedLocks(), []

    async def turn(number: int) -> None:
        async with locks.hold("c"):
            events.append(f"in {number}")
            await asyncio.sleep(0.01)
            events.append(f"out {number}")

    await asyncio.gather(*(turn(number) for number in range(4)))
    assert events == [f"{way} {number}" for number in range(4) for way in ("in", "out")]


async def test_other_conversations_do_not_wait() -> None:
    locks = KeyedLocks()

    async def free() -> str:
        async with locks.hold("free"):
            return "done"

    async with locks.hold("busy"):
        assert await asyncio.wait_for(free(), 1) == "done"


async def test_waiting_is_not_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    locks, done = ConversationLocks(), []

    async def turn(number: int) -> None:
        async with locks.lock("c"):
            await asyncio.sleep(0)
            done.append(number)

    # Who polls sets timers.
    monkeypatch.setattr(asyncio.get_running_loop(), "call_at", pytest.fail)
    await asyncio.gather(*(turn(number) for number in range(5)))
    assert done == [0, 1, 2, 3, 4]


async def test_unused_conversations_take_no_memory() -> None:
    locks = KeyedLocks()
    for number in range(100):
        async with locks.hold(f"c{number}"):
            pass
    assert len(locks) == 0


async def test_a_failed_turn_lets_the_next_one_in() -> None:
    locks = KeyedLocks()
    with pytest.raises(RuntimeError):
        async with locks.hold("c"):
            raise RuntimeError
    async with locks.hold("c"):
        assert len(locks) == 1


async def test_a_cancelled_waiter_leaves_no_trace() -> None:
    locks = KeyedLocks()

    async def turn() -> None:
        async with locks.hold("c"):
            await asyncio.sleep(5)

    async with locks.hold("c"):
        waiting = asyncio.create_task(turn())
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert len(locks) == 0
