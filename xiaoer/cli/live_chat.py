"""A conversation by hand: a prompt, and above it whatever arrives while somebody types."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Optional

from xiaoer.cli.late_messages import LateMessages
from xiaoer.cli.terminal import Terminal
from xiaoer.shop.conversations.messages import MessageRefused
from xiaoer.shop.dialogue.respond import APOLOGY

if TYPE_CHECKING:
    from xiaoer.runtime.bot import Bot
    from xiaoer.runtime.turn import Turn

log = logging.getLogger(__name__)

#: Seconds between two looks for late messages.
LOOK_EVERY_S = 1.0

ENDS = frozenset({"exit", "quit", "退出"})


class LiveChat:
    """Talks until Ctrl-D or `exit`. Made before the bot is loaded: see `terminal`."""

    def __init__(self, conversation_id: str, buyer_id: Optional[str]) -> None:
        self.conversation_id, self.buyer_id = conversation_id, buyer_id
        self._terminal = Terminal("您：")
        #: Turns that run. More can be typed meanwhile: a burst is answered as one.
        self._turns: set[asyncio.Task[None]] = set()
        #: What the numbers of the last answer's choices send.
        self._choices: list[str] = []

    async def run(self, bot: Bot) -> None:
        """The whole conversation."""
        await bot.warm_up()
        late = LateMessages(bot.shop, self.conversation_id)
        await asyncio.to_thread(late.skip)
        who = f"买家 {self.buyer_id}" if self.buyer_id else "没登录的访客"
        self._terminal.note(f"会话 {self.conversation_id}，{who}。Ctrl-D 或 exit 结束。")
        watcher = asyncio.create_task(self._watch(late))
        try:
            while (typed := await self._terminal.read()) is not None and typed.strip() not in ENDS:
                turn = asyncio.create_task(self._turn(bot, typed))
                self._turns.add(turn)
                turn.add_done_callback(self._turns.discard)
            await asyncio.gather(*self._turns)
        finally:
            watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watcher

    def _meant(self, typed: str) -> str:
        """The text of a choice where its number was typed."""
        number = typed.strip()
        if number.isdecimal() and 1 <= int(number) <= len(self._choices):
            return self._choices[int(number) - 1]
        return typed

    async def _turn(self, bot: Bot, typed: str) -> None:
        text = self._meant(typed)
        try:
            turn = await bot.handle(
                self.conversation_id,
                text,
                buyer_id=self.buyer_id,
                channel="chat",
                # Who chooses has said everything.
                may_continue=text == typed,
            )
        except MessageRefused as refused:
            self._terminal.note(str(refused))
            return
        except Exception:
            log.exception("Conversation %s: a turn failed", self.conversation_id)
            self._terminal.said("店小二：", APOLOGY)
            return
        if turn.answered_with is None:
            self._show(turn)

    def _show(self, turn: Turn) -> None:
        for bubble in turn.bubbles:
            self._terminal.said("店小二：", bubble)
        self._choices = [button["payload"] for button in turn.buttons]
        if turn.buttons:
            labels = (f"{n}) {button['title']}" for n, button in enumerate(turn.buttons, 1))
            self._terminal.note("  ".join(labels))
        if not turn.bubbles:
            self._terminal.note("（已转人工，同事会在这里回复）")

    async def _watch(self, late: LateMessages) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            if self._turns:
                # What an answer sets off is told after it.
                continue
            try:
                found = await asyncio.to_thread(late.fetch)
            except Exception:
                log.exception("Late messages could not be read; trying again")
                continue
            for text in found:
                self._terminal.said("店小二：", text)
