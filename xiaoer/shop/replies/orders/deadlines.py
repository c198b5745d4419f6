"""Until when people answer: their hours count from the moment the desk is open."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from xiaoer.policy import Policy
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.replies.draft import Situation


def hours_until_answer(s: Situation, hours: int) -> int:
    """Hours from now until an answer is due that takes people `hours`, the night not counted."""
    return hours_until(s.policy, s.now, hours)


def hours_until(policy: Policy, now: datetime, hours: int) -> int:
    """The same without a situation."""
    due = desk_opens(policy, now) + timedelta(hours=hours)
    return math.ceil((due - now) / timedelta(hours=1))


def say_answer(s: Situation, hours: int) -> str:
    """The same in words: 2小时内 while people are there, else 明天11:00前."""
    if desk_is_open(s.policy, s.now):
        return f"{hours}小时内"
    due = desk_opens(s.policy, s.now) + timedelta(hours=hours)
    return f"{say_moment(due, s.now)}前"
