"""The day that a buyer names: "周五前", "过年", "20号"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Optional

import chinese_calendar

from xiaoer.shop.clock import local
from xiaoer.shop.replies.draft import Situation

_NEAR = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "day_after": 2,
    "day_after_next": 3,
    "yesterday": -1,
    "day_before": -2,
}
#: Festivals on the same day each year, as (month, day).
_FIXED = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "38节": (3, 8),
    "五一": (5, 1),
    "六一": (6, 1),
    "618": (6, 18),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "双11": (11, 11),
    "双12": (12, 12),
    "圣诞": (12, 25),
}
#: Festivals of the lunar calendar, by their name in the official calendar.
_LUNAR = {
    "春节": "Spring Festival",
    "清明": "Tomb-sweeping Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
}


def asked_day(s: Situation) -> Optional[date]:
    """The day that the message names as its limit, None where it names none.

    "过年前" means the day before; a festival whose date is not published yet is None.
    """
    token = s.value("date")
    if not isinstance(token, str):
        return None
    day = day_of(token, local(s.now).date())
    if day and token.startswith("festival:") and s.mentions("前", "之前"):
        return day - timedelta(days=1)
    return day


def day_of(token: str, today: date) -> Optional[date]:
    """Turns a date token into the day that it means seen from `today`, the next one if open."""
    if token in _NEAR:
        return today + timedelta(days=_NEAR[token])
    if token == "weekend":
        return today + timedelta(days=6 - today.weekday())
    if token == "month_end":
        return _in_month(today, 1, offset=1, back=1)
    kind, _, value = token.partition(":")
    if kind == "festival":
        return _festival(value, today)
    if kind == "date":
        month, _, day = value.partition("-")
        return _next_date(today, int(month), int(day))
    if not value.isdigit():
        return None
    number = int(value)
    if kind in ("weekday", "next_weekday"):
        ahead = number - 1 - today.weekday()
        return today + timedelta(days=ahead + (7 if kind == "next_weekday" or ahead < 0 else 0))
    if kind == "day":
        return _in_month(today, number, offset=0 if number >= today.day else 1)
    return None


def _festival(name: str, today: date) -> Optional[date]:
    if name in _FIXED:
        return _next_date(today, *_FIXED[name])
    official = _LUNAR.get(name)
    if official is None:
        return None
    for ahead in range(366):
        day = today + timedelta(days=ahead)
        try:
            _, named = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return None
        if named == official:
            return day
    return None


def _next_date(today: date, month: int, day: int) -> Optional[date]:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _in_month(today: date, day: int, offset: int, back: int = 0) -> Optional[date]:
    """A day of this month or, with `offset` 1, of the next; `back` days earlier."""
    year, month = today.year + (today.month + offset - 1) // 12, (today.month + offset - 1) % 12 + 1
    try:
        return date(year, month, day) - timedelta(days=back)
    except ValueError:
        return None
