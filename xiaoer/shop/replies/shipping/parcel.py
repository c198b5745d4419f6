"""Where the parcel is, signed for but not there, and arrived."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional, Tuple

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.logistics.model import Carrier
from xiaoer.shop.orders.model import UNSHIPPED_STATES
from xiaoer.shop.replies.aftersales.case_file import by_day, open_case, running_case, tell_case
from xiaoer.shop.replies.aftersales.refuse_parcel import refund_under_way
from xiaoer.shop.replies.aftersales.return_number import awaits_number
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ShipmentFacts
from xiaoer.shop.replies.orders.deadlines import say_answer
from xiaoer.shop.replies.orders.order_wanted import order_wanted
from xiaoer.shop.replies.orders.steps import at, chosen, kept, mentioned, said
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.registry import TOPICS, Need, Subject, answers
from xiaoer.shop.replies.selling.campaigns import until
from xiaoer.shop.replies.shipping.order_shipping import open_promise, tell_shipping
from xiaoer.shop.replies.shipping.parcel_status import (
    CARRIER_ANSWER,
    at_a_point,
    open_carrier_ticket,
    signed_words,
    stuck,
    tell_parcel,
)

#: Words of a buyer who wants it faster.
_PRESSING = ("催", "太慢", "这么慢", "快点", "快一点", "加急", "怎么还不到", "怎么还没到")
#: Words of a buyer who has looked already.
_LOOKED = (
    "找过",
    "问过",
    "问了",
    "找了",
    "看了",
    "看过",
    "都说没",
    "说没有",
    "查不到",
    "没有取件码",
    "没找到",
    "找不到",
)
#: 驿站也没有, 门口没看到: what is looked for, not there.
_NOT_THERE = re.compile(r"(也|都|还是|里|边|口|站|柜|家)(没|不在)(?!(有)?(货|赠|发|优惠))")
_PARCEL_TALK = frozenset({"track_logistics", "delivered_not_received"})
#: "坚果收到了，衣服没到": news of what is still missing.
_NOT_ALL = re.compile(r"(没|未)(有)?(收?到|来)(?!问题)|还差|少了?一个?(包裹|件)")
_LOOKED_TOO = ("不是我签", "没签过", "根本没", "没人签", "联系不上", "都没有")


def on_the_way(order: OrderFacts) -> bool:
    """A parcel of it is with the carrier."""
    return order.row.state == "shipped"


def _unshipped(order: OrderFacts) -> bool:
    return order.row.state == "paid"


def _just_signed(order: OrderFacts) -> bool:
    return order.row.state in ("shipped", "signed") and has_signed(order)


def has_signed(order: OrderFacts) -> bool:
    """A parcel of it is signed for."""
    return any(parcel.row.state == "signed" for parcel in order.shipments)


@answers(
    "track_logistics",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=on_the_way,
)
def track_logistics(s: Situation, d: Draft) -> None:
    """The last scan and what comes next, parcel by parcel; a stuck one is taken up."""
    if (missing := _still_missing(s)) is not None:
        request = replace(s.request, intent="delivered_not_received")
        facts = replace(s.facts, order=missing)
        delivered_not_received(replace(s, request=request, facts=facts), d)
        return
    if waiting := _of_goods_sent_back(s):
        only = waiting[0] if len(waiting) == 1 else None
        request = replace(s.request, intent="return_procedure")
        facts = replace(s.facts, order=only, orders=waiting)
        TOPICS["return_procedure"].answer(replace(s, request=request, facts=facts), d)
        return
    tiers = (on_the_way, _unshipped, _just_signed)
    order = order_wanted(s, d, *tiers, question="您查哪一笔订单的物流？")
    if order is None:
        return
    lost = next((p for p in order.shipments if p.row.state == "lost"), None)
    if lost and (at(s, "lost") or at(s, "agree")):
        d.uses(lost.row, "state")
        _settle_lost(s, d, order)
        return
    gone = [parcel for parcel in order.shipments if parcel.row.state not in UNSHIPPED_STATES]
    if not gone:
        tell_shipping(s, d, order)
        return
    if len(order.shipments) > 1:
        d.say(f"{named(d, order)}这单分{len(order.shipments)}个包裹：")
    parcels = _asked_about(s, order)
    if at(s, "press") and s.given.get("confirmed"):
        _press(s, d, order, parcels[0])
        return
    for parcel in parcels:
        tell_parcel(s, d, order, parcel)
    if len(parcels) == 1 and mentioned(s, _PRESSING):
        _offer_to_press(s, d, order, parcels[0])


def _of_goods_sent_back(s: Situation) -> Tuple[OrderFacts, ...]:
    """The orders whose return waits for a number, where one is told that is no parcel's sent."""
    number = s.understanding.value("tracking_number")
    sent = {parcel.row.tracking_no for order in s.facts.orders for parcel in order.shipments}
    if not number or number in sent:
        return ()
    return tuple(order for order in s.facts.orders if awaits_number(order))


def _still_missing(s: Situation) -> Optional[OrderFacts]:
    """驿站也没有: the order whose parcel was just told to be signed for; else None."""
    if s.context.last_intent not in _PARCEL_TALK or not _NOT_THERE.search(s.text):
        return None
    told = (order for order in s.facts.orders if order.row.no == s.context.order_no)
    return next((order for order in told if has_signed(order)), None)


