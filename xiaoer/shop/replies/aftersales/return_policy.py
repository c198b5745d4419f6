"""Whether what this buyer has can still go back: the order's days, the page, a refusal."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Refund
from xiaoer.shop.replies.aftersales.refund_words import back_to, refundable_fen
from xiaoer.shop.replies.aftersales.send_back import exempt, right_until, too_late
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ProductFacts
from xiaoer.shop.replies.orders.order_items import goods_name

_REFUSED = re.compile(r"凭什么|为什么|为啥|怎么不|不给退|不让退|被拒|拒绝")
_DEPOSIT = re.compile(r"定金|订金|预付")
_PAGE_WORDS = ("无理由", "退")


def tell_own(s: Situation, d: Draft) -> bool:
    """Answers from the buyer's own order with the goods; False where none decides it."""
    product = s.facts.product
    having = [o for o in s.facts.orders if product and product.row.id in o.products]
    number = s.value("order_number") or s.context.order_no
    having = [o for o in having if o.row.no == number] or having
    for tell in (tell_refusal, tell_deposit):
        if any(tell(s, d, order) for order in having):
            return True
    if product is None:
        return False
    if excluded := page_exclusion(s, d, product):
        clocks = s.policy.clocks
        name = d.uses(product.row, "name").name
        d.say(
            f"{name}页面写明：{excluded}。做错了、有质量问题的，{clocks.quality_claim_days}天内都能找我们处理。"
        )
        return True
    arrived = [order for order in having if order.signed_at is not None]
    return bool(arrived) and tell_days(s, d, arrived[0], product)


def tell_refusal(s: Situation, d: Draft, order: OrderFacts) -> bool:
    """The recorded reason of a refused return, where the buyer asks why."""
    refused = [refund for refund in order.refunds if refund.state == "refused"]
    if not refused or not _REFUSED.search(s.text):
        return False
    refund = d.uses(max(refused, key=lambda row: row.applied_at), "state", "refused_reason")
    if refund.refused_reason:
        why = f"记录的原因是：{refund.refused_reason.rstrip('。')}"
    else:
        why = d.without("当时没有写明原因", Refund.refused_reason)
    goods = goods_name(d, order, order.items)
    d.say(f"{goods}那次退货没有通过，{why}。不认可的话可以转人工再核实。")
    d.offer("转人工")
    return True


def tell_deposit(s: Situation, d: Draft, order: OrderFacts) -> bool:
    """What comes back of an order that has not left, where the deposit is asked about."""
    if not _DEPOSIT.search(s.text) or not order.unshipped:
        return False
    fen, goods = refundable_fen(d, order), goods_name(d, order, order.items)
    d.say(f"{goods}还没发货，现在申请退款的话，定金和尾款一起，{yuan(fen)}{back_to(d, order)}。")
    d.offer("申请退款")
    return True


def tell_days(s: Situation, d: Draft, order: OrderFacts, product: ProductFacts) -> bool:
    """How long the no-reason right of goods that have arrived lasts, or that it is over."""
    items = [item for item in order.items if item.product_id == product.row.id]
    until = right_until(s, Draft(s), order)
    if until is None or not items or exempt(Draft(s), order, items):
        return False
    goods = goods_name(d, order, items)
    if late := too_late(s, d, order):
        d.say(f"{goods}的{late}。东西本身有问题的话照样可以找我们处理。")
    else:
        right_until(s, d, order)
        day = say_day(until, local(s.now).date())
        d.say(f"您这单{goods}，{day}24点前都可以申请无理由退货。")
    return True


def page_exclusion(s: Situation, d: Draft, product: ProductFacts) -> Optional[str]:
    """What the page excludes for the very thing that is asked about ("印好了还能退吗")."""
    for attribute in product.attributes:
        words = {attribute.name, attribute.name[:1], *attribute.asked_as}
        asked = any(word in s.text for word in words if "退" not in word)
        if asked and "不支持" in attribute.value and any(w in attribute.value for w in _PAGE_WORDS):
            d.uses(attribute, "value")
            return attribute.value.rstrip("。")
    return None
