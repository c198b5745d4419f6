"""When people answer, said as it is (policy §8)."""

from __future__ import annotations

from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.replies.draft import Situation


def service_hours(s: Situation) -> str:
    """The desk's hours: 9:00–23:30."""
    return f"{_short(s.policy.desk.open)}–{_short(s.policy.desk.close)}"


def _short(wall: str) -> str:
    hour, minute = wall.split(":")
    return f"{int(hour)}:{minute}"


def person_next(s: Situation) -> str:
    """What a queued buyer can expect: somebody now, or nobody before the desk opens."""
    if desk_is_open(s.policy, s.now):
        return "同事接上后直接在这里回复您，前面聊的都能看到。"
    opens = say_moment(desk_opens(s.policy, s.now), s.now)
    return (
        f"现在不在人工时间（{service_hours(s)}），{opens}上班后在这里回复您，有要补充的可以先留言。"
    )
