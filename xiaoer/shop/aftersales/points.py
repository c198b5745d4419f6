"""The named points of a commit and of its delivery, where tests end the process."""

from __future__ import annotations

from typing import Callable, List

#: In a commit: its rows are locked, the guards hold, the fen are booked, the effect's rows are
#: written, words and instructions are queued. In a delivery: before the gateway is called, after
#: it answered, and after its receipt was written, each before the transaction ends.
POINTS = ("locked", "checked", "booked", "done", "queued", "asking", "answered", "received")

#: Called with the name of each point that is passed; empty outside tests.
watchers: List[Callable[[str], None]] = []


def passing(point: str) -> None:
    """Tells the watchers."""
    for watcher in watchers:
        watcher(point)
