"""Workdays of mainland China, opening hours, and how moments are said in Chinese."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import chinese_calendar

from xiaoer.policy import Policy
from xiaoer.shop.clock import at_local, local, parse_time

_WEEKDAYS = "一二三四五六日"


def is_workday(day: date) -> bool:
    """Whether offices work, make-up workdays included; weekends only where no data is known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_certain(day: date) -> bool:
    """Whether the official calendar of that year is known; else a date is said with 预计."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def add_workdays(day: date, count: int) -> date:
    """The day that is `count` workdays after `day`; 0 gives the day itself."""
    while count > 0:
        day += timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day


def desk_is_open(policy: Policy, now: datetime) -> bool:
    """Whether people answer at this moment."""
    here = local(now)
    if here.date() in policy.desk.closed_on:
        return False
    return parse_time(policy.desk.open) <= here.time() < parse_time(policy.desk.close)


def desk_opens(policy: Policy, now: datetime) -> datetime:
    """When people answer next; the moment itself where they do now."""
    if desk_is_open(policy, now):
        return now
    day = local(now).date()
    while True:
        opening = at_local(day, parse_time(policy.desk.open))
        if opening > now and day not in policy.desk.closed_on:
            return opening
        day += timedelta(days=1)


def after_desk_time(policy: Policy, now: datetime, span: timedelta) -> datetime:
    """The moment until which people have been there for so long, counted from now."""
    while True:
        start = desk_opens(policy, now)
        closing = at_local(local(start).date(), parse_time(policy.desk.close))
        if start + span <= closing:
            return start + span
        span -= closing - start
        now = closing


def say_day(day: date, today: date) -> str:
    """今天, 明天, 后天, 昨天, else 11月24日（周二）; the year only where it is another one."""
    near = {0: "今天", 1: "明天", 2: "后天", -1: "昨天", -2: "前天"}.get((day - today).days)
    if near:
        return near
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def say_moment(moment: datetime, now: datetime) -> str:
    """A moment as said today: 今天16:30, 11月24日（周二）09:00."""
    here = local(moment)
    return f"{say_day(here.date(), local(now).date())}{here:%H:%M}"
