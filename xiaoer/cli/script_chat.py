"""A conversation from a file or a pipe: one message a line, one answer a line."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Optional, TextIO

from xiaoer.cli.errors import CommandFailed
from xiaoer.cli.late_messages import LateMessages
from xiaoer.shop.conversations.messages import MessageRefused
from xiaoer.shop.dialogue.respond import APOLOGY

if TYPE_CHECKING:
    from xiaoer.runtime.bot import Bot

log = logging.getLogger(__name__)


def open_lines(source: str) -> BinaryIO:
    """The bytes of a script; "-" is standard input. Raises CommandFailed."""
    if source == "-":
        return sys.stdin.buffer
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise CommandFailed(f"读不到对话文件 {source}：{error.strerror}") from error


def own_stdout() -> TextIO:
    """Standard output for the conversation alone: what libraries print there goes to stderr."""
    sys.stdout.flush()
    mine = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return mine


class ScriptChat:
    """Sends the lines of a script, in order, each after the answer to the one before.

    Blank lines are messages like any other. What comes late (an approval, something back in
    stock) stands in front of the next answer, as the buyer would read it; what comes after the
    last line goes to standard error when JSON is wanted.
    """

    def __init__(
        self, bot: Bot, conversation_id: str, buyer_id: Optional[str], out: TextIO, as_json: bool
    ) -> None:
        self.bot, self.conversation_id, self.buyer_id = bot, conversation_id, buyer_id
        self.out, self.as_json = out, as_json
        self._late = LateMessages(bot.shop, conversation_id)
        self._turns = 0
        self._failed = False

    async def run(self, lines: BinaryIO) -> bool:
        """Returns whether every turn went well."""
        await self.bot.warm_up()
        await asyncio.to_thread(self._late.skip)
        while line := await asyncio.to_thread(lines.readline):
            await self._turn(line.decode("utf-8-sig", "replace").rstrip("\r\n"))
        for text in await asyncio.to_thread(self._late.fetch):
            print(f"店小二：{text}", file=sys.stderr if self.as_json else self.out)
        return not self._failed

    async def _turn(self, text: str) -> None:
        self._turns += 1
        late: list[str] = []
        try:
            late = await asyncio.to_thread(self._late.fetch)
            answer = await self._answer(text)
        except MessageRefused as refused:
            # Not taken, and the buyer is told why: that is an answer, too.
            answer = {**_NOTHING, "text": str(refused)}
        except Exception:
            log.exception("Conversation %s: turn %d failed", self.conversation_id, self._turns)
            answer, self._failed = {**_NOTHING, "text": APOLOGY}, True
        answer["text"] = "\n".join([*late, answer["text"]] if answer["text"] else late)
        self._print({"turn": self._turns, "message": text, **answer})

    async def _answer(self, text: str) -> dict[str, Any]:
        turn = await self.bot.handle(
            self.conversation_id, text, buyer_id=self.buyer_id, channel="chat"
        )
        self._failed = self._failed or turn.failed
        return {name: getattr(turn, name) for name in _NOTHING}

    def _print(self, answer: dict[str, Any]) -> None:
        if self.as_json:
            line = json.dumps(answer, ensure_ascii=False, default=str)
            print(line.translate(_LINE_ENDS), file=self.out)
        else:
            print(f"买家：{answer['message']}", file=self.out)
            said = f"店小二：{answer['text']}" if answer["text"] else "（等人工回复）"
            print(said, file=self.out)
        self.out.flush()


#: JSON lets these stand, many readers take them for the end of a line.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\u0085\u2028\u2029"}

#: The fields of a turn that are told, in their order, and what they are where nothing was done.
_NOTHING: dict[str, Any] = {
    "text": "",
    "intent": None,
    "intents": [],
    "confidence": 0.0,
    "entities": [],
    "actions": [],
    "buttons": [],
    "owner": "bot",
    "case": None,
    "proposal": None,
    "reply_ms": 0.0,
}
