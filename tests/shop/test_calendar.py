"""Working time of the desk: counted while people are there, 9:00–23:30 by default."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from xiaoer.policy import load
from xiaoer.shop.calendar import after_desk_time
from xiaoer.shop.clock import SHANGHAI, local


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "minutes", "end"),
    [
        (at(18, "10:00"), 30, at(18, "10:30")),
        (at(18, "23:00"), 30, at(18, "23:30")),
        (at(18, "23:15"), 30, at(19, "9:15")),
        (at(18, "23:30"), 30, at(19, "9:30")),
        (at(18, "3:00"), 30, at(18, "9:30")),
        (at(18, "23:00"), 30 + 870 + 5, at(20, "9:05")),
    ],
)
def test_desk_time(now: datetime, minutes: int, end: datetime) -> None:
    assert local(after_desk_time(load(), now, timedelta(minutes=minutes))) == end


def test_closed_days_do_not_count() -> None:
    policy = load()
    closed = policy.desk.copy(update={"closed_on": [date(2026, 11, 19)]})
    policy = policy.copy(update={"desk": closed})
    assert local(after_desk_time(policy, at(18, "23:15"), timedelta(minutes=30))) == at(20, "9:15")
