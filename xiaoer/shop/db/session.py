"""One engine, two kinds of transaction: `read()` and `write()`."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, ContextManager, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

#: How long SQLite waits for a writer of another process, seconds.
SQLITE_BUSY_S = 15


class Database:
    """Opens transactions. `url` is an SQLAlchemy URL of SQLite or PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        # One file has one writer. Left to SQLite, those who wait sleep for up to a tenth of a
        # second between two looks; here the next one is woken.
        self._turn: ContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()
        self._writing = self.engine.execution_options(write=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing written in it is kept. Rows stay usable afterwards."""
        with Session(self.engine, future=True, expire_on_commit=False, autoflush=False) as session:
            yield session
            # A rollback would expire the rows that the caller goes on using.
            session.expunge_all()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any exception.

        On SQLite it holds the write lock from its first statement (BEGIN IMMEDIATE), so that
        what was read in it is still true when it writes. On PostgreSQL the use case locks the
        rows it decides on (`with_for_update`). Not to be nested.
        """
        opened = Session(self._writing, future=True, expire_on_commit=False)
        with self._turn, opened as session, session.begin():
            yield session

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def _postgres_engine(url: str) -> Any:
    return sa.create_engine(url, future=True, pool_pre_ping=True, pool_size=8, max_overflow=8)


def _sqlite_engine(url: str) -> Any:
    path = sa.engine.make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        future=True,
        # Kept open: opening a file and setting it up costs more than most queries.
        poolclass=sa.pool.QueuePool if path and path != ":memory:" else sa.pool.StaticPool,
        connect_args={"timeout": SQLITE_BUSY_S, "check_same_thread": False},
    )

    def connect(connection: Any, _record: Any) -> None:
        # pysqlite opens transactions by itself, too late for IMMEDIATE: switch that off.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Any) -> None:
        write = connection.get_execution_options().get("write")
        # By the driver: SQLAlchemy takes longer to pass a statement on than SQLite to run it.
        connection.connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")

    sa.event.listen(engine, "connect", connect)
    sa.event.listen(engine, "begin", begin)
    return engine
