"""How an order stands, in a sentence or two."""

from __future__ import annotations

from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.aftersales.case_file import running_case, tell_case
from xiaoer.shop.replies.aftersales.refund_progress import newest_refund, tell_refund
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.shipping.order_shipping import tell_shipping, tell_unfillable, tell_unpaid
from xiaoer.shop.replies.shipping.parcel_status import signed_words, tell_parcel


def tell_state(s: Situation, d: Draft, order: OrderFacts) -> None:
    """The state, what comes next, and what runs beside it (a refund, a case)."""
    state = order.row.state
    refund = order.open_refund
    if refund is not None:
        tell_refund(s, d, order, refund)
        return
    if state == "unpaid":
        d.uses(order.row, "state", "paid_fen")
        tell_unpaid(s, d, order)
        d.say(f"应付{yuan(order.row.paid_fen)}。")
    elif state == "paid" and order.row.unfillable:
        d.uses(order.row, "state")
        tell_unfillable(d, order)
    elif state == "shipped" and order.shipments:
        _on_the_way(s, d, order)
    elif state in ("paid", "shipped"):
        tell_shipping(s, d, order)
    elif state == "signed":
        _signed(s, d, order)
    elif state == "completed":
        _completed(s, d, order)
    else:
        _closed(s, d, order)
    case = running_case(order)
    if case is not None:
        tell_case(s, d, case)


def _on_the_way(s: Situation, d: Draft, order: OrderFacts) -> None:
    d.uses(order.row, "state")
    d.say(f"{named(d, order)}已经发货了。")
    for parcel in order.shipments:
        tell_parcel(s, d, order, parcel)


def _signed(s: Situation, d: Draft, order: OrderFacts) -> None:
    d.uses(order.row, "state")
    goods = named(d, order)
    if not order.shipments:
        d.say(f"{goods}显示已签收，物流信息我这边没查到。没收到的话马上告诉我。")
        return
    last = max(order.shipments, key=lambda parcel: parcel.row.signed_at or s.now)
    d.say(f"{goods}{signed_words(s, d, order, last)}。东西有问题或没收到，随时跟我说。")


def _completed(s: Situation, d: Draft, order: OrderFacts) -> None:
    d.uses(order.row, "state")
    when = ""
    if order.row.confirmed_at:
        d.uses(order.row, "confirmed_at")
        when = f"{say_moment(order.row.confirmed_at, s.now)}确认收货，"
    d.say(f"{named(d, order)}{when}交易已经完成了。有售后问题照样可以找我。")


def _closed(s: Situation, d: Draft, order: OrderFacts) -> None:
    d.uses(order.row, "state")
    when = why = ""
    if order.row.closed_at:
        d.uses(order.row, "closed_at")
        when = f"{say_moment(order.row.closed_at, s.now)}"
    if order.row.close_reason:
        d.uses(order.row, "close_reason")
        why = f"，原因是：{order.row.close_reason}"
    d.say(f"{named(d, order)}这单{when}已经关闭了{why}。")
    refund = newest_refund(order)
    if refund is not None:
        tell_refund(s, d, order, refund)
