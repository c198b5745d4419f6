"""The load generator, a process of its own: plays conversations over HTTP and times the turns.

`python -m bench.load` reads a job as JSON from standard input and writes the timings as JSON to
standard output. A job is bounded: conversations are given, every request and the whole phase
have a time limit.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp

REQUEST_S = 60
PHASE_S = 600


class NoAnswer(Exception):
    """The server answered with an error, or with nothing."""


async def play(job: dict[str, Any]) -> dict[str, Any]:
    """Plays a job.

    `kind` is `ours` or `stock`, `url` the server's base, `at_once` the number of buyers who
    write at the same time, `conversations` what they write. Returns `wall_s` and `turns_ms`, a
    list of the turns' times for each conversation in the order given, and `not_sure`, how many
    of the answers rest on no understood request (ours only). Raises NoAnswer.
    """
    speak = {"ours": _to_ours, "stock": _to_stock}[job["kind"]]
    waiting = list(reversed(list(enumerate(job["conversations"]))))
    turns: list[list[float]] = [[] for _ in waiting]
    not_sure = 0
    limits = aiohttp.ClientTimeout(total=REQUEST_S)
    async with aiohttp.ClientSession(
        timeout=limits, headers=job.get("headers"), connector=aiohttp.TCPConnector(limit=0)
    ) as http:

        async def buyer() -> None:
            nonlocal not_sure
            while waiting:
                place, conversation = waiting.pop()
                for number, text in enumerate(conversation["texts"]):
                    began = time.perf_counter()
                    sure = await speak(http, job["url"], conversation, text, number == 0)
                    turns[place].append((time.perf_counter() - began) * 1000)
                    not_sure += not sure

        began = time.perf_counter()
        buyers = asyncio.gather(*(buyer() for _ in range(job["at_once"])))
        await asyncio.wait_for(buyers, PHASE_S)
        wall = time.perf_counter() - began
    return {"wall_s": wall, "turns_ms": turns, "not_sure": not_sure}


async def _to_ours(
    http: aiohttp.ClientSession, url: str, conversation: dict[str, Any], text: str, first: bool
) -> bool:
    body = {"text": text, "buyer": conversation["buyer"]}
    if first:
        body["product"] = conversation["page"]
    path = f"{url}/api/v1/conversations/{conversation['id']}/messages"
    async with http.post(path, json={k: v for k, v in body.items() if v is not None}) as answer:
        said = await answer.json(content_type=None)
        if answer.status != 200 or not said["replies"] or said["failed"]:
            raise NoAnswer(f"{text}: {answer.status} {said}")
        if said["owner"] != "bot":
            # A person has it now, and the bot would keep silent: the buyer goes on in a new chat.
            conversation["id"] += "."
        return bool(said["intent"] != "nlu_fallback")


async def _to_stock(
    http: aiohttp.ClientSession, url: str, conversation: dict[str, Any], text: str, first: bool
) -> bool:
    body = {"sender": conversation["id"], "message": text}
    async with http.post(f"{url}/webhooks/rest/webhook", json=body) as answer:
        said = await answer.json(content_type=None)
        if answer.status != 200 or not said:
            raise NoAnswer(f"{text}: {answer.status} {said}")
        return True


if __name__ == "__main__":
    json.dump(asyncio.run(play(json.load(sys.stdin))), sys.stdout)
