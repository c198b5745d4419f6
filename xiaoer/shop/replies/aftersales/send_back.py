"""Sending received goods back: without a reason inside its days, for a fault at the shop's cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Optional, Sequence

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.logistics.model import ReturnAddress
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.aftersales.case_file import (
    by_day,
    fault_on_file,
    instead,
    open_case,
    running_case,
    tell_case,
)
from xiaoer.shop.replies.aftersales.faults import fault_issue, no_fault
from xiaoer.shop.replies.aftersales.problem_report import Inquiry, collect_for
from xiaoer.shop.replies.aftersales.refund_progress import running_for, tell_refund
from xiaoer.shop.replies.aftersales.return_address import where_to
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import (
    goods_name,
    goods_unknown,
    ids_of,
    meant_items,
    named_items,
    paid_for,
    pieces_meant,
)
from xiaoer.shop.replies.orders.order_wanted import received
from xiaoer.shop.replies.orders.steps import agreed, answered, at, kept, said, told


def send_back(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Opens a return, or says why only a fault would allow one. The goods have arrived."""
    running = running_for(s, order)
    if running is not None:
        tell_refund(s, d, order, running)
        return
    issue = fault_told(s) or fault_filed(d, order, named_items(s, order))
    if not issue and (late := too_late(s, d, order)):
        _only_for_fault(s, d, order, (), late)
        return
    items = meant_items(s, d, order, "您想退哪一件？", "全部都退")
    if items is None or goods_unknown(d, items):
        return
    issue = fault_told(s) or fault_filed(d, order, items)
    case = running_case(order, items, wish="return")
    if case is not None:
        tell_case(s, d, case, order)
    elif issue:
        _for_fault(s, d, order, items, issue)
    elif reason := exempt(d, order, items) or too_late(s, d, order):
        _only_for_fault(s, d, order, items, reason)
    else:
        _without_reason(s, d, order, items)


def fault_filed(d: Draft, order: OrderFacts, items: Sequence[OrderItem]) -> Optional[str]:
    """The fault that an open case of these goods names: what follows is at the shop's cost."""
    case = fault_on_file(order, items)
    return d.uses(case, "issue", "state").issue if case else None


def fault_told(s: Situation) -> Optional[str]:
    """The fault named so far, as the intent that it is filed under."""
    named: Optional[str] = s.given.get("fault") or fault_issue(s.text) or fault_issue(told(s))
    if named:
        return named
    answer = answered(s, "named_fault")
    return "report_quality" if answer and not no_fault(answer) else None


def still_returnable(s: Situation, order: OrderFacts) -> bool:
    """Received, nothing running, and the no-reason right not over."""
    return received(order) and order.open_refund is None and not too_late(s, Draft(s), order)


def right_until(s: Situation, d: Draft, order: OrderFacts) -> Optional[date]:
    """The last day of the no-reason right (until 24:00); None while a parcel is not signed for.

    It counts from the last parcel and does not care for the order's state (policy §3).
    """
    signed = order.signed_at
    if signed is None:
        return None
    last = next(p.row for p in order.shipments if p.row.signed_at == signed)
    d.uses(last, "signed_at")
    return local(signed).date() + timedelta(days=s.policy.clocks.no_reason_days)


def too_late(s: Situation, d: Draft, order: OrderFacts) -> Optional[str]:
    """Why the no-reason right is over, in words; None while it lasts or cannot be reckoned."""
    until, today = right_until(s, Draft(s), order), local(s.now).date()
    if until is None or today <= until:
        return None
    right_until(s, d, order)
    days = s.policy.clocks.no_reason_days
    return f"{days}天无理由是到{say_day(until, today)}为止，现在过了"


def claim_over(s: Situation, d: Draft, order: OrderFacts) -> Optional[str]:
    """That the days for claims of quality are over, in words; None while they last (policy §2).

    They count from confirmed receipt, else from signing. What law or warranty grants beyond
    them is for a person to say.
    """
    since = order.row.confirmed_at or order.signed_at
    days = s.policy.clocks.quality_claim_days
    if since is None or local(s.now).date() <= local(since).date() + timedelta(days=days):
        return None
    if order.row.confirmed_at:
        d.uses(order.row, "confirmed_at")
    else:
        right_until(s, d, order)
    return f"确认收货是{say_day(local(since).date(), local(s.now).date())}，过了{days}天"


def exempt(d: Draft, order: OrderFacts, items: Sequence[OrderItem]) -> Optional[str]:
    """Why goods cannot go back without a reason, in words; None where they can.

    Made to order by law; else only where the page says so and the buyer confirmed it at
    purchase (policy §3).
    """
    for item in items:
        product = order.products.get(item.product_id)
        if product is not None and product.made_to_order:
            d.uses(product, "made_to_order")
            return f"{d.uses(item, 'name').name}是按您的要求定制的，不适用七天无理由"
        if item.no_return_confirmed:
            d.uses(item, "no_return_confirmed")
            kind = d.uses(product, "no_return_reason").no_return_reason if product else None
            name = d.uses(item, "name").name
            what = f"{name}属于{kind}" if kind else name
            return f"{what}，下单时您确认过不支持七天无理由"
    return None


