"""A process is killed at each named point of a commit and started again: nothing lost or twice."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.shop.aftersales.cases import wants
from tests.shop.aftersales.opened import (
    UNSHIPPED,
    booked,
    gone,
    heard,
    instructions,
    opened,
    row,
    rows,
    say,
    state,
    yes,
)
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.gateways.model import LocalEntry
from xiaoer.shop.aftersales.model import Offer
from xiaoer.shop.aftersales.points import POINTS
from xiaoer.shop.orders.model import Order

#: Points before the transaction of the commit ends: a death there leaves nothing behind.
BEFORE = ("locked", "checked", "booked", "done", "queued")


def die(shop: Shop, offer: Offer, point: str) -> int:
    """Runs the yes in a process that dies at the point; returns its exit code."""
    command = [sys.executable, "-m", "tests.shop.aftersales.dying"]
    facts = [shop.db.url, point, shop.clock().isoformat(), offer.id, str(offer.buyer_id)]
    return subprocess.run([*command, *facts], cwd=ROOT, timeout=60, check=False).returncode


@pytest.mark.parametrize("point", ["done", "committed", "answered"])
def test_a_compensation_survives_a_death_at(either_shop: Shop, point: str) -> None:
    shop = either_shop
    offer = say(shop, opened(shop, "defect")).offer
    assert offer is not None
    assert die(shop, offer, point) == -signal.SIGKILL
    if point in BEFORE:
        assert (booked(shop), instructions(shop), state(shop)) == (0, [], "offered")
    else:
        assert (booked(shop), state(shop)) == (1000, "executing")
    # The message is answered again, as a message without an answer is after a restart.
    assert yes(shop, offer, tell=True).state == ("committed" if point in BEFORE else "already")
    told = heard(shop)
    shop.tick()
    assert heard(shop) == told
    assert told == ["10元的补偿登记好了，打款后在这里告诉您。", "10元的补偿已经提交打款。"]
    assert (booked(shop), state(shop)) == (1000, "solved")
    (local,) = rows(shop, LocalEntry)
    assert local.amount_fen == 1000


@pytest.mark.parametrize("point", [*POINTS, "committed"])
def test_a_refund_survives_a_death_at(shop: Shop, point: str) -> None:
    no = opened(shop, "expectation", UNSHIPPED, item_id=None)
    offer = say(shop, no, wants("refund")).offer
    assert offer is not None
    assert die(shop, offer, point) == -signal.SIGKILL
    assert row(shop, Order, UNSHIPPED).state == ("paid" if point in BEFORE else "closed")
    yes(shop, offer, tell=True)
    assert len(heard(shop)) == 2
    assert gone(shop, UNSHIPPED) == 18800
    assert len(rows(shop, LocalEntry)) == 1
