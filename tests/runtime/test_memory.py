"""What loading needed only for a while goes back to the system."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xiaoer.runtime.memory import settle

#: Too large for Python's own pools, too small for pages of their own.
CHUNK, CHUNKS = 4_000, 20_000


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's /proc")
def test_memory_that_was_needed_for_a_while_is_given_back() -> None:
    needed = [bytes(CHUNK) for _ in range(CHUNKS)]
    # What lies above it stays in use: that is why the C library keeps what is below.
    kept = [bytes(CHUNK) for _ in range(10)]
    del needed
    before = resident_mb()
    settle()
    assert before - resident_mb() > 0.5 * CHUNK * CHUNKS / 1e6
    assert len(kept) == 10


def test_what_is_loaded_is_not_looked_through_for_garbage_again() -> None:
    gc.unfreeze()
    settle()
    assert gc.get_freeze_count() > 10_000
