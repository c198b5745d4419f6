"""Everything at once: real threads, on PostgreSQL and on SQLite.

On PostgreSQL the rows and the lock of goodwill serialise what must not overlap. On SQLite a writing
transaction has the whole file from its first statement, so the same holds by construction.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, Callable

from sqlalchemy import select

from tests.shop.aftersales.cases import capped, names, policy, wants
from tests.shop.aftersales.opened import (
    CARDIGAN,
    UNSHIPPED,
    booked,
    gone,
    instructions,
    opened,
    row,
    rows,
    say,
    state,
    yes,
)
from tests.shop.replies.asking import change
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.gateways.model import LocalEntry
from xiaoer.shop.aftersales.model import LedgerEntry, Offer
from xiaoer.shop.aftersales.offers import propose
from xiaoer.shop.aftersales.proposals import Ask
from xiaoer.shop.approvals.decide import ApprovalError, Decision, do_expire
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.conversations.messages import locked
from xiaoer.shop.orders.model import OrderItem, Shipment

#: Of seven buyers; nothing was refunded on them.
PAID_ORDERS = [f"202600000000000{tail}" for tail in (103, 104, 107, 120, 130, 131, 137, 140)]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Runs the jobs in threads that start together; returns what they return."""
    # The pool of connections serves 16: more threads wait for one, as they do in a server.
    start = Barrier(min(len(jobs), 16))

    def run(place: int) -> Any:
        if place < start.parties:
            start.wait()
        return jobs[place]()

    with ThreadPoolExecutor(max(16, len(jobs))) as threads:
        return list(threads.map(run, range(len(jobs))))


def test_fifty_yeses_to_one_offer(either_shop: Shop) -> None:
    shop = either_shop
    offer = say(shop, opened(shop, "defect")).offer
    jobs = [lambda key=key: yes(shop, offer, f"m{key % 7}").state for key in range(50)]
    states = at_once(*jobs)
    assert sorted(states) == ["already"] * 49 + ["committed"]
    assert (booked(shop), len(instructions(shop))) == (1000, 1)


def test_yeses_in_two_conversations_never_pass_the_limit_of_the_order(either_shop: Shop) -> None:
    shop = either_shop
    loose = capped(goodwill_cases_30_days=9, buyer_day_yuan=999, buyer_30_days_yuan=999)
    offers = [say(shop, opened(shop, "defect", no=no), None, loose).offer for no in ("AS1", "AS2")]
    tight = loose.copy(
        update={
            "aftersales": loose.aftersales.copy(
                update={"approval": loose.aftersales.approval.copy(update={"above_yuan": 15})}
            )
        }
    )
    jobs = [lambda offer=offer: yes(shop, offer, policy=tight).state for offer in offers]
    assert sorted(at_once(*jobs)) == ["committed", "stopped"]
    assert booked(shop) == 1000


def test_offers_in_two_conversations_reserve_what_they_promise(either_shop: Shop) -> None:
    shop = either_shop
    loose = capped(goodwill_cases_30_days=9, buyer_day_yuan=999, buyer_30_days_yuan=999)
    cases = [opened(shop, "defect", no=f"AS{number}") for number in range(6)]
    at_once(*(lambda no=no: say(shop, no, names(13), loose) for no in cases))
    open_ = [offer for offer in rows(shop, Offer) if offer.state == "offered"]
    assert sum(offer.cost_fen for offer in open_) <= 3000
    assert len(open_) >= 2
    at_once(*(lambda offer=offer: yes(shop, offer, policy=loose) for offer in open_))
    assert booked(shop) == sum(offer.cost_fen for offer in open_)


def test_the_edge_of_the_shops_cap(either_shop: Shop) -> None:
    shop = either_shop
    loose = capped(goodwill_cases_30_days=9, buyer_day_yuan=999, buyer_30_days_yuan=999)
    cases = [opened(shop, "defect", order_no, f"AS{order_no[-3:]}") for order_no in PAID_ORDERS]
    offers = [say(shop, no, names(5), loose).offer for no in cases]
    tight = capped(
        goodwill_cases_30_days=9, buyer_day_yuan=999, buyer_30_days_yuan=999, shop_day_yuan=22
    )
    jobs = [lambda offer=offer: yes(shop, offer, policy=tight).state for offer in offers]
    states = at_once(*jobs)
    assert states.count("committed") == 4
    assert sum(entry.amount_fen for entry in rows(shop, LedgerEntry)) == 2000


def test_a_refund_and_a_compensation_of_the_same_money(either_shop: Shop) -> None:
    shop = either_shop
    first = say(shop, opened(shop, "defect", UNSHIPPED, "AS1", item_id=None)).offer
    second = say(
        shop, opened(shop, "expectation", UNSHIPPED, "AS2", item_id=None), wants("refund")
    ).offer
    states = at_once(lambda: yes(shop, first).state, lambda: yes(shop, second).state)
    assert states[1] == "committed"
    assert gone(shop, UNSHIPPED) == 18800, "all of the money, and not a fen more"


