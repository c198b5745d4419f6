"""Goods back to the shop: asking for it, whether it is possible, how, and who pays postage."""

from __future__ import annotations

import re
from functools import partial
from typing import Optional

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.orders.model import Refund
from xiaoer.shop.replies.aftersales.cancel_order import cancel_unpaid, cancel_unshipped
from xiaoer.shop.replies.aftersales.case_file import running_case, tell_case
from xiaoer.shop.replies.aftersales.exchange import exchange
from xiaoer.shop.replies.aftersales.faults import FAULTS, fault_issue
from xiaoer.shop.replies.aftersales.grave_matters import grave_first
from xiaoer.shop.replies.aftersales.refund_progress import running_for, tell_refund
from xiaoer.shop.replies.aftersales.refuse_parcel import refund_under_way
from xiaoer.shop.replies.aftersales.return_address import where_to
from xiaoer.shop.replies.aftersales.return_number import (
    comes_back,
    newest_return,
    number_given,
    number_typed,
    sent_by_shop,
    tell_noted,
)
from xiaoer.shop.replies.aftersales.return_policy import tell_own
from xiaoer.shop.replies.aftersales.send_back import (
    fault_filed,
    insured,
    intact,
    send_back,
    still_returnable,
)
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_name, named_items
from xiaoer.shop.replies.orders.order_wanted import order_wanted, received, under_way
from xiaoer.shop.replies.orders.steps import mentioned
from xiaoer.shop.replies.registry import TOPICS, Need, Subject, answers

_SENT = re.compile(r"(寄|发)(出|回)?去?了(?!吗|没)|已经?(寄|发)|寄好了|(寄|发)走了")


def _which_goods(s: Situation, d: Draft, question: str) -> Optional[OrderFacts]:
    """The order whose goods go back: received and in time, else on its way, else any received."""
    in_time = partial(still_returnable, s)
    if mentioned(s, ("没收到", "没到", "还没拿到")):
        return order_wanted(s, d, _on_the_way, in_time, under_way, question=question)
    return order_wanted(s, d, in_time, _on_the_way, under_way, question=question)


def _on_the_way(order: OrderFacts) -> bool:
    return order.row.state == "shipped"


@answers(
    "request_return",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=under_way,
    absorbs=FAULTS | {"request_refund"},
)
def request_return(s: Situation, d: Draft) -> None:
    """Received goods go back; what has not arrived is refunded instead."""
    if grave_first(s, d):
        return
    order = _which_goods(s, d, "您想退哪一笔订单里的？")
    if order is None:
        return
    running = running_for(s, order)
    if running is not None:
        tell_refund(s, d, order, running)
    elif received(order):
        send_back(s, d, order)
    elif order.row.state == "unpaid":
        cancel_unpaid(s, d, order)
    elif order.unshipped:
        cancel_unshipped(s, d, order)
    elif order.row.state == "closed":
        d.uses(order.row, "state")
        d.say(f"{goods_name(d, order, order.items)}这笔已经关闭了，没有发出过东西，不用退货。")
    else:
        refund_under_way(s, d, order)


@answers("ask_return_policy", subject=Subject.ANY_PRODUCT, needs={Need.ORDERS})
def ask_return_policy(s: Situation, d: Draft) -> None:
    """The law's right and the shop's terms, for the product where one is meant."""
    if tell_own(s, d):
        return
    clocks, product = s.policy.clocks, s.facts.product
    claim = f"确认收货后{clocks.quality_claim_days}天内都能找我们处理，运费我们出"
    fault = f"质量问题、发错、少发的，{claim}"
    if product is None:
        but = d.without("定制、生鲜这类页面标明不支持的除外", Product)
        d.say(
            f"支持{clocks.no_reason_days}天无理由，签收第{clocks.no_reason_days}天的24点前申请，东西完好就能退，"
            f"寄回运费由您承担。{fault}。{but}。"
        )
        return
    row = d.uses(product.row, "name", "made_to_order")
    if row.made_to_order:
        d.say(f"{row.name}是按您的要求定制的，做好后不适用无理由退货。不过{fault}。")
        return
    reason = d.uses(row, "no_return_reason").no_return_reason
    if reason:
        d.say(f"{row.name}属于{reason}，页面标明、下单时确认过的不支持无理由退货。不过{fault}。")
        return
    d.say(
        f"{row.name}支持{clocks.no_reason_days}天无理由，签收第{clocks.no_reason_days}天的24点前申请，"
        f"{intact(d.uses(row, 'category').category)}，寄回运费由您承担。"
    )
    d.say(f"{fault}。")


