"""The day on which goods leave."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from xiaoer.shop.clock import SHANGHAI
from xiaoer.shop.logistics.model import Warehouse
from xiaoer.shop.replies.shipping.ship_promise import next_ship_day


def warehouse(cutoff: str = "16:00", holidays: bool = False) -> Warehouse:
    return Warehouse(
        id="w",
        name="一号仓",
        province="浙江",
        city="杭州",
        cutoff=cutoff,
        ships_on_holidays=holidays,
    )


@pytest.mark.parametrize(
    ("moment", "works_always", "leaves"),
    [
        ("2026-11-18 15:59", False, date(2026, 11, 18)),
        ("2026-11-18 16:00", False, date(2026, 11, 19)),
        ("2026-11-18 00:00", False, date(2026, 11, 18)),
        # Friday after the cut-off: the next run is on Monday.
        ("2026-11-20 17:00", False, date(2026, 11, 23)),
        ("2026-11-20 17:00", True, date(2026, 11, 21)),
        # The National Day holiday lasts until the 7th.
        ("2026-09-30 17:00", False, date(2026, 10, 8)),
        # A Sunday on which everybody works in place of a weekday.
        ("2026-09-20 10:00", False, date(2026, 9, 20)),
    ],
)
def test_cutoff_and_calendar_decide(moment: str, works_always: bool, leaves: date) -> None:
    paid = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert next_ship_day(warehouse(holidays=works_always), paid) == leaves
