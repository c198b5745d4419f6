"""Waiting for the rest of what a buyer is writing.

Which messages are answered together the core tells by what is stored
(`shop/conversations/burst.py`). Here a message waits until the next one has come or the time is
over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Optional

from xiaoer.shop.conversations.messages import Accepted


class Bursts:
    """Stored messages that are not answered yet, by conversation. For one event loop."""

    def __init__(self) -> None:
        self._present: dict[str, list[Accepted]] = {}
        self._waiting: dict[str, asyncio.Event] = {}

    @contextmanager
    def arrived(self, conversation_id: str, accepted: Accepted) -> Iterator[None]:
        """Around the answer to a message: one that waits hears that it has come."""
        present = self._present.setdefault(conversation_id, [])
        present.append(accepted)
        if conversation_id in self._waiting and not accepted.duplicate:
            self._waiting[conversation_id].set()
        try:
            yield
        finally:
            present.remove(accepted)
            if not present:
                del self._present[conversation_id]

    async def later(
        self, conversation_id: str, accepted: Accepted, wait_s: float
    ) -> Optional[Accepted]:
        """The later message that is answered together with this one; None: none comes in time.

        Called by the holder of the conversation's turn, so that one message at most waits.
        """
        if accepted.burst is None:
            return None
        newest = max(one.seq for one in self._present[conversation_id])
        if accepted.burst.open and newest <= accepted.seq:
            event = self._waiting[conversation_id] = asyncio.Event()
            try:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(event.wait(), wait_s)
            finally:
                del self._waiting[conversation_id]
        # Whatever is answered with this one has to be answered there as well.
        found = [
            one
            for one in self._present[conversation_id]
            if one.seq > accepted.seq and one.burst and one.burst.first <= accepted.burst.first
        ]
        return max(found, key=lambda one: one.seq, default=None)
