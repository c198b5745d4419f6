"""The published promise to pay the difference where goods got cheaper after the purchase."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Optional, Tuple

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.calendar import say_day
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.clock import local
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order, OrderItem
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.aftersales.case_file import refund_stops, running_case, tell_case
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_unknown
from xiaoer.shop.replies.orders.which_order import ask_which, named, unknown_order
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.agreed_price import booked, say_booked
from xiaoer.shop.replies.selling.campaigns import best_saving, running_for, uses_saving

_GENERAL = re.compile(r"支持|有没有|有价保|能价保|可以价保|保价吗|价保吗|保价多久|价保多久|几天")
_HERE = re.compile(r"我买|我拍|这单|那单|刚买|前天|昨天|降了|跌|便宜了|退")


def _paid(order: OrderFacts) -> bool:
    return order.row.state in ("paid", "shipped", "signed", "completed")


@answers(
    "price_protection",
    subject=Subject.ANY_ORDER,
    needs={Need.PROMOTIONS, Need.ITEM_PRODUCT, Need.ORDERS},
    relevant=_paid,
)
def price_protection(s: Situation, d: Draft) -> None:
    """The rule, and for an order whether it still runs and what the difference is."""
    if not s.policy.bargain.price_protection_days:
        d.say("本店没有公布价保承诺。您的想法我可以转给同事，让他们看看能怎么处理。")
        d.offer("转人工")
        return
    if unknown_order(s, d):
        return
    order, fitting = s.facts.order, tuple(o for o in s.facts.orders if _protected(s, o))
    general = _GENERAL.search(s.text) and not _HERE.search(s.text)
    if order is None and fitting and not general:
        ask_which(s, d, fitting)
        return
    if order is None or (general and not s.given):
        _say_rule(s, d)
        return
    if s.facts.buyer is None:
        _say_rule(s, d)
        d.say("退差价涉及钱款，要用下单账号登录后才能办，也可以转人工。")
        d.offer("转人工")
    elif refund_stops(d, order, "差价不另退"):
        return
    elif back := running_case(order, order.items, wish="return"):
        tell_case(s, d, back, order)
        d.say("退货按实付金额退，差价不另退。")
    elif promised := booked(order):
        say_booked(s, d, promised)
    elif case := _running_case(order):
        due = say_day(local(case.answer_due_at).date(), local(s.now).date())
        d.uses(case, "state", "answer_due_at")
        d.say(f"这单的价保已经登记过了，单号{case.no}，最晚{due}给您结果。")
    else:
        _of_order(s, d, order)


def _running_case(order: OrderFacts) -> Optional[Case]:
    found = [c for c in order.cases if c.issue == "price_protection" and c.state == "open"]
    return found[-1] if found else None


def _protected(s: Situation, order: OrderFacts) -> bool:
    """Whether the promise still runs for a paid order."""
    paid_at = order.row.paid_at
    if paid_at is None or not _paid(order):
        return False
    return local(s.now).date() <= local(paid_at).date() + _days(s)


def _days(s: Situation) -> timedelta:
    return timedelta(days=s.policy.bargain.price_protection_days)


def _say_rule(s: Situation, d: Draft) -> None:
    days = s.policy.bargain.price_protection_days
    d.say(f"有价保的：付款后{days}天内同款降价，差价按原付款方式退给您，在这里跟我说就行。")


def _of_order(s: Situation, d: Draft, order: OrderFacts) -> None:
    row = d.uses(order.row, "state")
    if row.state == "unpaid":
        d.say(f"{named(d, order)}这单还没付款，按付款时的价格算，不用走价保。")
        return
    if row.state == "closed":
        d.say(f"{named(d, order)}这单已经关闭了，没有差价可退。")
        return
    last = _last_day(s, d, order)
    today = local(s.now).date()
    if last is None:
        d.do("ticket", kind="operations", title="核对付款时间，算价保", order_no=row.no)
        unknown = d.without("这单的付款时间我这边没查到", Order.paid_at)
        d.say(f"{unknown}，算不了价保期，已经登记给同事核对。")
    elif today > last:
        days = s.policy.bargain.price_protection_days
        d.say(
            f"价保是付款后{days}天，{named(d, order)}这单到{say_day(last, today)}为止，已经过了。"
        )
        d.say("觉得不合适的话可以转人工看看。")
        d.offer("转人工")
    elif goods_unknown(d, order.items):
        return
    elif len(order.items) > 1:
        _several(s, d, order)
    else:
        _compare(s, d, order, order.items[0])


def _last_day(s: Situation, d: Draft, order: OrderFacts) -> Optional[date]:
    paid_at = d.uses(order.row, "paid_at").paid_at
    if paid_at is None:
        return None
    return local(paid_at).date() + _days(s)


def _several(s: Situation, d: Draft, order: OrderFacts) -> None:
    """The prices of several goods are compared by a person: a case, after a yes."""
    if s.given.get("confirmed"):
        _open_case(s, d, order, None, "多样商品，请逐件核对现价")
        return
    d.confirm(
        f"这单在价保期内，有{len(order.items)}样商品。我登记价保申请，请同事逐件核对差价，可以吗？",
        {"order_no": order.row.no},
    )


def _compare(s: Situation, d: Draft, order: OrderFacts, item: OrderItem) -> None:
    sku = _sku(s, item)
    if sku is None:
        gone = d.without("这个规格现在没有在卖", Sku, Product)
        d.say(f"{d.uses(item, 'name').name}{gone}，没有现价可以比。")
        return
    now, campaign = _price_now(s, sku, item)
    d.uses(item, "paid_fen", "quantity")
    d.uses(sku, "price_fen")
    if campaign:
        uses_saving(d, campaign)
        d.uses(campaign, "name")
    why = f"（含「{campaign.name}」）" if campaign else ""
    paid, here = yuan(item.paid_fen), f"{yuan(now)}{why}"
    difference = item.paid_fen - now
    if difference <= 0:
        same = "没有比您买时便宜"
        if campaign is None:
            d.without(same, Campaign, Campaign.percent, Campaign.threshold_fen, Campaign.save_fen)
        d.say(f"查了，您买{named(d, order)}付的是{paid}，现在同款同数量{here}，{same}。")
    elif s.given.get("confirmed"):
        _open_case(s, d, order, item, f"实付{paid}，现价{here}，差{yuan(difference)}")
    else:
        d.confirm(
            f"{named(d, order)}您付了{paid}，现在同款同数量{here}，差{yuan(difference)}，"
            "在价保期内。我帮您登记退差价，确认吗？",
            {"order_no": order.row.no},
        )


def _sku(s: Situation, item: OrderItem) -> Optional[Sku]:
    product = s.facts.product
    if product is None or not product.row.on_sale:
        return None
    return next((sku for sku in product.skus if sku.id == item.sku_id), None)


def _price_now(s: Situation, sku: Sku, item: OrderItem) -> Tuple[int, Optional[Campaign]]:
    """What the same pieces cost today, with the campaign that takes off most."""
    goods = _each(s, sku, item.quantity) * item.quantity
    campaign, saved = best_saving(running_for(s), goods, item.quantity)
    return goods - saved, campaign


def _each(s: Situation, sku: Sku, pieces: int) -> int:
    """The price of one of so many pieces: the bulk price where it is lower."""
    tiers = s.facts.product.bulk_prices if s.facts.product else ()
    reached = [tier.price_fen for tier in tiers if pieces >= tier.min_quantity]
    return min([sku.price_fen, *reached])


def _open_case(
    s: Situation, d: Draft, order: OrderFacts, item: Optional[OrderItem], problem: str
) -> None:
    number, days = d.number("S"), s.policy.bargain.price_protection_answer_days
    d.do(
        "case",
        no=number,
        issue="price_protection",
        problem=problem,
        order_no=order.row.no,
        item_id=item.id if item else None,
        wish="price_difference",
        photo=False,
        days=days,
    )
    today = local(s.now).date()
    last = say_day(today + timedelta(days=days), today)
    d.say(f"登记好了，价保单号{number}。{problem}；核对后差价按原付款方式退，最晚{last}给您结果。")
