"""The proof that answers use facts: change any fact a reply rests on, and the reply changes.

For each scenario every entry of `facts_used` is changed in the database, in each of a few ways
that fit its column; at least one way must change the text (a threshold need not be crossed by
all). Then it is removed: the reply must change again, and must not fail.
"""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from tests.conftest import NOW
from tests.shop.replies.scenarios import Scenario, scenarios
from tests.talk import understood
from xiaoer.policy import PolicySource
from xiaoer.shop import Shop
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.db.schema import metadata
from xiaoer.shop.db.session import Database
from xiaoer.shop.dialogue.respond import Outcome
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import ORDER_STATES, REFUND_STATES, SHIPMENT_STATES, Order
from xiaoer.shop.replies import TOPICS
from xiaoer.shop.replies.draft import FactRef, Reply

ALL = list(scenarios())
#: Answers that rest on no row of the database.
FACTLESS = {
    "affirm", "bot_challenge", "deny", "empty", "goodbye", "nlu_fallback", "out_of_scope",
    "repeat_question", "thank", "greet", "request_human", "complain_service", "threaten_dispute",
    "review_cashback",
}  # fmt: skip
#: Rows of these can be deleted without leaving others that point at them.
LEAVES = {
    "attributes", "size_rows", "papers", "bulk_prices", "buyer_coupons", "carrier_regions",
    "postage_rules", "return_addresses", "scans", "returns", "invoices", "promises", "order_notes",
}  # fmt: skip
STATES = {
    "orders": ORDER_STATES,
    "shipments": SHIPMENT_STATES,
    "refunds": REFUND_STATES,
    "buyer_coupons": ("unused", "used", "void"),
    "invoices": ("requested", "issued"),
    "approvals": ("pending", "approved", "refused", "expired"),
    "cases": ("open", "closed"),
    "promises": ("open", "kept", "broken", "cancelled"),
}


class Stage:
    """A scenario played up to its last line; the reply to that can be built again and again."""

    def __init__(self, scenario: Scenario, database: Path) -> None:
        at = scenario.at
        now = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI) if at else NOW
        self.shop = Shop(Database(f"sqlite:///{database}"), PolicySource(), ManualClock(now))
        *before, last = scenario.lines
        for line in before:
            seq = self.shop.accept("c", line.text, buyer_id=scenario.buyer).seq
            self.shop.respond("c", seq, understood(line.text, line.intent, **line.entities))
        self.understood = understood(last.text, last.intent, **last.entities)
        self.seq = self.shop.accept("c", last.text, buyer_id=scenario.buyer).seq

    def build(self) -> Outcome:
        with self.shop.db.read() as session:
            conversation = self.shop.conversation("c")
            assert conversation is not None
            self.shop.index = self.shop.responder.index = type(self.shop.index)()
            return self.shop.responder.build(session, conversation, self.seq, self.understood)

    def with_change(self, statements: list[Any]) -> Reply:
        """The reply after some statements, which are taken back again."""
        engine = self.shop.db.engine
        bare(engine)
        with engine.connect() as connection:
            saved = [
                (s.table, dict(row))
                for s in statements
                for row in connection.execute(sa.select(s.table).where(s.whereclause)).mappings()
            ]
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        try:
            return self.build().reply
        finally:
            with engine.connect() as connection:
                for table, row in saved:
                    key = next(iter(table.primary_key.columns))
                    connection.execute(sa.delete(table).where(key == row[key.name]))
                    connection.execute(sa.insert(table).values(row))
                connection.commit()


def bare(engine: Any) -> None:
    """Lets rows be taken away one by one, without waiting for the disk.

    SQLite ignores the former inside a transaction.
    """
    raw = engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA synchronous=OFF")
    raw.close()


def changes(ref: FactRef, value: Any) -> Iterator[Any]:
    """Other values that the column could have."""
    if ref.column == "state":
        yield from (state for state in STATES[ref.table] if state != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (0, value + 1234, value + 3, max(value - 3, 0), value * 10)
    elif isinstance(value, datetime):
        yield from (value + timedelta(days=days) for days in (40, -40, 3, -3))
    elif isinstance(value, date):
        yield from (value + timedelta(days=days) for days in (40, -40))
    elif isinstance(value, list):
        yield from (["nothing-of-the-sort"], [])
    elif isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value):
        yield from ("00:10", "23:50")
    elif isinstance(value, str):
        yield f"改{value}"
        # A reply may pick one measure out of several.
        yield re.sub(r"\d", lambda digit: str((int(digit.group()) + 3) % 10), value)
    elif value is None:
        yield from candidates_for_nothing(ref)


