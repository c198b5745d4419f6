# mypy: allow-subclassing-any
"""One turn at a time in a conversation, without polling.

Rasa's ticket lock looks once a second whether its turn has come: four messages in a row were
answered after 0.3, 1.3, 2.3 and 3.3 s. Here a waiting message is woken when the one before it is
done, in the order of arrival.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import LOCK_LIFETIME, LockStore


class KeyedLocks:
    """An asyncio lock for each key in use; a key that nobody holds or waits for takes no memory.

    For one event loop. Waiters get in by order of arrival.
    """

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[None]:
        """Waits for the key and keeps it until the block ends, however it ends."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._users[key] = self._users.get(key, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._locks[key]

    def __len__(self) -> int:
        """How many keys are held or waited for."""
        return len(self._locks)


class ConversationLocks(LockStore):
    """`KeyedLocks` as Rasa's lock store, also from `endpoints.yml`.

    In-process only: several servers need a store of their own.
    """

    def __init__(self, endpoint_config: Any = None) -> None:
        self._locks = KeyedLocks()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 0,
    ) -> AsyncIterator[None]:
        """Waits for the conversation; lifetime and wait are of Rasa's interface, not needed."""
        async with self._locks.hold(conversation_id):
            yield
