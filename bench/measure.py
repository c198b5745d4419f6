"""One run: a fresh server, warmed, under every load; and what came out of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bench.contestants import Contestant
from bench.process import free_port, memory_mb, processor_s, running
from bench.stats import percentile
from bench.stock_project import ROOT
from bench.traffic import (
    WINDOW,
    Conversation,
    Traffic,
    conversations,
    first_turn,
    long_conversation,
    messages,
)

#: Messages before anything is timed.
WARMING = 50
#: Turns of a conversation.
TURNS = 5
#: The turns of a long conversation that are compared.
EARLY, LATE = 5, 200

#: The most that one job of the load generator may take.
JOB_S = 900

Figures = dict[str, float]


def one_run(bot: Contestant, run: int) -> Figures:
    """Starts the bot afresh and measures it. Milliseconds, messages a second, MB, seconds.

    Raises ServerFailed, LoadFailed.
    """
    bot.prepare()
    port = free_port()
    log = bot.folder / f"server-{run}.log"
    first = bot.first_request(port)
    with running(bot.start(port), log, first) as server:
        load = Load(bot, f"http://127.0.0.1:{port}", f"run{run}", server.pid)
        figures = {"start_s": server.start_s, **_under_load(load)}
        figures["memory_mb"] = memory_mb(server.pid)
    return figures


def _under_load(load: Load) -> Figures:
    traffic = Traffic(messages())
    load.play("warm", conversations("warm", traffic.unseen(WARMING), TURNS), 1)
    figures: Figures = {}
    for users, rounds in ((1, 24), (8, 3), (32, 1)):
        talks = conversations(f"users{users}", traffic.unseen(users * rounds * TURNS), TURNS)
        figures |= load.figures(f"{users}u", talks, users)
    # The texts of the first of these phases once more: here what is remembered may help.
    again = conversations("again", list(traffic.plain) * 2, TURNS)[:32]
    figures |= load.figures("32u_seen", again, 32)
    figures |= load.along(long_conversation("long", traffic.plain, (EARLY, LATE)))
    return figures


class LoadFailed(Exception):
    """The load generator met an error; the message says which."""


class Load:
    """Has conversations played against one server."""

    def __init__(self, bot: Contestant, url: str, prefix: str, pid: int) -> None:
        self._bot = bot
        self._pid = pid
        self._url = url
        self._prefix = prefix

    def play(self, name: str, talks: list[Conversation], at_once: int) -> dict[str, Any]:
        """Plays the conversations in the load generator's process. Raises LoadFailed."""
        job = {
            "kind": self._bot.name,
            "url": self._url,
            "headers": self._bot.headers(),
            "at_once": at_once,
            "conversations": [
                {**talk.as_dict(), "id": f"{self._prefix}-{talk.id}"} for talk in talks
            ],
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=JOB_S,
            check=False,
        )
        if done.returncode != 0:
            raise LoadFailed(f"{self._bot.name}, {name}: " + done.stderr.strip()[-1500:])
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    def figures(self, name: str, talks: list[Conversation], at_once: int) -> Figures:
        """Latency and throughput of conversations that `at_once` buyers hold at a time."""
        used = processor_s(self._pid)
        result = self.play(name, talks, at_once)
        used = processor_s(self._pid) - used
        times = [ms for turns in result["turns_ms"] for ms in turns]
        return {
            f"p50_{name}_ms": percentile(times, 50),
            f"p95_{name}_ms": percentile(times, 95),
            f"rate_{name}": len(times) / result["wall_s"],
            f"cpu_{name}_ms": 1000 * used / len(times),
            f"not_sure_{name}": 100 * result["not_sure"] / len(times),
        }

    def along(self, talk: Conversation) -> Figures:
        """The latency early and late in one long conversation: medians of the same messages."""
        times = self.play(talk.id, [talk], 1)["turns_ms"][0]
        return {f"turn{turn}_ms": percentile(window(times, turn), 50) for turn in (EARLY, LATE)}


def window(times: list[float], middle: int) -> list[float]:
    """The times of the ten turns around a turn (1-based)."""
    start = first_turn(middle) - 1
    return times[start : start + WINDOW]
