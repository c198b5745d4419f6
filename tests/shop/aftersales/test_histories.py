"""Random histories on a real database: several cases, chats, managers, caps and clocks at once."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, PATIENT
from tests.shop.aftersales.opened import CARDIGAN, booked, gone, opened, row, rows
from xiaoer.policy import Policy, PolicySource
from xiaoer.policy.aftersales import RUNGS
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.commit import accept
from xiaoer.shop.aftersales.model import KINDS, Case, LedgerEntry, Offer
from xiaoer.shop.aftersales.offers import propose
from xiaoer.shop.aftersales.proposals import Ask
from xiaoer.shop.approvals.decide import ApprovalError, Decision
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.db.session import Database
from xiaoer.shop.orders.model import Order, Refund
from xiaoer.shop.outbox.model import OutboxEntry

CASES = ("AS1", "AS2")
ISSUES = ("defect", "colour", "expectation", "page_wrong", "unsafe", "wrong_item", "unfit")
#: What a history leaves behind; replaying may change none of it.
TABLES = (Case, Offer, LedgerEntry, Refund, OutboxEntry, Approval, Order, Sku)

asks = st.one_of(
    st.sampled_from([Ask("refuses"), Ask("more"), Ask("opens")]),
    st.builds(lambda yuan: Ask("names", amount_fen=yuan * 100), st.integers(1, 120)),
    st.builds(lambda rung: Ask("wants", rung=rung), st.sampled_from(RUNGS)),
)
events = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(CASES), asks),
    st.tuples(st.just("yes"), st.sampled_from(CASES), st.integers(0, 4)),
    st.tuples(st.just("yes"), st.sampled_from(CASES), st.just(0)),
    st.tuples(st.just("decide"), st.booleans(), st.one_of(st.none(), st.integers(500, 9000))),
    st.tuples(st.just("wait"), st.sampled_from([1, 40, 60 * 25]), st.none()),
)


@contextmanager
def fresh(demo_file: Path) -> Iterator[tuple[Shop, ManualClock]]:
    """The demo shop in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(demo_file, f"{folder}/shop.db")
        database, clock = Database(f"sqlite:///{folder}/shop.db"), ManualClock(NOW)
        yield Shop(database, PolicySource(PATIENT), clock), clock
        database.close()


def newest(shop: Shop, no: str, back: int) -> Offer | None:
    """The newest offer of a case, or one some steps before."""
    offers: list[Offer] = sorted(rows(shop, Offer, case_no=no), key=lambda o: -o.number)
    return offers[back] if back < len(offers) else None


def happen(shop: Shop, clock: ManualClock, policy: Policy, event: Any, done: list[Any]) -> None:
    """Lets one thing happen; what could be sent again is added to `done`."""
    kind, first, second = event
    if kind == "say":
        with shop.db.write() as session:
            if session.get(Case, first).state not in ("closed", "withdrawn"):
                propose(session, policy, first, second, clock(), "bot")
    elif kind == "yes":
        offer = newest(shop, first, second)
        if offer is not None:
            said = ("yes", offer.id, f"m{len(done)}")
            again(shop, clock, policy, said)
            done.append(said)
    elif kind == "decide":
        for approval in shop.approvals("pending"):
            said = ("decide", approval.id, Decision(first, "wang", second))
            again(shop, clock, policy, said)
            done.append(said)
    else:
        clock.advance(timedelta(minutes=first))
        shop.tick()


def again(shop: Shop, clock: ManualClock, policy: Policy, said: Any) -> None:
    """Sends a yes or a decision, for the first time or anew."""
    kind, number, what = said
    if kind == "yes":
        with shop.db.write() as session:
            accept(session, policy, number, what, "b01", clock(), "bot", tell=True)
        return
    try:
        shop.decide(number, what)
    except ApprovalError:
        assert row(shop, Approval, number).state or True


def picture(shop: Shop) -> list[Any]:
    """Everything that counts, as values."""
    return [
        sorted(repr(sorted(vars(r).items(), key=lambda pair: pair[0])[1:]) for r in rows(shop, t))
        for t in TABLES
    ]


def check(shop: Shop) -> None:
    """What holds at every moment of every history."""
    entries: list[LedgerEntry] = rows(shop, LedgerEntry)
    money = [e for e in entries if e.kind == "goodwill" and e.effect != "coupon"]
    goodwill = sum(e.amount_fen for e in money)
    granted = [
        a.already_fen + a.granted_fen
        for a in rows(shop, Approval, kind="goodwill")
        if a.state in ("approved", "reduced")
    ]
    assert goodwill <= max([3000, *granted])
    assert gone(shop) <= 18900
    assert all(e.rule and e.kind in KINDS and e.amount_fen > 0 for e in entries)
    committed = {o.id for o in rows(shop, Offer, state="committed")}
    assert {e.offer_id for e in entries} <= committed
    assert booked(shop, effect="coupon") <= 1000 * len(CASES)
    for no in CASES:
        open_ = [o for o in rows(shop, Offer, case_no=no) if o.state in ("offered", "accepted")]
        assert len(open_) <= 1


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.tuples(st.sampled_from(ISSUES), st.sampled_from(ISSUES)),
    st.booleans(),
    st.lists(events, min_size=3, max_size=16),
)
def test_every_history_keeps_the_books_and_replays_to_nothing(
    demo_file: Path, issues: tuple[str, str], generous: bool, history: list[Any]
) -> None:
    with fresh(demo_file) as (shop, clock):
        policy = shop.policy.current()
        if generous:
            caps = {"buyer_day_yuan": 999, "buyer_30_days_yuan": 999, "goodwill_cases_30_days": 9}
            rules = policy.aftersales
            rules = rules.copy(update={"caps": rules.caps.copy(update=caps)})
            policy = policy.copy(update={"aftersales": rules})
        for no, issue in zip(CASES, issues, strict=True):
            opened(shop, issue, CARDIGAN, no)
        done: list[Any] = []
        for event in history:
            happen(shop, clock, policy, event, done)
            check(shop)
        shop.tick()
        before = picture(shop)
        for said in done:
            if said[0] == "decide" or row(shop, Offer, said[1]).state != "accepted":
                replay_changes_nothing(shop, clock, policy, said)
        shop.tick()
        assert picture(shop) == before


def replay_changes_nothing(shop: Shop, clock: ManualClock, policy: Policy, said: Any) -> None:
    """A message or click that arrives again, unless it is the one that is still waited for."""
    if said[0] == "yes" and row(shop, Offer, said[1]).state == "offered":
        return
    again(shop, clock, policy, said)
