"""Time: aware UTC inside, Asia/Shanghai at the edges, the clock passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Callable
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

#: Returns the present moment, aware UTC.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(timezone.utc)


@dataclass
class ManualClock:
    """A clock that tests and `xiaoer tick --at` move by hand."""

    now: datetime

    def __call__(self) -> datetime:
        """Returns the moment that was set last."""
        return self.now

    def advance(self, step: timedelta) -> None:
        """Moves the clock forward."""
        self.now += step


def local(moment: datetime) -> datetime:
    """The same moment as a Shanghai wall clock shows it."""
    return moment.astimezone(SHANGHAI)


def at_local(day: date, wall: time) -> datetime:
    """The UTC moment of a Shanghai wall-clock time."""
    return datetime.combine(day, wall, tzinfo=SHANGHAI).astimezone(timezone.utc)


def parse_time(text: str) -> time:
    """Reads "16:00"."""
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