@answers(
    "return_procedure",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=comes_back,
    absorbs={"track_logistics", "ask_carrier"},
)
def return_procedure(s: Situation, d: Draft) -> None:
    """Address and last day, or whether what was sent back arrived; a number is taken down."""
    tracking = number_typed(s)
    if s.facts.order is None and not tracking and not _asked_about(s):
        _how(s, d)
        return
    order = order_wanted(s, d, comes_back, received, question="您说的是哪一笔的退货？")
    if order is None:
        return
    row = newest_return(order)
    known = row is not None and row.tracking_no == tracking
    if tracking and not known and not sent_by_shop(order, tracking):
        number_given(s, d, order, row, tracking)
        return
    running = order.open_refund
    if running is not None and running.kind == "return_refund":
        if _SENT.search(s.text) and row is not None and not (tracking or row.sent_at):
            d.uses(row, "sent_at")
            d.say("寄出了就好，把退货的快递单号发我，我登记上，仓库收到就验货。")
            return
        tell_refund(s, d, order, running)
        return
    if tell_noted(d, order):
        return
    case = running_case(order, wish="return") or running_case(order, wish="exchange")
    if case is None:
        _how(s, d)
    elif d.uses(case, "issue").issue == "request_return" and (place := _place(s, d, order, case)):
        d.say(f"编号{d.uses(case, 'no', 'state').no}，寄到：{place}。寄出后把快递单号发我。")
    else:
        tell_case(s, d, case, order)
        d.say("退货地址由处理的同事发到这里，收到地址再寄，免得寄错仓库。")


def _place(s: Situation, d: Draft, order: OrderFacts, case: Case) -> Optional[str]:
    items = [item for item in order.items if item.id == case.item_id] or order.items
    return where_to(s, d, order, items)


def _asked_about(s: Situation) -> bool:
    """Whether it is about a return that runs: one of the orders has one, or a number is named."""
    named = s.given.get("order_no") or s.value("order_number") or s.given.get("said")
    return bool(named) or any(map(comes_back, s.facts.orders))


def _how(s: Situation, d: Draft) -> None:
    days = s.policy.clocks.refund_after_arrival_days
    if s.facts.orders:
        first = d.without("您名下还没有登记好的退货，先在这里登记", Refund, Case)
    else:
        first = "退货先在这里登记"
    d.say(
        f"{first}：说一下退哪件、什么情况，同事把地址发给您；寄出后把快递单号发我，"
        f"收到验好后{days}天内退款。",
    )
    d.offer("我要退货")


@answers("return_shipping_fee", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=under_way)
def return_shipping_fee(s: Situation, d: Draft) -> None:
    """Seller's fault seller, no reason buyer; freight insurance where the order has it."""
    if mentioned(s, ("运费险", "保险")):
        if s.facts.buyer is None and not (s.facts.orders or s.value("order_number") or s.given):
            _insurance_before_buying(d)
            return
        order = order_wanted(s, d, under_way, question="您问的是哪一笔的运费险？")
        if order is not None:
            _insurance(s, d, order)
        return
    issue = fault_issue(s.text)
    if not issue and s.facts.order is not None:
        issue = fault_filed(d, s.facts.order, named_items(s, s.facts.order))
    if issue in ("report_quality", "report_wrong_item", "report_missing"):
        d.say(
            "东西有问题、发错或少发的，来回运费都是我们出，不用您承担。要退还是换，跟我说就登记。"
        )
    elif s.mentions("换"):
        d.say("质量问题、发错的，换货来回运费我们出；尺码不合适、不喜欢想换的，来回运费由您承担。")
    else:
        d.say("质量问题、发错、少发的，运费我们出；不喜欢、不合适的无理由退货，寄回运费由您承担。")
        if s.facts.order is not None and s.facts.order.row.freight_insured:
            _insurance(s, d, s.facts.order)


def _insurance_before_buying(d: Draft) -> None:
    """Whether an order is insured stands on the order alone."""
    d.say(
        "有没有运费险是每笔订单单独定的，下单后把订单号发我就能查。"
        "没有的话，质量问题、发错、少发的退货运费我们出，不喜欢、不合适的由您承担。"
    )


def _insurance(s: Situation, d: Draft, order: OrderFacts) -> None:
    goods = goods_name(d, order, order.items)
    if insured(d, order):
        hours = s.policy.clocks.insurance_hours
        d.say(f"{goods}这单有运费险：退货时填对快递单号，退款结束后{hours}小时内由保险赔给您。")
    elif order.row.freight_insured:
        d.say(f"{goods}这单买时有运费险，不过只管交易完成前的退货，现在这单已经结束了，用不上了。")
    else:
        d.say(f"{goods}这单没有运费险。")


@answers(
    "request_exchange",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.ITEM_PRODUCT, Need.LOGISTICS},
    relevant=under_way,
    absorbs=FAULTS,
)
def request_exchange(s: Situation, d: Draft) -> None:
    """Received goods are exchanged; an order that is still here is changed instead."""
    if grave_first(s, d):
        return
    order = _which_goods(s, d, "您想换哪一笔订单里的？")
    if order is None:
        return
    days = s.policy.clocks.no_reason_days
    running = running_for(s, order)
    if running is not None:
        tell_refund(s, d, order, running)
    elif received(order):
        exchange(s, d, order)
    elif order.unshipped or order.row.state == "unpaid":
        d.uses(order.row, "state")
        modify = TOPICS.get("modify_order")
        if modify is not None:
            modify.answer(s, d)
        else:
            d.say(f"{goods_name(d, order, order.items)}还没发货，不用换，直接改规格就行。")
    elif order.row.state == "closed":
        d.uses(order.row, "state")
        d.say(f"{goods_name(d, order, order.items)}这笔已经关闭了，换不了，需要的话重新拍一单。")
    else:
        d.uses(order.row, "state")
        d.say(
            f"{goods_name(d, order, order.items)}还在路上，收到后先看看，"
            f"要换的话签收后{days}天内跟我说；不想收也可以拒收退款。"
        )
        d.offer("拒收退款")