def test_two_refunds_of_the_same_goods(either_shop: Shop) -> None:
    shop = either_shop
    offers = [
        say(shop, opened(shop, "expectation", UNSHIPPED, no, item_id=None), wants("refund")).offer
        for no in ("AS1", "AS2")
    ]
    at_once(*(lambda offer=offer: yes(shop, offer).state for offer in offers))
    assert gone(shop, UNSHIPPED) == 18800
    assert len(instructions(shop)) == 1


def test_the_warehouse_ships_while_the_buyer_is_refunded(either_shop: Shop) -> None:
    shop = either_shop
    offer = say(shop, opened(shop, "expectation", UNSHIPPED, item_id=None), wants("refund")).offer

    def ship() -> str:
        with shop.db.write() as session:
            query = select(Shipment).where(Shipment.order_no == UNSHIPPED).with_for_update()
            parcels = list(session.execute(query).scalars())
            if any(parcel.hold for parcel in parcels):
                return "held"
            for parcel in parcels:
                parcel.state = "handed_over"
            return "shipped"

    shipped, answer = at_once(ship, lambda: yes(shop, offer).state)
    assert (shipped, answer) in (("held", "committed"), ("shipped", "stopped"))
    assert gone(shop, UNSHIPPED) == (18800 if answer == "committed" else 0)


def test_a_manager_agrees_while_the_clock_runs_out(either_shop: Shop) -> None:
    shop = either_shop
    no = opened(shop, "defect")
    for ask in (Ask(), names(40), names(40)):
        say(shop, no, ask)

    def decide() -> str:
        try:
            return shop.decide("GAS1-3", Decision(True, "wang")).state
        except ApprovalError:
            return "late"

    def expire() -> bool:
        with shop.db.write() as session:
            return do_expire(session, shop.clock(), "GAS1-3")

    decided, expired = at_once(decide, expire)
    assert (decided, expired) in (("approved", False), ("late", True))
    assert row(shop, Offer, "AS1-3").state == ("stopped" if expired else "offered")
    assert row(shop, Approval, "GAS1-3").state == ("expired" if expired else "approved")
    shop.tick()
    assert len([m for m in shop.messages("talk-AS1") if m.author == "bot"]) == 1


def test_a_yes_while_the_offer_lapses(either_shop: Shop, clock: ManualClock) -> None:
    shop = either_shop
    offer = say(shop, opened(shop, "defect")).offer
    clock.advance(timedelta(hours=24))
    answer, _ = at_once(lambda: yes(shop, offer).state, shop.tick)
    assert answer == "expired"
    assert (booked(shop), state(shop)) == (0, "open")


def test_a_buyer_who_presses_many_times_is_offered_one_thing(either_shop: Shop) -> None:
    shop = either_shop
    no = opened(shop, "defect")
    at_once(*(lambda: say(shop, no) for _ in range(16)))
    assert [offer.state for offer in rows(shop, Offer)] == ["offered"]


def test_many_tickers_carry_an_instruction_out_once(either_shop: Shop) -> None:
    shop = either_shop
    yes(shop, say(shop, opened(shop, "defect")).offer)
    at_once(*(shop.tick for _ in range(8)))
    shop.tick()
    assert len(rows(shop, LocalEntry)) == 1
    assert len([m for m in shop.messages("talk-AS1") if m.author == "bot"]) == 1


def test_stock_for_one(either_shop: Shop) -> None:
    shop = either_shop
    offers = []
    for number, rung in enumerate(("resend", "exchange", "resend", "exchange")):
        no = opened(shop, "wrong_item", CARDIGAN, f"AS{number}")
        offers.append(say(shop, no, wants(rung)).offer)
    (item,) = rows(shop, OrderItem, order_no=CARDIGAN)
    change(shop, Sku, item.sku_id, stock=1)
    states = at_once(*(lambda offer=offer: yes(shop, offer).state for offer in offers))
    assert sorted(states) == ["committed", "stopped", "stopped", "stopped"]
    assert row(shop, Sku, item.sku_id).stock == 0


def test_a_turn_and_the_desk_do_not_wait_for_each_other(either_shop: Shop) -> None:
    shop = either_shop
    no = opened(shop, "defect")
    offer = say(shop, no).offer
    assert offer is not None
    stopped = policy(kill_switch=True)

    def turn() -> str:
        with shop.db.write() as session:
            known = locked(session, offer.conversation_id)
            assert known is not None
            time.sleep(0.2)
            step = propose(session, stopped, no, Ask("more"), shop.clock(), "bot").step
            return type(step).__name__

    def desk() -> str:
        time.sleep(0.1)
        return yes(shop, offer, policy=stopped).state

    assert at_once(turn, desk) in (["ToPerson", "gone"], ["ToPerson", "stopped"])
