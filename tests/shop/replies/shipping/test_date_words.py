"""The day that a buyer names."""

from __future__ import annotations

from datetime import date

import pytest

from xiaoer.shop.replies.shipping.date_words import day_of

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("token", "day"),
    [
        ("today", date(2026, 11, 18)),
        ("tonight", date(2026, 11, 18)),
        ("tomorrow", date(2026, 11, 19)),
        ("day_after_next", date(2026, 11, 21)),
        ("yesterday", date(2026, 11, 17)),
        ("weekday:5", date(2026, 11, 20)),
        ("weekday:1", date(2026, 11, 23)),
        ("next_weekday:3", date(2026, 11, 25)),
        ("weekend", date(2026, 11, 22)),
        ("day:20", date(2026, 11, 20)),
        ("day:5", date(2026, 12, 5)),
        ("date:12-03", date(2026, 12, 3)),
        ("date:03-01", date(2027, 3, 1)),
        ("month_end", date(2026, 11, 30)),
        ("festival:双12", date(2026, 12, 12)),
        ("festival:双11", date(2027, 11, 11)),
        ("festival:元旦", date(2027, 1, 1)),
        # The official calendar of the next year is not published yet.
        ("festival:春节", None),
        ("festival:店庆", None),
        ("day:31", None),
        ("nonsense", None),
        ("date:02-30", None),
    ],
)
def test_tokens(token: str, day: date | None) -> None:
    assert day_of(token, WEDNESDAY) == day


def test_a_lunar_festival_comes_from_the_official_calendar() -> None:
    assert day_of("festival:中秋", date(2026, 9, 1)) == date(2026, 9, 25)
