"""The table of case states, and the only way through it."""

from __future__ import annotations

from itertools import product

import pytest

from tests.shop.aftersales.opened import opened, row, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.aftersales.states import MOVES, RUNNING, UNANSWERED, CaseMoveNotAllowed, move
from xiaoer.shop.audit.model import AuditEntry


def test_the_table_is_whole() -> None:
    assert {to for ends in MOVES.values() for to in ends} <= set(MOVES)
    assert UNANSWERED <= RUNNING <= set(MOVES)
    assert not any(state in ends for state, ends in MOVES.items()), "staying is no move"


def test_from_everywhere_to_a_person_and_to_an_end() -> None:
    for state in set(MOVES) - {"closed", "person"}:
        assert "person" in MOVES[state], state
    reached, edge = {"closed"}, {"closed"}
    while edge:
        edge = {s for s, ends in MOVES.items() if ends & edge} - reached
        reached |= edge
    assert reached == set(MOVES), "every case can be closed in the end"


@pytest.mark.parametrize("start", sorted(MOVES))
def test_only_the_moves_of_the_table(shop: Shop, start: str) -> None:
    for number, (before, to) in enumerate(product([start], sorted(MOVES))):
        no = opened(shop, "defect", no=f"AS{number}", state=before)
        try:
            with shop.db.write() as session:
                case = session.get(Case, no)
                move(session, case, to, "bot", "because", shop.clock())
        except CaseMoveNotAllowed:
            assert to not in MOVES[before]
            assert row(shop, Case, no).state == before
        else:
            assert to == before or to in MOVES[before]
            assert row(shop, Case, no).state == to
            assert len(rows(shop, AuditEntry, subject=f"case:{no}")) == (to != before)
