"""The case that channels show: the newest that still runs."""

from __future__ import annotations

import pytest

from tests.shop.aftersales.opened import opened
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.lookup import open_case
from xiaoer.shop.aftersales.states import MOVES, RUNNING


@pytest.mark.parametrize("state", sorted(MOVES))
def test_a_case_is_shown_while_it_runs(either_shop: Shop, state: str) -> None:
    opened(either_shop, "defect", state=state)
    with either_shop.db.read() as session:
        shown = open_case(session, "talk-AS1")
    running = {"number": "AS1", "state": state, "issue": "report_quality"}
    assert shown == (running if state in RUNNING else None)