def _offer_to_press(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    """A parcel that moves as it should is pressed only where the buyer wants it."""
    moving = parcel.row.state in ("handed_over", "in_transit", "delivering")
    if not moving or stuck(s, Draft(s), parcel) or open_promise(d, order, CARRIER_ANSWER):
        return
    text = "要我给快递提一张催件工单吗？"
    d.confirm(text, kept(s, step="press", order_no=order.row.no))


def _press(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    carrier = d.uses(parcel.carrier, "name").name if parcel.carrier else "快递"
    title = f"{carrier}{parcel.row.tracking_no or ''}买家催件，请尽快派送"
    open_carrier_ticket(s, d, order, title, "快递对催件的答复")
    within = say_answer(s, s.policy.parcels.ticket_answer_hours)
    d.say(f"给{carrier}提了催件工单，{within}把答复告诉您。")


def _asked_about(s: Situation, order: OrderFacts) -> Tuple[ShipmentFacts, ...]:
    number = s.understanding.value("tracking_number")
    found = tuple(parcel for parcel in order.shipments if parcel.row.tracking_no == number)
    return found or order.shipments


def _settle_lost(s: Situation, d: Draft, order: OrderFacts) -> None:
    """The buyer's choice between another one and the money (policy §2, not received)."""
    if at(s, "agree") or chosen(s, "lost") == "refund":
        refund_under_way(s, d, order)
        return
    days = s.policy.clocks.quality_answer_days
    number = open_case(
        d,
        order,
        order.items,
        issue=s.request.intent,
        wish="resend",
        problem="快递确认丢件，买家选补发",
        days=days,
    )
    d.say(
        f"好的，{named(d, order)}按补发登记了，编号{number}，同事{by_day(s, days)}安排好并告诉您。"
    )


@answers(
    "delivered_not_received",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=_just_signed,
)
def delivered_not_received(s: Situation, d: Draft) -> None:
    """Who signed; one look around; then the carrier has to prove it (policy §5)."""
    order = order_wanted(
        s, d, _just_signed, on_the_way, has_signed, question="是哪一笔订单没收到？"
    )
    if order is None:
        return
    if chosen(s, "looked") == "found":
        d.say("找到就好，有别的问题随时叫我。")
        return
    signed = [parcel for parcel in order.shipments if parcel.row.state == "signed"]
    if not signed:
        _not_signed(s, d, order)
        return
    case = running_case(order, issue=s.request.intent)
    if case is not None:
        _tell_running(s, d, order, case)
        return
    parcel = max(signed, key=lambda one: one.row.signed_at or s.now)
    if chosen(s, "looked") == "missing" or _has_looked(s):
        _open_case(s, d, order, parcel)
    else:
        _look_once(s, d, order, parcel)


def _has_looked(s: Situation) -> bool:
    return mentioned(s, (*_LOOKED, *_LOOKED_TOO)) or _NOT_THERE.search(s.text) is not None


def _tell_running(s: Situation, d: Draft, order: OrderFacts, case: Case) -> None:
    asked = open_promise(d, order, CARRIER_ANSWER)
    if asked is None or asked.due_at <= s.now:
        tell_case(s, d, case)
        return
    d.uses(case, "state")
    due = until(asked.due_at, s.now)
    d.say(f"这件事登记过了，编号{case.no}，正在要快递的签收证明，{due}前告诉您结果。")


def _not_signed(s: Situation, d: Draft, order: OrderFacts) -> None:
    for parcel in order.shipments:
        tell_parcel(s, d, order, parcel)
    if not order.shipments:
        tell_shipping(s, d, order)


def _look_once(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    words = signed_words(s, d, order, parcel)
    where = (
        "麻烦先看看有没有取件短信" if at_a_point(parcel) else "麻烦先问下家人、门卫或物业有没有代收"
    )
    options = (Option("找到了", "found"), Option("还是没有", "missing"))
    d.say(f"{named(d, order)}{words}。")
    text = f"{where}；还是没有的话回我一声，我马上找快递要签收证明。"
    d.ask("choice", text, options, kept(s, step="looked", order_no=order.row.no))


def _open_case(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    carrier = d.uses(parcel.carrier, "name").name if parcel.carrier else d.without("快递", Carrier)
    d.uses(parcel.row, "state")
    words = signed_words(s, d, order, parcel)
    number = open_case(
        d,
        order,
        order.items,
        issue=s.request.intent,
        wish=None,
        problem=said(s),
        days=s.policy.clocks.quality_answer_days,
    )
    title = f"{carrier}{parcel.row.tracking_no or ''}显示签收但买家没收到，请提供签收证明"
    open_carrier_ticket(s, d, order, title, "快递的签收证明", number)
    within = say_answer(s, s.policy.parcels.ticket_answer_hours)
    d.say(f"{named(d, order)}{words}。让您着急了，我登记了编号{number}。")
    d.say(
        f"{carrier}要拿出签收证明，{within}告诉您结果；"
        "只要不是您或您托的人签的，补发还是退款由您选。"
    )


@answers(
    "inform_received",
    subject=Subject.ANY_ORDER,
    needs={Need.LOGISTICS},
    relevant=lambda order: order.row.state in ("shipped", "signed"),
)
def inform_received(s: Situation, d: Draft) -> None:
    """Glad, and there if anything is wrong; nothing is asked for in return (policy §9)."""
    order = s.facts.order
    if order is not None and _NOT_ALL.search(s.text):
        for parcel in order.shipments:
            tell_parcel(s, d, order, parcel)
        if order.shipments:
            return
    if order is None or order.row.state not in ("shipped", "signed", "completed"):
        d.say("收到就好，用着有什么问题随时找我。", "好的，收到就好，有问题随时跟我说。")
        return
    goods = named(d, order)
    d.say(
        f"收到就好！{goods}先检查一下，有什么不对随时找我。",
        f"好的亲，{goods}用着有问题随时跟我说。",
    )
