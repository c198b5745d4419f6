"""The demo shop's buyers and orders: every state, every problem."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

from tests.shop.pack.conftest import DEMO, by, rows
from xiaoer.shop.orders.model import (
    OPEN_STATES,
    ORDER_STATES,
    REFUND_STATES,
    SHIPMENT_STATES,
    Buyer,
    Invoice,
    Order,
    OrderNote,
    Promise,
    Refund,
    Return,
    Scan,
    Shipment,
)


def test_every_state_occurs(seeded: Any) -> None:
    session, _ = seeded
    assert {order.state for order in rows(session, Order)} == set(ORDER_STATES)
    assert {shipment.state for shipment in rows(session, Shipment)} == set(SHIPMENT_STATES)
    refunds = rows(session, Refund)
    assert {refund.state for refund in refunds} == set(REFUND_STATES)
    assert {refund.route for refund in refunds} == {
        *("alipay", "wechat", "huabei", "debit_card", "credit_card")
    }
    assert {invoice.state for invoice in rows(session, Invoice)} == {"requested", "issued"}


def test_every_problem_before_shipping_occurs(seeded: Any) -> None:
    session, now = seeded
    orders, shipments = rows(session, Order), by(rows(session, Shipment), "order_no")
    refunded = {refund.order_no for refund in rows(session, Refund)}
    unpaid = [o for o in orders if o.state == "unpaid"]
    waiting = [o for o in orders if o.state == "paid" and o.no not in refunded]
    assert any(o.campaign_id and o.closes_at - now < timedelta(minutes=30) for o in unpaid)
    assert any(not o.campaign_id for o in unpaid)
    assert sum(o.unfillable for o in orders) == 2
    assert any(o.promised_ship_at < now for o in waiting)
    assert any(o.promised_ship_at > now and not o.unfillable for o in waiting)
    assert any(s.state == "label_printed" for o in waiting for s in shipments[o.no])
    assert {"买家取消，拍错了", "超时未付款"} <= {o.close_reason for o in orders}
    assert any(p.state == "open" for p in rows(session, Promise)) and rows(session, OrderNote)


def test_every_problem_on_the_way_occurs(seeded: Any) -> None:
    session, now = seeded
    shipments, scans = rows(session, Shipment), by(rows(session, Scan), "shipment_id")
    quiet = {
        s.id: now - max((scan.at for scan in scans.get(s.id, [])), default=s.shipped_at)
        for s in shipments
        if s.state in ("handed_over", "in_transit")
    }
    parcels = by(shipments, "order_no").values()
    assert any(len(group) > 1 and len({s.state for s in group}) > 1 for group in parcels)
    assert any(timedelta(days=4) <= silence < timedelta(days=5) for silence in quiet.values())
    assert any(s not in scans and silence >= timedelta(hours=30) for s, silence in quiet.items())


def test_every_problem_after_shipping_occurs(seeded: Any) -> None:
    session, now = seeded
    orders, shipments = rows(session, Order), by(rows(session, Shipment), "order_no")
    refunded = {refund.order_no: refund.amount_fen for refund in rows(session, Refund)}
    returns = rows(session, Return)
    completed = [o for o in orders if o.state == "completed"]
    assert any(0 < refunded.get(o.no, 0) < o.paid_fen for o in completed)
    assert any(o.gift_id for o in orders) and any(o.freight_insured for o in orders)
    assert any(r.sent_at and not r.arrived_at for r in returns)
    assert any(r.arrived_at for r in returns)
    recent = [
        o
        for o in completed
        if any(s.signed_at and now - s.signed_at < timedelta(days=7) for s in shipments[o.no])
    ]
    assert 0 < len(recent) < len(completed)


def test_buyers_of_every_kind(seeded: Any) -> None:
    session, _ = seeded
    orders = by(rows(session, Order), "buyer_id")
    buyers = rows(session, Buyer)
    open_orders = {b.id: sum(o.state in OPEN_STATES for o in orders[b.id]) for b in buyers}
    assert len([b for b in buyers if orders[b.id]]) >= 14
    assert any(count == 1 for count in open_orders.values())
    assert any(count > 1 for count in open_orders.values())
    assert any(not orders[b.id] for b in buyers)
    assert any(orders[b.id] and not open_orders[b.id] for b in buyers)
    assert len({b.phone[-4:] for b in buyers}) == len(buyers)
    assert all(b.phone.startswith("1380000") for b in buyers)


def test_order_numbers_are_the_same_whenever_it_is_seeded() -> None:
    with (DEMO / "orders.csv").open(encoding="utf-8") as file:
        numbers = [row["no"] for row in csv.DictReader(file)]
    assert all(number.isdigit() and 15 <= len(number) <= 19 for number in numbers)
    assert len(set(numbers)) == len(numbers)
