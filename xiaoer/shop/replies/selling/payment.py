"""Ways to pay, and payments that fail (policy §1)."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.registry import Need, Subject, answers

#: How buyers call a way to pay -> the word that the policy's list would hold.
_WAYS = {
    "支付宝": "支付宝",
    "微信": "微信",
    "花呗": "花呗",
    "信用卡": "信用卡",
    "储蓄卡": "储蓄卡",
    "银行卡": "卡",
    "借记卡": "储蓄卡",
    "白条": "白条",
    "云闪付": "云闪付",
    "支票": "支票",
    "现金": "现金",
    "对公": "对公",
    "公户": "对公",
    "转账": "转账",
    "数字人民币": "数字人民币",
    "礼品卡": "礼品卡",
}
#: Money past the order: no protection for the buyer, and forbidden (policy §8).
_OUTSIDE = re.compile(
    r"(微信|支付宝|直接|私下|线下|单独)?(转账|转给你|转你|打给你|发红包)|收款码|加.{0,2}微信|私下付"
)
_ON_DELIVERY = re.compile(r"货到付|到付|收到货再付|先货后款|见货付")
_FAILED = re.compile(
    r"付不[了上成]|付款失败|支付失败|支付不[了上]|不成功|付不出|没法付|不能付|无法付|无法支付|限额|报错|打不开|扣了|扣款|重复付|付了两"
)
_HOW_LONG = re.compile(r"多久|什么时候付|几点|多长时间|超时|晚点付|明天付|待会|过会|关闭|保留")


@answers("ask_payment", subject=Subject.NONE, needs={Need.ORDERS})
def ask_payment(s: Situation, d: Draft) -> None:
    """By the words of the question; an unpaid order is looked up where it matters."""
    unpaid = next((o for o in s.facts.orders if o.row.state == "unpaid"), None)
    if _FAILED.search(s.text):
        _failed(s, d, unpaid)
    elif _ON_DELIVERY.search(s.text):
        _on_delivery(s, d)
    elif _OUTSIDE.search(s.text):
        d.say(f"为了您的资金安全，只能在订单里付款，私下转账我们不收。下单后用{_methods(s)}都行。")
    elif "分期" in s.text:
        d.say("能不能分期要看付款时花呗或信用卡页面有没有这个选项，我这边查不到。")
    elif named_way := next((way for way in _WAYS if way in s.text), None):
        _say_way(s, d, named_way)
    elif _HOW_LONG.search(s.text):
        _say_limit(s, d, unpaid)
    else:
        d.say(f"可以用{_methods(s)}付款。")
        if unpaid:
            _say_open(s, d, unpaid)


def _methods(s: Situation) -> str:
    return "、".join(s.policy.payment.methods)


def _on_delivery(s: Situation, d: Draft) -> None:
    if s.policy.payment.cash_on_delivery:
        d.say("支持货到付款，下单时付款方式选“货到付款”就行。")
    else:
        d.say(f"暂时没有货到付款，可以用{_methods(s)}付。")


def _say_way(s: Situation, d: Draft, way: str) -> None:
    held = [method for method in s.policy.payment.methods if _WAYS[way] in method]
    if held:
        d.say(f"可以的，{'、'.join(held)}都能付。" if len(held) > 1 else f"可以用{held[0]}付。")
    else:
        d.say(f"{way}目前没有，可以用{_methods(s)}付。")


def _say_limit(s: Situation, d: Draft, unpaid: Optional[OrderFacts]) -> None:
    if unpaid and unpaid.row.closes_at:
        _say_open(s, d, unpaid)
    else:
        hours = s.policy.payment.unpaid_close_hours
        d.say(f"下单后{hours}小时内付款就行，超时会自动关闭；活动订单的时间会短些，以订单页为准。")


def _say_open(s: Situation, d: Draft, order: OrderFacts) -> None:
    """The order that waits for its money, and until when."""
    d.uses(order.row, "state", "paid_fen")
    closes = order.row.closes_at
    limit = ""
    if closes:
        d.uses(order.row, "closes_at")
        limit = f"，{say_moment(closes, s.now)}前没付款会自动关闭"
        if over(s, order):
            limit = f"，{say_moment(closes, s.now)}的付款时限已经过了，要重新拍一单"
    d.say(f"您的{named(d, order)}还没付款，应付{yuan(order.row.paid_fen)}{limit}。")


def over(s: Situation, order: OrderFacts) -> bool:
    """Whether an unpaid order is past its time, closed already or about to be."""
    return order.row.closes_at is not None and order.row.closes_at <= s.now


def _failed(s: Situation, d: Draft, unpaid: Optional[OrderFacts]) -> None:
    if unpaid is not None:
        _say_open(s, d, unpaid)
        if over(s, unpaid):
            return
        d.say(f"可以换一种方式试试：{_methods(s)}。要是已经扣款，跟我说“转人工”，同事来核对。")
        d.offer("转人工")
        return
    newest = s.facts.orders[0] if s.facts.orders else None
    if newest and newest.row.state == "paid":
        d.uses(newest.row, "state", "paid_fen")
        d.say(f"我查到{named(d, newest)}已经付款成功，付了{yuan(newest.row.paid_fen)}，不用再付。")
    elif newest and newest.row.state == "closed" and newest.row.paid_at is None:
        d.uses(newest.row, "state", "close_reason")
        why = f"（{newest.row.close_reason}）" if newest.row.close_reason else ""
        d.say(f"{named(d, newest)}这单已经关闭{why}，所以付不了，重新拍一单就行。")
    else:
        d.say(f"可以换一种方式试试：{_methods(s)}。还是不行的话，把提示发我，或者转人工看看。")
        d.offer("转人工")