def candidates_for_nothing(ref: FactRef) -> Iterator[Any]:
    """Values for a column that was empty."""
    kind = metadata.tables[ref.table].columns[ref.column].type
    if isinstance(kind, sa.Integer):
        yield from (1, 100, 5000)
    elif isinstance(kind, sa.Date):
        yield from (NOW.date() + timedelta(days=9), NOW.date() - timedelta(days=9))
    elif "DateTime" in type(kind).__name__:
        yield from (NOW + timedelta(days=9), NOW - timedelta(days=9))
    else:
        yield from other_keys(ref)
        yield "改成有"


def other_keys(ref: FactRef) -> Iterator[Any]:
    """Keys that a foreign key could hold."""
    for foreign in metadata.tables[ref.table].columns[ref.column].foreign_keys:
        yield foreign.column.table.name


def row_of(ref: FactRef) -> tuple[Any, Any]:
    table = metadata.tables[ref.table]
    return table, next(iter(table.primary_key.columns))


def update(ref: FactRef, value: Any) -> Any:
    table, key = row_of(ref)
    identity = int(ref.key) if isinstance(key.type, sa.Integer) else ref.key
    return sa.update(table).where(key == identity).values({ref.column: value})


def current(stage: Stage, ref: FactRef) -> Any:
    table, key = row_of(ref)
    identity = int(ref.key) if isinstance(key.type, sa.Integer) else ref.key
    with stage.shop.db.read() as session:
        return session.execute(sa.select(table.c[ref.column]).where(key == identity)).scalar_one()


@pytest.mark.parametrize("scenario", ALL, ids=[f"{one.intent}: {one.name}" for one in ALL])
def test_every_fact_used_matters(scenario: Scenario, demo_file: Path, tmp_path: Path) -> None:
    database = tmp_path / "shop.db"
    shutil.copy(demo_file, database)
    stage = Stage(scenario, database)
    outcome = stage.build()
    assert scenario.intent in outcome.answered_as, f"answered as {outcome.answered_as}"
    text, facts = outcome.reply.text, outcome.reply.facts_used
    assert facts or scenario.intent in FACTLESS, f"no facts behind «{text}»"
    idle, unmoved = [], []
    for ref in facts:
        value = current(stage, ref)
        if not any(
            stage.with_change([update(ref, new)]).text != text for new in changes(ref, value)
        ):
            idle.append((ref, value))
        if value is None or (statement := removal(ref)) is None:
            continue
        without = stage.with_change([statement])
        claims = shown(ref, value) in text and still_claims(stage, ref, value, without)
        if without.text == text or claims:
            unmoved.append((ref, value, without.text))
    assert not idle, f"«{text}» does not depend on {idle}"
    assert not unmoved, f"«{text}» is said without {unmoved}"
    assert stage.build().reply.text == text, "the same facts give the same words"
    assert_decent(stage, scenario, text)


def shown(ref: FactRef, value: Any) -> str:
    """How a value stands in a text; a long sentence is known by its beginning."""
    if ref.column.endswith("_fen") and value is not None:
        return yuan(value)
    return str(value) if isinstance(value, str) and len(value) > 1 else "\0"


def still_claims(stage: Stage, ref: FactRef, value: Any, without: Reply) -> bool:
    """Whether a reply still holds a value that was taken away, and no other fact gives it."""
    mine = shown(ref, value)
    others = {shown(other, current(stage, other)) for other in without.facts_used if other != ref}
    said = stage.understood.text
    return mine in without.text and not any(mine in other for other in others) and mine not in said


def assert_decent(stage: Stage, scenario: Scenario, text: str) -> None:
    """No forbidden wording, and nobody's full name, phone or street."""
    for word in stage.shop.policy.current().wording.forbidden:
        assert word not in text, f"«{text}» has the forbidden «{word}»"
    typed = "\n".join(line.text for line in scenario.lines)
    with stage.shop.db.read() as session:
        people = session.execute(sa.select(Order.receiver, Order.phone, Order.address)).all()
    for private in {value for row in people for value in row}:
        assert private not in text or private in typed, f"«{text}» gives «{private}» away"


def removal(ref: FactRef) -> Any:
    """The statement that takes a fact away, None where the shop cannot be without it."""
    table, key = row_of(ref)
    if table.columns[ref.column].nullable:
        return update(ref, None)
    if ref.table in LEAVES:
        identity = int(ref.key) if isinstance(key.type, sa.Integer) else ref.key
        return sa.delete(table).where(key == identity)
    return None


def test_every_intent_has_a_scenario() -> None:
    internal = {"empty", "nlu_fallback", "repeat_question"}
    assert {one.intent for one in ALL} == set(TOPICS) - internal
