"""The durable queues: everything once, failures tried again, nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.conversations.model import StockAlert
from xiaoer.shop.orders.model import Order, Promise
from xiaoer.shop.outbox.model import OutboxEntry
from xiaoer.shop.outbox.queue import add_due, add_effect, tell_buyer


def test_many_tickers_deliver_a_message_once(either_shop: Shop) -> None:
    either_shop.accept("c", "在吗")
    with either_shop.db.write() as session:
        for n in range(10):
            tell_buyer(session, either_shop.clock(), "c", f"k{n}", f"晚到的第{n}条")
            tell_buyer(session, either_shop.clock(), "c", f"k{n}", "同一件事不说两遍")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: either_shop.tick(), range(12)))
    texts = [message.text for message in either_shop.messages("c") if message.author == "bot"]
    assert sorted(texts) == [f"晚到的第{n}条" for n in range(10)]


def test_an_effect_that_fails_is_tried_again_later(shop: Shop, clock: ManualClock) -> None:
    with shop.db.write() as session:
        add_effect(session, clock(), "message", "k", conversation_id="not-yet", text="等会儿到")
    shop.tick()
    with shop.db.read() as session:
        entry = session.execute(select(OutboxEntry)).scalar_one()
        assert (entry.attempts, entry.done_at) == (1, None)
        assert "LookupError" in entry.error
        assert entry.available_at > clock()
    shop.accept("not-yet", "在吗")
    shop.tick()
    assert len(shop.messages("not-yet")) == 1
    clock.advance(timedelta(minutes=2))
    shop.tick()
    assert shop.messages("not-yet")[-1].text == "等会儿到"


def test_one_bad_clock_does_not_stop_the_others(shop: Shop, clock: ManualClock) -> None:
    shop.accept("c", "在吗")
    with shop.db.write() as session:
        add_due(session, clock(), "no-such-kind", "x", "x")
        promise = Promise(
            kind="gift", content="补寄赠品", made_at=clock(), due_at=clock(), conversation_id="c"
        )
        session.add(promise)
        session.flush()
        add_due(session, clock(), "promise", "p", str(promise.id))
    fired = [item.kind for item in shop.tick()]
    assert fired == ["promise", "message"]
    assert "补寄赠品" in shop.messages("c")[-1].text
    with shop.db.read() as session:
        kinds = list(session.execute(select(Ticket.kind)).scalars())
    assert kinds == ["operations"]


def test_back_in_stock_reaches_the_buyer_once(either_shop: Shop) -> None:
    either_shop.accept("c", "在吗")
    with either_shop.db.write() as session:
        sku = session.execute(select(Sku).where(Sku.stock == 0).order_by(Sku.id)).scalars().first()
        session.add(StockAlert(conversation_id="c", sku_id=sku.id, created_at=either_shop.clock()))
    either_shop.tick()
    assert len(either_shop.messages("c")) == 1
    with either_shop.db.write() as session:
        session.get(Sku, sku.id).stock = 3
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: either_shop.tick(), range(8)))
    either_shop.tick()
    late = [message.text for message in either_shop.messages("c") if message.author == "bot"]
    assert len(late) == 1
    assert "到货了" in late[0]


def test_an_unpaid_order_closes_when_its_time_is_up(shop: Shop, clock: ManualClock) -> None:
    with shop.db.read() as session:
        query = select(Order).where(Order.state == "unpaid", Order.closes_at.is_not(None))
        order = session.execute(query.order_by(Order.closes_at)).scalars().first()
    clock.now = order.closes_at - timedelta(seconds=1)
    shop.tick()
    with shop.db.read() as session:
        assert session.get(Order, order.no).state == "unpaid"
    clock.advance(timedelta(seconds=2))
    shop.tick()
    with shop.db.read() as session:
        closed = session.get(Order, order.no)
    assert (closed.state, closed.close_reason) == ("closed", "超时未付款")
