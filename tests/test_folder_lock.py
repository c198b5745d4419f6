"""One process at a time has a folder's lock, and none keeps it beyond its end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT
from xiaoer import folder_lock
from xiaoer.folder_lock import alone_in

HOLDER = """
import sys
from pathlib import Path
from xiaoer.folder_lock import alone_in
with alone_in(Path(sys.argv[1]), "训练模型", print):
    print("mine", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock, until its standard input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "mine\n"
            yield process
        finally:
            process.kill()


def test_who_comes_second_waits_and_is_told_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lock, "_TELL_EVERY_S", 0)
    with holder(tmp_path) as other:
        told: list[str] = []

        def progress(text: str) -> None:
            told.append(text)
            if len(told) == 3:
                assert other.stdin is not None
                other.stdin.close()

        with alone_in(tmp_path, "训练模型", progress):
            assert other.wait(timeout=60) == 0, "the other has finished before we begin"

    assert len(told) >= 3
    assert all(text.startswith("另一个进程正在训练模型，等它结束……") for text in told)


def test_a_process_that_is_killed_leaves_the_folder_free(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        other.kill()
        other.wait()
        with alone_in(tmp_path, "训练模型", pytest.fail):
            assert list(tmp_path.iterdir()) == [], "the lock leaves nothing behind"


def test_an_error_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ValueError), alone_in(tmp_path / "new", "训练模型", print):
        raise ValueError
    with alone_in(tmp_path / "new", "训练模型", pytest.fail):
        assert (tmp_path / "new").is_dir()