def _only_for_fault(
    s: Situation, d: Draft, order: OrderFacts, items: Sequence[OrderItem], reason: str
) -> None:
    """A refusal with its reason; the way that stays open is offered in the same breath."""
    if at(s, "named_fault"):
        d.say(f"明白。{reason}，东西没有问题的话这边确实退不了，抱歉。")
        d.say("要是后面发现坏了、发错或少了，随时把照片发来，我马上处理。")
        d.offer("转人工")
        return
    open_way = "可以找我们处理" if claim_over(s, d, order) else "照样能退，运费我们出"
    text = f"{reason}。不过东西本身有问题的话{open_way}：是哪里不对，跟我说说？"
    d.ask(
        "problem",
        text,
        data=kept(s, step="named_fault", items=ids_of(order, items), order_no=order.row.no),
    )
    d.offer("转人工")


def _for_fault(
    s: Situation, d: Draft, order: OrderFacts, items: Sequence[OrderItem], issue: str
) -> None:
    detail = "" if answered(s, "named_fault") else "，再说一句具体情况"
    after = "同事{by}把退货地址发到这里，先别自己寄。"
    if over := claim_over(s, d, order):
        can = f"{over}，我先登记，同事核实后答复您是退还是按质保处理"
        after = "同事核实后{by}在这里答复您怎么处理，先别自己寄。"
    elif issue == "report_not_as_described":
        can = "可以退，核实是页面写错的话运费我们出"
    else:
        can = "可以退，来回运费我们出"
    inquiry = Inquiry(
        issue=issue,
        photo=f"{{goods}}给您添麻烦了，{can}。麻烦把有问题的地方拍张照发来{detail}；"
        "没有照片直接说一声也行。",
        wish="return",
        days=s.policy.clocks.return_answer_days,
        next=after,
    )
    collect_for(s, d, order, items, inquiry, fault=issue)


def _without_reason(s: Situation, d: Draft, order: OrderFacts, items: Sequence[OrderItem]) -> None:
    pieces = pieces_meant(s, items)
    goods, paid = goods_name(d, order, items, pieces), paid_for(d, items, pieces)
    days = s.policy.clocks.return_answer_days
    if agreed(s, "return"):
        no = open_case(
            d,
            order,
            items,
            issue="request_return",
            wish="return",
            problem=f"无理由退货{goods}：{said(s)}",
            days=days,
        )
        refund = s.policy.clocks.refund_after_arrival_days
        place = where_to(s, d, order, items)
        if place is None:
            nowhere = d.without("把退货地址发到这里，先别自己寄", ReturnAddress)
            d.say(f"退货登记好了，编号{no}：{goods}。同事{by_day(s, days)}{nowhere}。")
        else:
            d.say(f"退货登记好了，编号{no}：{goods}。")
            d.say(f"寄到：{place}。寄出后把快递单号发我。")
        d.say(f"我们收到验好后{refund}天内退{yuan(paid)}，走原付款方式。")
        return
    until = right_until(s, d, order)
    today = local(s.now).date()
    term = f"{say_day(until, today)}24点前都能无理由退" if until else "可以无理由退"
    before = instead(d, order, items, "return")
    products = [order.products.get(item.product_id) for item in items]
    category = d.uses(products[0], "category").category if products and products[0] else ""
    d.confirm(
        f"{before}{goods}{term}，{intact(category)}，验好后{yuan(paid)}原路退回。"
        f"{return_postage(d, order)}确认申请退货吗？",
        kept(s, step="return", items=ids_of(order, items), order_no=order.row.no),
    )


def intact(category: str) -> str:
    """What goods must be like to go back without a reason; trying and looking is allowed.

    A broken seal on food or on what touches the body is not intact (policy §3).
    """
    if category == "clothing":
        return "试穿不影响，吊牌在、没洗过就行"
    if category == "snacks":
        return "没拆封、包装完好就行"
    return "入口、贴身的要没拆封，别的拆开查看不影响、配件齐全就行"


def insured(d: Draft, order: OrderFacts) -> bool:
    """Whether freight insurance pays for a return: only while the order runs (policy §3)."""
    row = order.row
    if row.freight_insured:
        d.uses(row, "state")
        if row.state in ("completed", "closed"):
            return False
    return d.uses(row, "freight_insured").freight_insured


def return_postage(d: Draft, order: OrderFacts) -> str:
    """Who pays the way back without a reason (policy §3, postage)."""
    if insured(d, order):
        return "寄回运费您先垫付，这单有运费险，会按保险规则赔给您。"
    return "寄回的运费由您承担。"
