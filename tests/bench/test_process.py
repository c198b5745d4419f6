"""Weighing a process by what the kernel tells of it and of those below it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.process import memory_mb, processor_s

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads Linux's /proc")

CHILD = "x = bytearray(60_000_000); print(1, flush=True); input()"
PARENT = (
    "import subprocess, sys\n"
    f"child = subprocess.Popen([sys.executable, '-c', {CHILD!r}], stdin=sys.stdin)\n"
    "child.wait()"
)


def test_memory_is_that_of_the_whole_tree() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    try:
        assert 65 < memory_mb(parent.pid) < 130
        assert processor_s(parent.pid) >= 0
    finally:
        parent.communicate("\n", timeout=20)


def test_a_process_that_has_ended_weighs_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert memory_mb(ended.pid) == 0
