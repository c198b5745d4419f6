"""One process at a time does a folder's work: two `make run` at once do it once."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_EVERY_S = 0.1
#: Who waits less is not told; afterwards again and again, for the other may take minutes.
_TELL_AFTER_S = 1.0
_TELL_EVERY_S = 5.0


@contextmanager
def alone_in(folder: Path, doing: str, progress: Callable[[str], None]) -> Iterator[None]:
    """Holds the folder's lock for the block, made first where it is missing.

    `doing` says in Chinese what the lock is for ("训练模型"); `progress` hears of waiting. The
    kernel lets go of the lock when its process ends, however it ends: there is nothing to clean up.
    Not reentrant: who takes it twice waits for himself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = os.open(folder, os.O_RDONLY)
    try:
        _wait_for(opened, doing, progress)
        yield
    finally:
        os.close(opened)


def _wait_for(opened: int, doing: str, progress: Callable[[str], None]) -> None:
    started = time.monotonic()
    tell_at = started + _TELL_AFTER_S
    while not _taken(opened):
        now = time.monotonic()
        if now >= tell_at:
            progress(f"另一个进程正在{doing}，等它结束……（已等 {now - started:.0f} 秒）")
            tell_at = now + _TELL_EVERY_S
        time.sleep(_LOOK_EVERY_S)


def _taken(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
