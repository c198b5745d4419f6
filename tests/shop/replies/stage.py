"""A scenario played up to its last line, whose reply is built again over changed facts."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence
from unittest.mock import patch
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.util import find_tables

from tests.conftest import NOW
from tests.shop.replies.scenarios import Scenario
from tests.talk import understood
from xiaoer.policy import PolicySource
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.index import CatalogueIndex
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.db.lookup import row
from xiaoer.shop.db.schema import metadata
from xiaoer.shop.db.session import Database
from xiaoer.shop.db.statements import Query
from xiaoer.shop.dialogue.respond import Outcome
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, FactRef

#: What the catalogue's index is made of; it does not notice a change that no import made.
INDEXED = {"products", "shop_settings"}


@dataclass(frozen=True)
class Change:
    """A statement that writes, with its values."""

    statement: Any
    values: Mapping[str, Any] = field(default_factory=dict)


@cache
def policy() -> PolicySource:
    """The default policy, read once."""
    return PolicySource()


def restore(database: Database, demo: Path) -> None:
    """Makes an SQLite database a copy of a file; its engine keeps the statements it knows."""
    connection = database.engine.raw_connection()
    # Nothing here has to survive a power cut.
    connection.execute("PRAGMA synchronous=OFF")
    with closing(sqlite3.connect(demo)) as source:
        source.backup(connection.dbapi_connection)
    connection.close()


def key_of(table: Any) -> Any:
    """The only column of a table's primary key."""
    (key,) = table.primary_key.columns
    return key


def key_in(ref: FactRef) -> Any:
    """The primary key of a fact's row as the database has it."""
    key = key_of(metadata.tables[ref.table])
    return int(ref.key) if isinstance(key.type, sa.Integer) else ref.key


@cache
def _with_key(table: str) -> Any:
    found = metadata.tables[table]
    return sa.select(found).where(key_of(found) == sa.bindparam("of"))


@cache
def tables_of(query: Query) -> frozenset[str]:
    """The names of the tables that a query reads."""
    return frozenset(table.name for table in find_tables(query._statement, check_columns=True))


class Stage:
    """The reply to the last line can be built again and again; nothing that is changed stays."""

    def __init__(self, scenario: Scenario, database: Database) -> None:
        at = scenario.at
        now = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI) if at else NOW
        self.shop = Shop(database, policy(), ManualClock(now))
        *before, last = scenario.lines
        for line in before:
            seq = self.shop.accept("c", line.text, buyer_id=scenario.buyer).seq
            self.shop.respond("c", seq, understood(line.text, line.intent, **line.entities))
        self.understood = understood(last.text, last.intent, **last.entities)
        self.seq = self.shop.accept("c", last.text, buyer_id=scenario.buyer).seq
        #: What the buyer said, with amounts as a reply would say them.
        self.typed = [line.text for line in scenario.lines]
        self.typed += [
            yuan(line.entities["amount"]) for line in scenario.lines if "amount" in line.entities
        ]
        self._found: dict[Any, list[Any]] = {}
        self._rows: dict[tuple[str, str], Any] = {}

    def build(self, changes: Sequence[Change] = (), checked: bool = True) -> Outcome:
        """The outcome after some changes, which are taken back again.

        Not `checked`: they may leave references to rows that are not there.
        """
        tables = {change.statement.table.name for change in changes}
        responder = self.shop.responder
        responder.index = CatalogueIndex() if tables & INDEXED else self.shop.index
        same_wording = patch.object(Draft, "pick", lambda _, *variants: self._worded(variants))
        remembering = patch.object(Query, "rows", self._remembering(tables))
        with same_wording, remembering, self.changed(changes, checked) as connection:
            session = Session(connection, future=True, expire_on_commit=False, autoflush=False)
            conversation: Conversation = row(session, Conversation, "c")
            return responder.build(session, conversation, self.seq, self.understood)

    def _remembering(self, changed: set[str]) -> Any:
        """Finds rows in memory unless their query reads a table that was changed.

        A reply makes some twenty queries, a change touches one table or a few.
        """
        read = Query.rows

        def rows(query: Query, session: Session, **bound: Any) -> list[Any]:
            if changed & tables_of(query):
                return read(query, session, **bound)
            key = (query, *bound.items())
            if key not in self._found:
                self._found[key] = read(query, session, **bound)
            return self._found[key]

        return rows

    def _worded(self, variants: Sequence[str]) -> str:
        """One of several wordings, the same whatever the facts are."""
        return variants[crc32(self.understood.text.encode()) % len(variants)]

    @contextmanager
    def changed(self, changes: Sequence[Change], checked: bool = True) -> Iterator[Any]:
        """A connection that sees the database after the changes."""
        with self.shop.db.engine.connect() as connection, connection.begin() as transaction:
            if not checked:
                # Until a commit that never comes.
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for change in changes:
                connection.execute(change.statement, dict(change.values))
            yield connection
            transaction.rollback()

    def value(self, ref: FactRef) -> Any:
        """What the fact is before anything is changed; None where its row is not there."""
        if (ref.table, ref.key) not in self._rows:
            with self.shop.db.engine.connect() as connection:
                found = connection.execute(_with_key(ref.table), {"of": key_in(ref)})
                self._rows[ref.table, ref.key] = found.mappings().first() or {}
        return self._rows[ref.table, ref.key].get(ref.column)
