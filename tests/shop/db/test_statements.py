"""Statements past the ORM: the same rows as the ORM reads, stored as the ORM stores them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from xiaoer.shop import Shop
from xiaoer.shop.conversations.model import Conversation, Message
from xiaoer.shop.db import base
from xiaoer.shop.db.lookup import all_rows, row, rows_with
from xiaoer.shop.db.statements import changing, insert
from xiaoer.shop.orders.model import Order

AT = datetime(2026, 11, 11, 3, 30, 15, 250, tzinfo=timezone.utc)
MODELS = sorted((m.class_ for m in base.registered.mappers), key=lambda one: str(one.__name__))


def conversation(**fields: Any) -> Conversation:
    given = {"id": "c", "created_at": AT, "updated_at": AT, "channel": "api", **fields}
    return Conversation(**given)


@pytest.fixture
def stored(either_shop: Shop) -> Shop:
    """A shop with a conversation and a message in it."""
    with either_shop.db.write() as session:
        insert(session, conversation(context={"region": "浙江", "shown": [1, 2]}))
        insert(
            session, Message(conversation_id="c", seq=1, author="bot", text="您好", created_at=AT)
        )
    return either_shop


def test_rows_are_those_of_the_orm(stored: Shop) -> None:
    compared = 0
    for model in MODELS:
        with stored.db.read() as session:
            (key,) = model.__table__.primary_key.columns
            expected = list(session.execute(select(model).order_by(key)).scalars())
        with stored.db.read() as session:
            found = all_rows(session, model, key.key)
        for one, other in zip(found, expected, strict=True):
            for column in model.__table__.columns:
                value = getattr(one, column.key)
                assert value == getattr(other, column.key), f"{model.__name__}.{column.key}"
                assert type(value) is type(getattr(other, column.key))
                compared += 1
    assert compared > 1000


def test_what_is_inserted_is_read_by_the_orm(stored: Shop) -> None:
    with stored.db.read() as session:
        found = session.get(Conversation, "c")
        (message,) = session.execute(select(Message)).scalars()
    assert found.context == {"region": "浙江", "shown": [1, 2]}
    assert (found.created_at, found.buyer_id, found.last_seq) == (AT, None, 0)
    assert (message.id, message.text, message.buttons) == (1, "您好", [])


def test_rows_with_one_of_several_values(either_shop: Shop) -> None:
    with either_shop.db.read() as session:
        states = {one.state for one in rows_with(session, Order, "state", ["paid", "closed"])}
        assert states == {"paid", "closed"}
        assert rows_with(session, Order, "state", []) == []
        assert row(session, Order, "no such order") is None


def test_changing_stores_what_the_block_changed(stored: Shop) -> None:
    with stored.db.write() as session:
        known = row(session, Conversation, "c", lock=True)
        with changing(session, known) as changed:
            changed.last_seq, changed.context, changed.queued_at = 4, {}, AT
        assert known.last_seq == 0
    with stored.db.read() as session:
        found = row(session, Conversation, "c")
    assert (found.last_seq, found.context, found.queued_at) == (4, {}, AT)
    assert (found.channel, found.created_at) == ("api", AT)


def test_an_exception_in_the_block_stores_nothing(stored: Shop) -> None:
    with stored.db.write() as session:
        known = row(session, Conversation, "c")
        with pytest.raises(ValueError, match="no"), changing(session, known) as changed:
            changed.last_seq = 4
            raise ValueError("no")
    with stored.db.read() as session:
        assert row(session, Conversation, "c").last_seq == 0


def test_a_row_that_was_read_refuses_a_change(stored: Shop) -> None:
    with stored.db.read() as session:
        found = row(session, Conversation, "c")
    with pytest.raises(AttributeError):
        found.last_seq = 4
    assert found.last_seq == 0


def test_errors_are_those_of_sqlalchemy(stored: Shop) -> None:
    with pytest.raises(IntegrityError), stored.db.write() as session:
        insert(session, conversation())
    with pytest.raises(ValueError, match="naive"), stored.db.write() as session:
        insert(session, conversation(id="d", updated_at=datetime(2026, 1, 1)))
