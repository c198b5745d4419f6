"""The local ledger: once per key, whoever asks, and never two things under one key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.aftersales.gateways.local import LocalLedger
from xiaoer.shop.aftersales.gateways.model import LocalEntry
from xiaoer.shop.aftersales.gateways.ports import GatewayRefused, Instruction, Receipt

PAYOUT = Instruction("offer:AS1-1:payout", "payout", "202600000000000101", "AS1", 800, {"to": "b1"})


def written(shop: Shop) -> list[LocalEntry]:
    with shop.db.read() as session:
        return list(session.execute(select(LocalEntry)).scalars())


def test_asked_again_it_answers_the_same(either_shop: Shop) -> None:
    ledger = LocalLedger(either_shop.db, either_shop.clock)
    first = ledger.carry_out(PAYOUT)
    assert ledger.carry_out(PAYOUT) == first
    (entry,) = written(either_shop)
    assert (entry.amount_fen, entry.action, entry.detail) == (800, "payout", {"to": "b1"})


def test_asked_by_many_at_once_it_is_written_once(either_shop: Shop) -> None:
    ledger = LocalLedger(either_shop.db, either_shop.clock)
    with ThreadPoolExecutor(8) as threads:
        receipts: set[Receipt] = set(threads.map(ledger.carry_out, [PAYOUT] * 24))
    assert len(receipts) == 1
    assert len(written(either_shop)) == 1


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (replace(PAYOUT, amount_fen=801), "已经用在另一条指令上"),
        (replace(PAYOUT, key="k2", amount_fen=-1), "负数"),
        (replace(PAYOUT, key="k3", action="gift"), "不认识的指令"),
    ],
)
def test_what_makes_no_sense_is_refused(shop: Shop, other: Instruction, said: str) -> None:
    ledger = LocalLedger(shop.db, shop.clock)
    ledger.carry_out(PAYOUT)
    with pytest.raises(GatewayRefused, match=said):
        ledger.carry_out(other)
    assert len(written(shop)) == 1
