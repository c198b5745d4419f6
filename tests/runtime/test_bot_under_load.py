"""One buyer's long messages or long conversation cost the others, and the next turn, nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import sqlalchemy as sa

from tests.long_texts import long_text, stuck_on_long_texts
from xiaoer.runtime.bot import Bot
from xiaoer.shop import Shop


async def test_long_messages_do_not_hold_up_the_others(bot: Bot) -> None:
    with stuck_on_long_texts(bot) as begun:
        long = [asyncio.create_task(bot.handle(f"long-{n}", long_text(n))) for n in range(10)]
        assert await asyncio.to_thread(begun.wait, 60)
        short = await bot.handle("short", "在吗")
        assert short.text and not short.failed
        assert not any(task.done() for task in long)
    answers = await asyncio.gather(*long)
    assert all(answer.text and not answer.failed for answer in answers)


class Work:
    """What SQLite does for a shop: statements, and steps of its machine in hundreds."""

    def __init__(self, shop: Shop) -> None:
        self.statements = self.steps = 0
        sa.event.listen(shop.db.engine, "checkout", self._watch)

    def _watch(self, connection: Any, *_: Any) -> None:
        connection.set_trace_callback(self._begin)
        connection.set_progress_handler(self._step, 100)

    def _begin(self, statement: str) -> None:
        self.statements += 1

    def _step(self) -> int:
        self.steps += 1
        return 0

    def taken(self) -> tuple[int, int]:
        """Statements and steps since the last call."""
        taken = self.statements, self.steps
        self.statements = self.steps = 0
        return taken


async def test_turn_65_costs_the_database_what_turn_5_costs(bot: Bot, shop: Shop) -> None:
    async def cost() -> tuple[int, int]:
        work.taken()
        await bot.handle("c1", "什么时候发货")
        return work.taken()

    work = Work(shop)
    for _ in range(4):
        await bot.handle("c1", "什么时候发货")
    early = await cost()
    for _ in range(60):
        await bot.handle("c1", "在吗")
    late = await cost()
    assert late[0] == early[0] > 0
    assert late[1] <= early[1] + 3
