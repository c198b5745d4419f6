"""The demo shop's figures and times agree, whatever the time of day at which it is seeded."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, List

from tests.shop.pack.conftest import by, rows
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.logistics.model import Carrier, PostageRule
from xiaoer.shop.orders.model import (
    UNSHIPPED_STATES,
    Order,
    OrderItem,
    Payment,
    Refund,
    Return,
    Scan,
    Shipment,
)


def test_amounts_agree(seeded: Any) -> None:
    session, _ = seeded
    items, payments = (
        by(rows(session, OrderItem), "order_no"),
        by(rows(session, Payment), "order_no"),
    )
    refunds = by(rows(session, Refund), "order_no")
    for order in rows(session, Order):
        assert order.goods_fen == sum(i.price_fen * i.quantity for i in items[order.no]), order.no
        assert order.paid_fen == order.goods_fen - order.discount_fen + order.postage_fen, order.no
        assert sum(i.paid_fen for i in items[order.no]) == order.goods_fen - order.discount_fen
        expected = order.paid_fen if order.paid_at else 0
        assert sum(p.amount_fen for p in payments[order.no]) == expected, order.no
        live = [r for r in refunds[order.no] if r.state not in ("refused", "withdrawn")]
        assert sum(r.amount_fen for r in live) <= expected, order.no
        assert {r.route for r in refunds[order.no]} <= {p.route for p in payments[order.no]}
        assert bool(order.discount_fen) == bool(order.discount_name), order.no


def test_prices_and_postage_of_orders_follow_the_shops_own_rules(seeded: Any) -> None:
    session, _ = seeded
    skus = {sku.id: sku for sku in rows(session, Sku)}
    rules = {rule.province: rule for rule in rows(session, PostageRule)}
    extra = {carrier.id: carrier.extra_fen for carrier in rows(session, Carrier)}
    items = by(rows(session, OrderItem), "order_no")
    for item in rows(session, OrderItem):
        assert skus[item.sku_id].product_id == item.product_id
        assert item.price_fen <= skus[item.sku_id].price_fen
    for order in rows(session, Order):
        rule = rules.get(order.province, rules["*"])
        over = sum(skus[i.sku_id].weight_g * i.quantity for i in items[order.no]) - rule.first_g
        steps = max(0, -(-over // rule.step_g))
        free = rule.free_from_fen is not None and order.goods_fen >= rule.free_from_fen
        fen = 0 if free else rule.first_fen + steps * rule.step_fen
        assert order.postage_fen == fen + extra[order.carrier_id], order.no


def test_events_follow_one_another_and_none_lies_in_the_future(seeded: Any) -> None:
    session, now = seeded
    orders = {order.no: order for order in rows(session, Order)}
    scans = by(rows(session, Scan), "shipment_id")
    for order in orders.values():
        chain = [order.created_at, order.paid_at, order.confirmed_at, order.reviewed_at]
        in_order([*chain, order.closed_at if not order.confirmed_at else None], now, order.no)
        assert (order.state == "unpaid") == (order.closes_at is not None and order.closes_at > now)
        assert (order.paid_at is None) == (order.promised_ship_at is None)
    for shipment in rows(session, Shipment):
        order = orders[shipment.order_no]
        seen = [
            scan.at for scan in sorted(scans[shipment.id], key=lambda s: int(s.id.split("-")[-1]))
        ]
        start = [order.paid_at, shipment.shipped_at]
        in_order([*start, *seen, shipment.signed_at, order.confirmed_at], now, shipment.id)
        unshipped = shipment.state in UNSHIPPED_STATES
        assert unshipped == (shipment.shipped_at is None), shipment.id
        assert (shipment.state == "signed") == (shipment.signed_at is not None), shipment.id
    for refund in rows(session, Refund):
        paid_at = orders[refund.order_no].paid_at
        in_order([paid_at, refund.applied_at, refund.agreed_at, refund.released_at], now, refund.id)
    for returned in rows(session, Return):
        in_order([returned.sent_at, returned.arrived_at], now, returned.id)


def in_order(moments: List[Any], now: datetime, what: str) -> None:
    given = [moment for moment in moments if moment is not None]
    assert given == sorted(given), what
    assert not given or given[-1] <= now, what


def test_states_of_order_and_parcels_agree(seeded: Any) -> None:
    session, _ = seeded
    shipments = by(rows(session, Shipment), "order_no")
    for order in rows(session, Order):
        states = Counter(shipment.state for shipment in shipments[order.no])
        if order.state in ("signed", "completed"):
            assert set(states) == {"signed"}, order.no
        elif order.state == "paid":
            assert states and set(states) <= UNSHIPPED_STATES, order.no
        elif order.state == "shipped":
            assert states and not set(states) & UNSHIPPED_STATES, order.no
            assert set(states) != {"signed"}, order.no
        elif order.state == "unpaid":
            assert not states, order.no
