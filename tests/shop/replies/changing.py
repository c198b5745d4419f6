"""Other values that a fact of the database could have."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any, Iterator

import sqlalchemy as sa

from tests.conftest import NOW
from tests.shop.replies.removal import column_of
from xiaoer.shop.approvals.model import APPROVAL_STATES
from xiaoer.shop.orders.model import ORDER_STATES, REFUND_STATES, SHIPMENT_STATES
from xiaoer.shop.replies.draft import FactRef

#: Columns that hold one of a few words.
CHOICES = {
    "orders.state": ORDER_STATES,
    "shipments.state": SHIPMENT_STATES,
    "refunds.state": REFUND_STATES,
    "buyer_coupons.state": ("unused", "used", "void"),
    "invoices.state": ("requested", "issued"),
    "approvals.state": APPROVAL_STATES,
    "cases.state": ("open", "closed"),
    "cases.wish": ("refund", "return", "exchange"),
    "promises.state": ("open", "kept", "broken", "cancelled"),
    "orders.province": ("台湾", "北京", "新疆"),
    "products.category": ("clothing", "snacks", "baby"),
}


def other_values(ref: FactRef, value: Any) -> Iterator[Any]:
    """Other values that the column could have."""
    if choices := CHOICES.get(f"{ref.table}.{ref.column}"):
        yield from (choice for choice in choices if choice != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (0, value + 1234, value + 3, max(value - 3, 0), value * 10)
    elif isinstance(value, datetime):
        yield from (value + timedelta(days=days) for days in (40, -40, 3, -3))
        yield NOW - timedelta(hours=1)
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
        yield from _instead_of_nothing(ref)


def _instead_of_nothing(ref: FactRef) -> Iterator[Any]:
    kind = column_of(ref).type
    if isinstance(kind, sa.Integer):
        yield from (1, 100, 5000)
    elif isinstance(kind, sa.Date):
        yield from (NOW.date() + timedelta(days=9), NOW.date() - timedelta(days=9))
    elif "DateTime" in type(kind).__name__:
        yield from (NOW + timedelta(days=9), NOW - timedelta(days=9))
    else:
        for foreign in column_of(ref).foreign_keys:
            yield foreign.column.table.name
        yield "改成有"
