"""Two `make run` at once: one does the work, the other waits for it and says so."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from xiaoer.folder_lock import alone_in

WAITING = "另一个进程正在"

#: Far more than anything here takes; reached only where something hangs.
PATIENCE_S = 120

#: In place of the training that takes minutes: notes that it runs, ends when it is told to.
WORKER = """
import os, sys, time
from pathlib import Path
with open(os.environ["TEST_RUNS"], "a") as runs:
    runs.write("one more\\n")
while not Path(os.environ["TEST_GO"]).exists():
    time.sleep(0.05)
Path(sys.argv[1], "model.tar.gz").write_text("model")
"""

#: `xiaoer train` of the project in a folder, the training itself replaced.
TRAIN = f"""
import sys
from pathlib import Path
from xiaoer.cli.output import progress
from xiaoer.runtime import training
from xiaoer.settings import Settings
training.WORKER = ("-c", {WORKER!r})
print(training.ensure_model(Settings(), progress, root=Path(sys.argv[1])))
"""

XIAOER = "from xiaoer.cli.main import main; main()"


class Command:
    """An `xiaoer` command in a process of its own, whose standard error is read while it runs."""

    def __init__(self, program: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(iter(self.process.stderr.readline, ""))

    def waits(self) -> bool:
        """Whether it has said that it waits for another process."""
        return any(WAITING in line for line in self.said)

    def result(self) -> str:
        """What it printed; it has to end well."""
        assert self.process.stdout is not None
        printed = self.process.stdout.read()
        assert self.process.wait(PATIENCE_S) == 0, "".join(self.said)
        return printed

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Command]]:
    """Commands that are ended with the test; their data and models are in folders of its own."""
    monkeypatch.setenv("XIAOER_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("XIAOER_MODEL_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("TEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("TEST_GO", str(tmp_path / "go"))
    commands: list[Command] = []
    yield commands
    for command in commands:
        command.end()


def until(true: Callable[[], bool], command: Command) -> None:
    """Waits for a condition; fails where the command ends before it holds."""
    end = time.monotonic() + PATIENCE_S
    ended = False
    while not true():
        assert not ended and time.monotonic() < end, command.said
        ended = command.process.poll() is not None
        time.sleep(0.05)


def test_one_trains_and_both_have_the_model(
    tmp_path: Path, project: Path, started: list[Command]
) -> None:
    first = Command(TRAIN, str(project))
    started.append(first)
    until((tmp_path / "runs").exists, first)
    second = Command(TRAIN, str(project))
    started.append(second)
    until(second.waits, second)

    (tmp_path / "go").touch()

    printed = {first.result(), second.result()}
    [model] = (tmp_path / "models").iterdir()
    assert printed == {f"{model}\n"}
    assert (tmp_path / "runs").read_text() == "one more\n"
    assert not first.waits()


@pytest.mark.parametrize("command", ["migrate", "seed-demo", "chat --script -"])
def test_one_prepares_the_database(tmp_path: Path, started: list[Command], command: str) -> None:
    with alone_in(tmp_path / "var", "准备数据库", print):
        other = Command(XIAOER, *command.split())
        started.append(other)
        until(other.waits, other)
        assert not (tmp_path / "var" / "xiaoer.db").exists()
    until((tmp_path / "var" / "xiaoer.db").exists, other)
