"""A process of its own that says yes to an offer, or runs the ticker, and dies at a named point."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime

from tests.conftest import PATIENT
from xiaoer.policy import PolicySource
from xiaoer.shop import Shop
from xiaoer.shop.aftersales import points
from xiaoer.shop.aftersales.commit import accept
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.db.session import Database


def main(url: str, point: str, now: str, offer_id: str, buyer: str) -> None:
    """Says yes to the offer, then ticks, and is killed when it passes the point."""

    def watch(passed: str) -> None:
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    points.watchers.append(watch)
    clock = ManualClock(datetime.fromisoformat(now))
    shop = Shop(Database(url), PolicySource(PATIENT), clock)
    with shop.db.write() as session:
        accept(session, shop.policy.current(), offer_id, "m1", buyer, clock(), "bot", tell=True)
    if point == "committed":
        watch(point)
    shop.tick()


if __name__ == "__main__":
    main(*sys.argv[1:])
