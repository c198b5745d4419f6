"""When people answer, said as it is (policy §8)."""

from __future__ import annotations

from datetime import datetime

from xiaoer.policy import Policy
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.replies.draft import Situation


def service_hours(policy: Policy) -> str:
    """The desk's hours: 9:00–23:30."""
    return f"{_short(policy.desk.open)}–{_short(policy.desk.close)}"


def _short(wall: str) -> str:
    hour, minute = wall.split(":")
    return f"{int(hour)}:{minute}"


def person_next(s: Situation) -> str:
    """What a queued buyer can expect: somebody now, or nobody before the desk opens."""
    return person_soon(s.policy, s.now)


def person_soon(policy: Policy, now: datetime) -> str:
    """The same without a situation."""
    if desk_is_open(policy, now):
        return "同事接上后直接在这里回复您，前面聊的都能看到。"
    opens = say_moment(desk_opens(policy, now), now)
    return (
        f"现在不在人工时间（{service_hours(policy)}），"
        f"{opens}上班后在这里回复您，有要补充的可以先留言。"
    )
