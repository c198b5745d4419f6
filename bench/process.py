"""A server as a process of its own: starts it, waits for its first answer, weighs it, stops it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Far more than a start takes on a machine that has nothing else to do.
FIRST_ANSWER_S = 900
STOP_S = 20
_LOOK_EVERY_S = 0.05


class ServerFailed(Exception):
    """The server did not come up; the message ends with what it said."""


@dataclass(frozen=True)
class Request:
    """A POST of JSON that a server which is ready answers with 200 and a body."""

    url: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass(frozen=True)
class Server:
    """A server that answers; `start_s` is from the start of its process to its first answer."""

    pid: int
    start_s: float


def clean_environment() -> dict[str, str]:
    """Ours without what would tell one of the servers more than a user's shell does."""
    own = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "OMP_WAIT_POLICY", "OMP_NUM_THREADS"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in own and not name.startswith(("XIAOER_", "RASA_"))
    }
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Start:
    """How a server is started."""

    command: list[str]
    environment: dict[str, str]
    folder: Path


@contextmanager
def running(start: Start, log: Path, first: Request) -> Iterator[Server]:
    """Runs a server for the time of the block, which begins with its first answer.

    Raises ServerFailed.
    """
    with log.open("wb") as output:
        began = time.perf_counter()
        child = subprocess.Popen(
            start.command,
            cwd=start.folder,
            env=start.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for_answer(child, log, first)
            yield Server(child.pid, time.perf_counter() - began)
        finally:
            _stop(child)


def _wait_for_answer(child: subprocess.Popen[bytes], log: Path, first: Request) -> None:
    until = time.perf_counter() + FIRST_ANSWER_S
    said = ""
    while time.perf_counter() < until and child.poll() is None:
        try:
            said = ask(first)
        except (OSError, urllib.error.URLError) as error:
            said = str(error)
        else:
            return
        time.sleep(_LOOK_EVERY_S)
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
    raise ServerFailed(f"no answer from the server ({said}):\n{tail}")


def ask(request: Request) -> str:
    """Sends a request and returns the body of the answer. Raises URLError, OSError."""
    body = json.dumps(request.body).encode()
    headers = {"Content-Type": "application/json", **request.headers}
    call = urllib.request.Request(request.url, body, headers)
    with urllib.request.urlopen(call, timeout=60) as answer:
        return str(answer.read().decode("utf-8"))


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        # The session is the server's own: nothing else is in it.
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def memory_mb(pid: int) -> float:
    """Resident memory of a process and all below it, MB (10^6 bytes)."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(one.pages for one in _family(pid)) * page / 1e6


def processor_s(pid: int) -> float:
    """Processor time that a process and all below it have used, seconds over all cores."""
    return sum(one.ticks for one in _family(pid)) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class _Process:
    pid: int
    parent: int
    ticks: int
    pages: int


def _family(pid: int) -> list[_Process]:
    entries = (_process(int(entry.name)) for entry in Path("/proc").glob("[0-9]*"))
    known = [one for one in entries if one is not None]
    family, grew = {pid}, True
    while grew:
        below = {one.pid for one in known if one.parent in family} - family
        grew = bool(below)
        family |= below
    return [one for one in known if one.pid in family]


def _process(pid: int) -> _Process | None:
    """Reads /proc/PID/stat (see proc(5)); None where the process has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in brackets may hold anything; the fields after it are numbers.
    fields = text.rpartition(")")[2].split()
    parent, user, system, pages = (int(fields[place]) for place in (1, 11, 12, 21))
    return _Process(pid, parent, user + system, pages)
