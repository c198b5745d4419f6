"""Where the turns of conversations wait for the database, beside an event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Callable

from xiaoer.shop.db.session import Database

#: A SQLite file has one writer. More threads than these only take the interpreter from one
#: another at every statement: with six a message costs a fifth more (`python -m bench`).
SQLITE_THREADS = 2
#: As many as the pool of connections holds without growing.
POSTGRES_THREADS = 8


class TurnThreads:
    """A few threads for one database."""

    def __init__(self, db: Database) -> None:
        threads = SQLITE_THREADS if db.is_sqlite else POSTGRES_THREADS
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="turn")

    async def run(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Awaits `work(*arguments, **named)` done in one of the threads; raises what it raises."""
        call = partial(work, *arguments, **named)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)
