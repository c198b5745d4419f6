"""The command line in this process, over a demo shop of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from xiaoer.bootstrap import build_shop
from xiaoer.cli import main
from xiaoer.settings import Settings
from xiaoer.shop import Shop

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def data_dir(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that commands use: a copy of the demo shop."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(demo_file, folder / "xiaoer.db")
    for name in [name for name in os.environ if name.startswith("XIAOER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XIAOER_DATA_DIR", str(folder))
    # Set and later put back, for commands set it themselves.
    monkeypatch.setenv("XIAOER_LEXICON", "")
    monkeypatch.chdir(ROOT)
    return folder


@pytest.fixture
def run(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def call(*arguments: str) -> Result:
        capsys.readouterr()
        code = main.run(list(arguments))
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return call


@pytest.fixture
def spawn(data_dir: Path) -> Run:
    """Runs a command as a process of its own; standard input is `typed`."""

    def call(*arguments: str, typed: str | bytes = "", timeout: float = 120) -> Result:
        done = subprocess.run(
            [sys.executable, "-c", "from xiaoer.cli.main import main; main()", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            timeout=timeout,
            cwd=ROOT,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def cli_shop(data_dir: Path) -> Shop:
    """The shop that the commands see, with the machine's clock."""
    return build_shop(Settings())
