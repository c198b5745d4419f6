"""When it arrives, who brings it, and what the postage is."""

from __future__ import annotations

from typing import Optional

from xiaoer.shop.logistics.model import PostageRule
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.which_order import (
    ask_which,
    named,
    order_in_question,
    product_named,
    unknown_order,
)
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.shipping.arrival_answer import tell_order_arrival, tell_product_arrival
from xiaoer.shop.replies.shipping.carrier_answer import tell_carriers
from xiaoer.shop.replies.shipping.delivery_days import Place, destination, order_place
from xiaoer.shop.replies.shipping.postage import say_rule
from xiaoer.shop.replies.shipping.postage_answer import tell_postage

_NEEDS = {Need.ORDERS, Need.LOGISTICS}


def _paid(order: OrderFacts) -> bool:
    return order.row.state == "paid"


def _shipped(order: OrderFacts) -> bool:
    return order.row.state == "shipped"


def _under_way(order: OrderFacts) -> bool:
    return order.row.state in ("paid", "shipped")


def _unpaid(order: OrderFacts) -> bool:
    return order.row.state == "unpaid"


@answers("ask_delivery_time", subject=Subject.ANY_PRODUCT, needs=_NEEDS)
def ask_delivery_time(s: Situation, d: Draft) -> None:
    """Of an order by its state; of a product by warehouse, carrier and province."""
    if unknown_order(s, d):
        return
    orders = () if s.given.get("buying") else order_in_question(s, _under_way, _unpaid)
    if len(orders) > 1:
        ask_which(s, d, orders)
        return
    if orders and orders[0].row.state != "unpaid":
        tell_order_arrival(s, d, orders[0])
        return
    place = destination(s) or (order_place(d, orders[0]) if orders else None) or _last_place(s, d)
    if place is None:
        d.ask("region", "您寄到哪个省或城市？我帮您算到货时间。", data=_kept(s))
        return
    tell_product_arrival(s, d, s.facts.product, place)


def _kept(s: Situation) -> dict[str, object]:
    """What the question about the place must not forget."""
    kept: dict[str, object] = {"buying": True}
    if s.facts.product is not None:
        kept["product_id"] = s.facts.product.row.id
    if date := s.value("date"):
        kept["date"] = date
    return kept


def _last_place(s: Situation, d: Draft) -> Optional[Place]:
    """The province of the signed-in buyer's newest order."""
    if s.facts.buyer is None or not s.facts.orders:
        return None
    return order_place(d, s.facts.orders[0])


@answers("ask_carrier", subject=Subject.ANY_PRODUCT, needs=_NEEDS)
def ask_carrier(s: Situation, d: Draft) -> None:
    """Which carrier comes, which can be had and at what price, whether a place is served."""
    if unknown_order(s, d):
        return
    changes = bool(s.value("carrier")) and s.mentions("换", "改")
    gone = s.mentions("发的", "寄的", "走的", "用的")
    tiers = [_paid, _shipped] if changes else [_shipped, _paid] if gone else [_paid, _shipped]
    orders = order_in_question(s, *tiers)
    if len(orders) > 1 and (changes or gone):
        ask_which(s, d, orders)
        return
    tell_carriers(s, d, orders[0] if len(orders) == 1 else None)


_WHY = ("为什么", "为啥", "怎么收", "怎么还收", "怎么还要", "咋收", "凭什么", "贵")


@answers("ask_shipping_fee", subject=Subject.ANY_PRODUCT, needs=_NEEDS | {Need.TOGETHER})
def ask_shipping_fee(s: Situation, d: Draft) -> None:
    """The rule of the province; of goods in focus what it comes to; of an order why."""
    if unknown_order(s, d):
        return
    if s.mentions(*_WHY):
        charged = order_in_question(s, _charged_now, _charged_open)
        if len(charged) > 1:
            ask_which(s, d, charged)
            return
        if charged:
            _why_charged(s, d, charged[0])
            return
    placed = order_in_question(s, lambda order: order.is_open) if _of_order(s) else ()
    if len(placed) == 1:
        _what_charged(s, d, placed[0])
        return
    tell_postage(s, d)


def _of_order(s: Situation) -> bool:
    """Whether no goods and no place are named: what is ordered is meant, if anything is."""
    named = s.facts.together or s.value("region") or s.context.region or product_named(s)
    return not (named or s.given)


def _what_charged(s: Situation, d: Draft, order: OrderFacts) -> None:
    if d.uses(order.row, "postage_fen").postage_fen > 0:
        _why_charged(s, d, order)
    else:
        d.say(f"{named(d, order)}这单包邮，没有收运费。")


def _charged_now(order: OrderFacts) -> bool:
    return order.row.postage_fen > 0 and order.is_open


def _charged_open(order: OrderFacts) -> bool:
    return order.row.postage_fen > 0 and order.row.state != "closed"


def _why_charged(s: Situation, d: Draft, order: OrderFacts) -> None:
    d.uses(order.row, "postage_fen", "goods_fen")
    charged = yuan(order.row.postage_fen)
    place = order_place(d, order)
    rule = s.facts.logistics.postage_to(place.provinces[0]) if place else None
    goods = yuan(order.row.goods_fen)
    if rule is None or place is None:
        unknown = d.without("是按什么规则收的，资料里没有写", PostageRule)
        d.say(f"{named(d, order)}商品{goods}，运费{charged}，{unknown}。要核对可以转人工。")
        d.offer("转人工")
        return
    d.say(f"{named(d, order)}商品{goods}，运费{charged}。寄{place.name}{say_rule(d, rule)}。")
    free = rule.free_from_fen
    if free is not None and order.row.goods_fen >= free:
        _check_charge(s, d, order)


def _check_charge(s: Situation, d: Draft, order: OrderFacts) -> None:
    hours = hours_until_answer(s, s.policy.goods.question_answer_hours)
    title = f"商品金额已到包邮门槛仍收了运费，请核对：{order.row.no}"
    d.do("ticket", kind="operations", title=title, order_no=order.row.no, hours=hours)
    d.do(
        "promise",
        promise_kind="answer",
        content="告诉买家运费核对的结果",
        order_no=order.row.no,
        hours=hours,
    )
    within = say_answer(s, s.policy.goods.question_answer_hours)
    d.say(f"按这个规则您这单够包邮了，我提了工单请同事核对，{within}在这里回复您。")
