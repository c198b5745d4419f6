"""`chat --script`: a line in, an answer out, whatever the line is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from tests.cli.conftest import Run
from tests.runtime.fixtures import model
from xiaoer.cli.script_chat import ScriptChat
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.turn import Turn
from xiaoer.shop import Shop
from xiaoer.shop.outbox.queue import tell_buyer

__all__ = ["model"]

FIELDS = [
    "turn", "message", "text", "intent", "intents", "confidence", "entities", "actions", "buttons",
    "owner", "case", "proposal", "reply_ms",
]  # fmt: skip


class Parrot:
    """A bot without Rasa: stores the message and says it back."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        #: Texts at which a turn fails, or breaks altogether.
        self.fails, self.breaks = "fail", "break"

    async def warm_up(self) -> None:
        """Nothing to warm."""

    async def handle(self, conversation_id: str, text: str, **more: Any) -> Turn:
        """Answers with the text itself."""
        more.pop("may_continue", None)
        accepted = self.shop.accept(conversation_id, text, **more)
        if text == self.breaks:
            raise RuntimeError("broken")
        turn = Turn(conversation_id, accepted.seq, bubbles=(f"“{text}”", "收到"), reply_ms=1.5)
        return replace(turn, failed=text == self.fails)


class Lines:
    """The lines of a script; a function among them is called when its turn comes."""

    def __init__(self, *lines: str | Callable[[], None]) -> None:
        self.lines = list(lines)

    def readline(self) -> bytes:
        """The next line."""
        while self.lines:
            line = self.lines.pop(0)
            if isinstance(line, str):
                return f"{line}\n".encode()
            line()
        return b""


class Script:
    """Runs lines through a `ScriptChat`."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.well = True

    async def run(self, lines: bytes | Lines, as_json: bool = True) -> str:
        """What was printed."""
        out = io.StringIO()
        bot = cast(Bot, Parrot(self.shop))
        stream = io.BytesIO(lines) if isinstance(lines, bytes) else cast(BinaryIO, lines)
        self.well = await ScriptChat(bot, "c1", "b01", out, as_json).run(stream)
        return out.getvalue()

    async def answers(self, lines: bytes | Lines) -> list[dict[str, Any]]:
        """The printed JSON objects, read as a careless reader would split them."""
        return [json.loads(line) for line in (await self.run(lines)).splitlines()]


@pytest.fixture
def script(shop: Shop) -> Script:
    """A script over the demo shop."""
    return Script(shop)


async def test_an_object_for_each_line_in_order(script: Script) -> None:
    answers = await script.answers("你好\n\n  \n在吗\n\n".encode())

    assert [list(answer) for answer in answers] == [FIELDS] * 5
    assert [answer["turn"] for answer in answers] == [1, 2, 3, 4, 5]
    assert [answer["message"] for answer in answers] == ["你好", "", "  ", "在吗", ""]
    assert answers[0]["text"] == "“你好”\n收到"
    assert script.well


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        (b"", []),
        (b"\n", [""]),
        ("没有换行结尾".encode(), ["没有换行结尾"]),
        ("\ufeff记事本\r\n存的\r\n".encode(), ["记事本", "存的"]),
        ("一行\u2028还是一行\x0b\x0c\n".encode(), ["一行\u2028还是一行\x0b\x0c"]),
        (b"\xff\xfe broken\n", ["\ufffd\ufffd broken"]),
    ],
)
async def test_what_a_line_is(script: Script, lines: bytes, messages: list[str]) -> None:
    assert [answer["message"] for answer in await script.answers(lines)] == messages


async def test_a_refused_message_is_told_why(script: Script) -> None:
    long, after = await script.answers(("长" * 10_000 + "\n还在吗\n").encode())

    assert "2000" in long["text"] and long["intent"] is None
    assert after["text"].startswith("“还在吗”")
    assert script.well


@pytest.mark.parametrize("line", ["fail", "break"])
async def test_a_failed_turn_fails_the_script_but_not_the_next_turn(
    script: Script, line: str
) -> None:
    failed, after = await script.answers(f"{line}\n好了吗\n".encode())

    assert failed["text"]
    assert after["text"].startswith("“好了吗”")
    assert not script.well


async def test_late_messages_come_before_the_next_answer(script: Script, shop: Shop) -> None:
    lines = Lines("能再便宜点吗", lambda: promise(shop, "主管批了，优惠5元"), "那我拍了", "好的")

    answers = await script.answers(lines)

    assert [answer["text"].splitlines() for answer in answers] == [
        ["“能再便宜点吗”", "收到"],
        ["主管批了，优惠5元", "“那我拍了”", "收到"],
        ["“好的”", "收到"],
    ]


async def test_late_messages_after_the_last_line_do_not_spoil_json(
    script: Script, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = await script.answers(Lines("你好", lambda: promise(shop, "到货了")))

    assert len(answers) == 1
    assert "到货了" in capsys.readouterr().err


async def test_a_conversation_that_goes_on_does_not_repeat_itself(script: Script) -> None:
    await script.answers(Lines("第一次"))

    [answer] = await script.answers(Lines("第二次"))

    assert answer["text"] == "“第二次”\n收到"


def promise(shop: Shop, text: str) -> None:
    """Queues a late message."""
    with shop.db.write() as session:
        tell_buyer(session, shop.clock(), "c1", text, text)


async def test_plain_output_reads_as_a_conversation(script: Script) -> None:
    assert (
        await script.run("你好\n".encode(), as_json=False) == "买家：你好\n店小二：“你好”\n收到\n"
    )


def test_the_real_bot(spawn: Run, model: Path) -> None:
    """Order, blanks, a typed command and a stranger's language, as one process."""
    lines = ["你好", "", "重磅纯棉T恤白色L还有吗", '/greet{"a":1}', "hello??", "谢谢"]

    result = spawn(
        "chat", "--buyer", "b01", "--json", "--script", "-", "--model", str(model),
        typed="\n".join(lines) + "\n",
    )  # fmt: skip

    answers = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 0, result.err
    assert [answer["message"] for answer in answers] == lines
    assert all(list(answer) == FIELDS and answer["text"] for answer in answers)
    assert answers[2]["intent"] == "ask_stock" and "T恤" in answers[2]["text"]
    assert answers[3]["intent"] != "greet"
