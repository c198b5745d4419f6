"""A price change that the shop owes: the difference is booked once and done by a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Optional

from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order, Promise
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.selling.manager_request import granted_fen, order_with

KIND = "price_difference"


def booked(order: OrderFacts, about: str = "") -> Optional[Promise]:
    """The newest price change promised on the order (about something named), None if none."""
    found = [p for p in order.promises if p.kind == KIND and about in p.content]
    return found[-1] if found else None


def book(s: Situation, d: Draft, order: OrderFacts, why: str, fen: int) -> None:
    """Books the change and says who does it until when.

    Of an unpaid order the price is changed, of a paid one the difference goes back by the way
    of the payment. `why` is read by the warehouse and by colleagues.
    """
    hours = hours_until_answer(s, s.policy.bargain.price_change_hours)
    unpaid = d.uses(order.row, "state").state == "unpaid"
    closes = order.row.closes_at if unpaid else None
    in_time = closes is None or s.now + timedelta(hours=hours) <= closes
    act = "退差价" if not unpaid else "改价" if in_time else "付款后退差价"
    content = f"{why}，{act}{yuan(fen)}"
    d.do("note", order_no=order.row.no, text=content)
    d.do("promise", promise_kind=KIND, content=content, order_no=order.row.no, hours=hours)
    d.do("ticket", kind="operations", title=content, order_no=order.row.no, hours=hours)
    within = say_answer(s, s.policy.bargain.price_change_hours)
    if not unpaid:
        d.say(f"登记好了：{why}，{yuan(fen)}按原付款方式退给您，同事{within}处理。")
    elif in_time:
        wait = "您先别付款"
        if closes is None:
            d.without(wait, Order.closes_at)
        d.say(f"登记好了：{why}，少付{yuan(fen)}。{wait}，同事{within}改好价。")
        say_closing(s, d, order)
    else:
        assert closes is not None, "only an order that closes can be too early"
        d.uses(order.row, "closes_at")
        d.say(
            f"登记好了：{why}，少{yuan(fen)}。这单{say_moment(closes, s.now)}就自动关闭，"
            f"来不及改价，您先付款，{yuan(fen)}按原付款方式退给您。"
        )


def book_grant(s: Situation, d: Draft, order: OrderFacts, made: Approval) -> bool:
    """Books what a manager granted on the buyer's own order, once; False where there is nothing."""
    granted = granted_fen(made)
    carrying = order_with(s, made)
    meant_for = next((one for one in s.facts.orders if one.row.no == made.order_no), None)
    if meant_for is not None and meant_for.row.state == "closed":
        # What was placed again instead.
        meant_for = None
    others = [one for one in (carrying, meant_for) if one and one.row.no != order.row.no]
    if not granted or s.facts.buyer is None or others:
        return False
    promised = booked(order, made.id)
    if promised:
        say_booked(s, d, promised)
    elif granted >= d.uses(order.row, "paid_fen").paid_fen:
        title = f"主管批价{made.id}不低于订单金额，请核对"
        hours = hours_until_answer(s, s.policy.bargain.price_change_hours)
        d.do("ticket", kind="manager", title=title, order_no=order.row.no, hours=hours)
        within = say_answer(s, s.policy.bargain.price_change_hours)
        d.say(f"这单的金额没有批下来的优惠多，没法直接登记，已经请主管核对，{within}给您答复。")
    else:
        d.uses(made, "state", "granted_fen")
        book(s, d, order, f"主管批价{made.id}", granted)
    return True


def say_booked(s: Situation, d: Draft, promise: Promise) -> None:
    """How a promised change stands."""
    d.uses(promise, "content", "state")
    if promise.state == "kept":
        d.say(f"“{promise.content}”已经办好了。")
    elif promise.state == "open":
        d.uses(promise, "due_at")
        late = "，现在已经超时了，我再催一次" if promise.due_at < s.now else ""
        d.say(f"“{promise.content}”已经登记，最晚{say_moment(promise.due_at, s.now)}处理好{late}。")
        if late:
            hours = hours_until_answer(s, s.policy.bargain.price_change_hours)
            title = f"超时未处理：{promise.content}"
            d.do("ticket", kind="manager", title=title, order_no=promise.order_no, hours=hours)
    else:
        d.say(f"“{promise.content}”这条登记没有办成，我转同事核对。")
        d.offer("转人工")


def tell_over(s: Situation, d: Draft, order: OrderFacts) -> bool:
    """Says that an unpaid order is past its time; False where it is not."""
    closes = order.row.closes_at
    if order.row.state != "unpaid" or closes is None or closes > s.now:
        return False
    d.uses(order.row, "state", "closes_at")
    d.say(
        f"{named(d, order)}这单的付款时限（{say_moment(closes, s.now)}）已经过了，重新拍一单就行。"
    )
    return True


def say_closing(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Until when an unpaid order stays open."""
    closes = order.row.closes_at
    if closes and closes > s.now:
        d.uses(order.row, "closes_at")
        d.say(f"这单{say_moment(closes, s.now)}会自动关闭，留意一下时间。")
