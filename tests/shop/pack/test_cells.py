"""Single cells: times, days, money, yes and no."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaoer.shop.clock import SHANGHAI
from xiaoer.shop.pack.cells import CellInvalid, read_cell
from xiaoer.shop.pack.columns import Column
from xiaoer.shop.pack.moments import parse_day, parse_moment

#: Half past midnight in Shanghai is still the day before in UTC.
ANCHOR = datetime(2026, 11, 18, 0, 30, tzinfo=SHANGHAI)


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", ANCHOR),
        ("-3d 14:30", at(15, 14, 30)),
        ("+2d 9:05", at(20, 9, 5)),
        ("+0d 23:59", at(18, 23, 59)),
        ("+2d", at(20, 0, 30)),
        ("-5h", at(17, 19, 30)),
        ("+25m", at(18, 0, 55)),
        ("2026-11-11 20:00", at(11, 20, 0)),
        ("2026/11/11 20:00", at(11, 20, 0)),
        ("2026-11-11T12:00:00Z", at(11, 20, 0)),
    ],
)
def test_times(text: str, moment: datetime) -> None:
    assert parse_moment(text, ANCHOR) == moment
    assert parse_moment(text, ANCHOR).utcoffset() in (timedelta(0), timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 18)),
        ("+3d", date(2026, 11, 21)),
        ("-1d", date(2026, 11, 17)),
        ("2026-11-11", date(2026, 11, 11)),
        ("2026/11/11", date(2026, 11, 11)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert parse_day(text, ANCHOR) == day


def column(kind: str) -> Column:
    return Column("x", "x", kind, required=False, default=None)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("money", "59.9", 5990),
        ("money", "0", 0),
        ("money", "19.99", 1999),
        ("integer", "12", 12),
        ("yes_no", "是", True),
        ("yes_no", "FALSE", False),
        ("names", "棉| 涤纶 |", ["棉", "涤纶"]),
        ("text", "a,b", "a,b"),
    ],
)
def test_values(kind: str, text: str, value: Any) -> None:
    assert read_cell(text, column(kind), ANCHOR) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("money", "1.999"),
        ("money", "-3"),
        ("money", "¥5"),
        ("money", "1e3"),
        ("integer", "-1"),
        ("integer", "2.0"),
        ("yes_no", "也许"),
        ("moment", "昨天"),
        ("moment", "2026-13-01 10:00"),
        ("moment", "-3d 25:00"),
        ("moment", "0001-01-01 00:00"),
        ("day", "-5h"),
        ("day", "45978"),
    ],
)
def test_what_cannot_be_read_is_refused(kind: str, text: str) -> None:
    with pytest.raises(CellInvalid) as caught:
        read_cell(text, column(kind), ANCHOR)
    assert caught.value.allowed


@given(st.text(min_size=1), st.sampled_from(["money", "integer", "yes_no", "moment", "day"]))
def test_nothing_that_a_person_types_breaks_the_reader(text: str, kind: str) -> None:
    with contextlib.suppress(CellInvalid):
        read_cell(text, column(kind), ANCHOR.astimezone(timezone.utc))
