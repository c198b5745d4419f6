"""Where refunded money goes, how much it is, and when it is there (policy §3, money arrives)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from xiaoer.policy import Policy
from xiaoer.shop.calendar import add_workdays, is_certain, say_day
from xiaoer.shop.clock import local
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts

_ROUTES = {
    "alipay": "支付宝",
    "wechat": "微信零钱",
    "huabei": "花呗",
    "debit_card": "付款的那张储蓄卡",
    "credit_card": "付款的那张信用卡",
}
#: A refund in one of these has left the shop.
_PAID_OUT = ("released", "done")


def route_name(route: str) -> str:
    """The payment route in a buyer's words."""
    return _ROUTES.get(route, "原来的付款方式")


def back_to(d: Draft, order: OrderFacts) -> str:
    """原路退回支付宝; without the name where several routes were used or none is known."""
    routes = {d.uses(payment, "route").route for payment in order.payments}
    return f"原路退回{route_name(routes.pop())}" if len(routes) == 1 else "原路退回"


def refundable_fen(d: Draft, order: OrderFacts) -> int:
    """What was paid for the order, less what went back already, in fen."""
    gone = [refund for refund in order.refunds if refund.state in _PAID_OUT]
    for refund in gone:
        d.uses(refund, "state", "amount_fen")
    paid = d.uses(order.row, "paid_fen").paid_fen
    return max(0, paid - sum(refund.amount_fen for refund in gone))


def travel_time(policy: Policy, route: str) -> str:
    """How long money takes after it was released."""
    days = policy.clocks.arrival_working_days.get(route)
    if days is None:
        return "放款后多久到账以付款渠道为准"
    if days[1] == 0:
        return "放款后一般当天到账"
    return f"放款后{days[0]}–{days[1]}个工作日到账"


def last_day(policy: Policy, route: str, released_at: datetime) -> Optional[date]:
    """The day by which released money should be there; None for an unknown route."""
    days = policy.clocks.arrival_working_days.get(route)
    return None if days is None else add_workdays(local(released_at).date(), days[1])


def say_last_day(s: Situation, day: date) -> str:
    """The day, with 预计 where its year's holidays are not published yet."""
    return f"{'' if is_certain(day) else '预计'}{say_day(day, local(s.now).date())}"
