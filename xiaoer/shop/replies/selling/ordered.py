"""A buyer who has ordered or is about to: the verification message (policy §1)."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.clock import local
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.which_order import named, unknown_order
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.agreed_price import book_grant, say_closing, tell_over
from xiaoer.shop.replies.selling.gift_rules import promised_gifts
from xiaoer.shop.replies.selling.manager_request import request_made
from xiaoer.shop.replies.shipping.order_shipping import held, tell_shipping
from xiaoer.shop.replies.shipping.ship_promise import (
    ShipDay,
    is_late,
    order_leaves,
    say_batch,
    say_order,
    usual_day,
)

_ABOUT_TO = re.compile(
    r"马上|这就|现在(就)?(去|拍|下|买)|准备|打算|等下|待会|等会|明天|晚点|回头|去拍|去下单|去付|那我(就)?(拍|买|下)|想买|要买"
)
_DONE = re.compile(r"[拍买付下]好?了|已[经]?[拍买付下]|完成|成功|下完|拍下了")


@answers(
    "inform_ordered",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS, Need.APPROVALS, Need.PROMOTIONS},
    relevant=lambda order: order.row.state in ("unpaid", "paid"),
    declines=True,
)
def inform_ordered(s: Situation, d: Draft) -> None:
    """Reads the order back; one that is only announced is waited for."""
    if s.given.get("confirmed"):
        d.say("好的，就按这个安排，有变化随时跟我说。")
        return
    if s.given.get("declined"):
        d.say("哪里要改？地址、规格还是数量，直接告诉我。")
        d.offer("改地址", "换规格")
        return
    if unknown_order(s, d):
        return
    order = _newest(s)
    if _ABOUT_TO.search(s.text) and not _DONE.search(s.text):
        _about_to(s, d, order)
    elif order is None:
        _not_seen(s, d)
    elif order.row.state == "unpaid":
        _unpaid(s, d, order)
    elif order.row.state == "paid":
        _verify(s, d, order)
    else:
        tell_shipping(s, d, order)


def _newest(s: Situation) -> Optional[OrderFacts]:
    """The order that is meant: the one named, else the newest that is unpaid or not shipped."""
    named_one = s.given.get("order_no") or s.value("order_number")
    if named_one and s.facts.order:
        return s.facts.order
    fresh = [order for order in s.facts.orders if order.row.state in ("unpaid", "paid")]
    return fresh[0] if fresh else None


def _about_to(s: Situation, d: Draft, order: Optional[OrderFacts]) -> None:
    if order is not None and order.row.state == "unpaid" and s.mentions("付"):
        _unpaid(s, d, order)
        return
    d.say(
        "好的亲，拍好后在这里说一声，我帮您核对地址和规格。",
        "好嘞，拍下后跟我说一声，地址和规格我帮您再核对一遍。",
    )


def _not_seen(s: Situation, d: Draft) -> None:
    if s.facts.buyer is None:
        text = "谢谢惠顾！要我核对的话，发一下订单号和下单手机号后四位；登录后来说就不用了。"
        d.ask("order_proof", text)
    else:
        nothing = d.without("您这个账号下我还没看到新订单", Order)
        d.say(f"谢谢惠顾！{nothing}，把订单号发我，我帮您核对。")


def _unpaid(s: Situation, d: Draft, order: OrderFacts) -> None:
    made = request_made(s, order)
    if made and book_grant(s, d, order, made):
        return
    if tell_over(s, d, order):
        return
    row = d.uses(order.row, "state", "paid_fen")
    d.say(f"看到您拍的{_goods(d, order)}了，还没付款，应付{yuan(row.paid_fen)}。")
    say_closing(s, d, order)


def _verify(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Goods, place and day of shipment, for the buyer to say whether all is right."""
    row = d.uses(order.row, "state")
    trouble = row.unfillable or order.open_refund or held(Draft(s), order) or not order.unshipped
    ship = order_leaves(s, Draft(s), order)
    if trouble or is_late(s, ship):
        tell_shipping(s, d, order)
        return
    order_leaves(s, d, order)
    parts = [f"收到您的订单：{_goods(d, order)}", f"实付{yuan(d.uses(row, 'paid_fen').paid_fen)}"]
    if s.facts.buyer is not None:
        d.uses(row, "province", "city", "phone")
        place = row.city if row.city.startswith(row.province) else f"{row.province}{row.city}"
        parts.append(f"寄{place}（手机尾号{row.phone[-4:]}）")
    parts.append(f"{_usual_batch(s, d, order, ship)}{say_order(s, d, ship)}")
    d.say("，".join(parts) + "。")
    gift = f"随单送{d.uses(order.gift, 'name').name}" if order.gift else ""
    promised = [f"“{content}”" for content in promised_gifts(s, d, order)]
    noted = f"备注了{'、'.join(promised)}" if promised else ""
    if gift or noted:
        d.say("，".join(part for part in (gift, noted) if part) + "。")
    options = (Option("没问题", "yes"), Option("要改一下", "no"))
    d.ask("confirm", "您核对一下，都对吗？", options, {"order_no": row.no, "reminded": True})


def _usual_batch(s: Situation, d: Draft, order: OrderFacts, ship: ShipDay) -> str:
    """The warehouse's usual day where it comes before the promised one."""
    if order.row.paid_at is None:
        return ""
    usual = usual_day(s, Draft(s), order)
    today = local(s.now).date()
    if ship.reason != "promised" or usual.reason != "cutoff" or not today <= usual.day < ship.day:
        return ""
    usual_day(s, d, order)
    return f"正常{say_batch(s, usual)}发，"


def _goods(d: Draft, order: OrderFacts) -> str:
    """All lines of the order with their number."""
    if not order.items:
        return named(d, order)
    lines = []
    for item in order.items:
        d.uses(item, "name", "spec", "quantity")
        spec = f"（{item.spec}）" if item.spec else ""
        lines.append(f"{item.name}{spec}×{item.quantity}")
    return "、".join(lines)
