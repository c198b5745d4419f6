"""Times and days in a pack: absolute, or relative to the day of the import."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from xiaoer.shop.clock import SHANGHAI, at_local, local

TIME_ALLOWED = "2026-11-11 20:00、now、-3d 14:30（三天前的14:30）、-5h、+25m"
DATE_ALLOWED = "2026-11-11、today、+3d、-1d"

_WALL = re.compile(r"([+-]\d{1,4})d +(\d{1,2}):(\d{2})(?::(\d{2}))?")
_STEP = re.compile(r"([+-]\d{1,5})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def parse_moment(text: str, anchor: datetime) -> datetime:
    """Reads a time of TIME_ALLOWED's forms; relative ones count from `anchor`.

    `-3d 14:30` is Shanghai wall time on the day three days before the anchor's day, `-3d` is
    exactly 72 hours earlier. Returns aware UTC; raises ValueError for anything else.
    """
    if text == "now":
        return anchor
    if found := _WALL.fullmatch(text):
        day = local(anchor).date() + timedelta(days=int(found[1]))
        return at_local(day, time(int(found[2]), int(found[3]), int(found[4] or 0)))
    if found := _STEP.fullmatch(text):
        return anchor + timedelta(**{_UNITS[found[2]]: int(found[1])})
    moment = datetime.fromisoformat(text.replace("/", "-").replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(timezone.utc)


def parse_day(text: str, anchor: datetime) -> date:
    """Reads a day of DATE_ALLOWED's forms; raises ValueError for anything else."""
    if text == "today":
        return local(anchor).date()
    found = _STEP.fullmatch(text)
    if found and found[2] == "d":
        return local(anchor).date() + timedelta(days=int(found[1]))
    return date.fromisoformat(text.replace("/", "-"))


def floor_minute(moment: datetime) -> datetime:
    """Drops seconds: a shop's records are kept to the minute."""
    return moment.replace(second=0, microsecond=0)
