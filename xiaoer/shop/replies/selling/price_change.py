"""A placed order's price: what was booked, and what the shop owes on it."""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from xiaoer.shop.logistics.model import PostageRule
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, covers
from xiaoer.shop.replies.orders.which_order import ask_which, named, unknown_order
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.agreed_price import book, book_grant, booked, say_booked, tell_over
from xiaoer.shop.replies.selling.campaigns import missing_for, saving_fen, say_running, uses_saving
from xiaoer.shop.replies.selling.manager_request import (
    ask_manager,
    granted_order,
    request_made,
    say_request,
)

#: Without either a campaign reduces nothing that can be reckoned.
_RULE = (Campaign.threshold_fen, Campaign.save_fen)
_POSTAGE = re.compile(r"邮费|运费|邮政?油?费|快递费|包邮|邮资")


def _changeable(order: OrderFacts) -> bool:
    return order.row.state == "unpaid" or order.unshipped


@answers(
    "request_price_change",
    subject=Subject.ANY_ORDER,
    needs={Need.PROMOTIONS, Need.APPROVALS, Need.LOGISTICS, Need.ITEM_PRODUCT, Need.ORDERS},
    relevant=_changeable,
)
def request_price_change(s: Situation, d: Draft) -> None:
    """What is owed is booked; what is not is told with its reason."""
    if s.facts.buyer is None:
        d.say("改价要用下单的账号登录后才能办。您登录后再来，或者我帮您转人工。")
        d.offer("转人工")
        return
    if unknown_order(s, d):
        return
    order = s.facts.order or granted_order(s)
    if order is None:
        _which(s, d)
        return
    d.remember(order_no=order.row.no)
    if order.row.state == "closed":
        d.uses(order.row, "state")
        d.say(f"{named(d, order)}这单已经关闭了，改不了价。需要的话可以重新拍一单。")
        return
    promised = booked(order)
    if promised:
        say_booked(s, d, promised)
    elif tell_over(s, d, order):
        return
    elif _POSTAGE.search(s.text):
        _postage(s, d, order)
    else:
        _price(s, d, order)


def _which(s: Situation, d: Draft) -> None:
    """Several orders can be meant, or there is none."""
    fitting = tuple(order for order in s.facts.orders if _changeable(order)) or s.facts.orders
    if fitting:
        ask_which(s, d, fitting)
    else:
        nothing = d.without("您账号里还没有订单", Order)
        d.say(f"{nothing}。拍下后先别付款，告诉我一声，该减的我来核对。")


def _price(s: Situation, d: Draft, order: OrderFacts) -> None:
    made = request_made(s, order)
    if made and book_grant(s, d, order, made):
        return
    if made and made.state == "pending":
        say_request(s, d, made)
        return
    _say_booked_discount(d, order)
    owed = _owed_campaign(s, order)
    if owed:
        campaign, short = owed
        uses_saving(d, campaign)
        d.uses(order.row, "discount_fen", "goods_fen", "created_at")
        d.say(f"按下单时的「{d.uses(campaign, 'name').name}」还应该减{yuan(short)}。")
        book(s, d, order, f"「{campaign.name}」漏减", short)
        return
    _nothing_owed(s, d, order)


def _say_booked_discount(d: Draft, order: OrderFacts) -> None:
    row = d.uses(order.row, "goods_fen", "discount_fen", "postage_fen", "paid_fen", "state")
    parts = [f"{named(d, order)}这单商品{yuan(row.goods_fen)}"]
    if row.discount_fen > 0:
        d.uses(row, "discount_name")
        why = f"（{row.discount_name}）" if row.discount_name else ""
        parts.append(f"已减{yuan(row.discount_fen)}{why}")
    parts.append(f"运费{yuan(row.postage_fen)}" if row.postage_fen else "包邮")
    parts.append(f"{'应付' if row.state == 'unpaid' else '实付'}{yuan(row.paid_fen)}")
    d.say("，".join(parts) + "。")


def _at_order(s: Situation, order: OrderFacts) -> List[Campaign]:
    """The campaigns that ran when the order was placed and include something of it."""
    ids = [item.product_id for item in order.items]
    return [
        campaign
        for campaign in s.facts.promotions.campaigns
        if campaign.starts_at <= order.row.created_at < campaign.ends_at
        and any(covers(campaign.product_ids, one) for one in ids)
    ]


def _owed_campaign(s: Situation, order: OrderFacts) -> Optional[Tuple[Campaign, int]]:
    """A campaign of the whole order whose reduction was not booked, and what is missing.

    Only sums of the whole order are reckoned; a coupon beside the campaign is no part of it.
    """
    for campaign in _at_order(s, order):
        if campaign.kind != "spend_save" or campaign.product_ids:
            continue
        counted = order.row.discount_fen if _is_of(campaign, order) else 0
        short = saving_fen(campaign, order.row.goods_fen) - counted
        if short > 0 and (counted or order.row.discount_fen == 0):
            return campaign, short
    return None


def _is_of(campaign: Campaign, order: OrderFacts) -> bool:
    """Whether the order's reduction is the campaign's."""
    return order.row.campaign_id == campaign.id or campaign.name in (order.row.discount_name or "")


def _nothing_owed(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Why nothing more comes off; a plain wish for less counts as bargaining."""
    count = s.context.bargain_requests + 1
    d.remember(bargain_requests=count)
    made = request_made(s, order)
    if made:
        say_request(s, d, made)
    elif order.row.state == "unpaid" and count >= s.policy.bargain.approval_at_request:
        ask_manager(s, d, order)
    elif order.row.discount_fen > 0:
        d.say("下单时能用的优惠都已经减在里面了。")
    elif reason := _below_threshold(s, d, order):
        d.say(reason)
    else:
        _say_running_now(s, d, order)


def _below_threshold(s: Situation, d: Draft, order: OrderFacts) -> Optional[str]:
    for campaign in _at_order(s, order):
        if campaign.kind == "spend_save" and not campaign.product_ids:
            missing = missing_for(d, campaign, order.row.goods_fen)
            if missing:
                return f"「{d.uses(campaign, 'name').name}」{missing}，所以没有减。"
    return None


def _say_running_now(s: Situation, d: Draft, order: OrderFacts) -> None:
    running = s.facts.promotions.running(s.now)
    ids = [item.product_id for item in order.items]
    fitting = [c for c in running if any(covers(c.product_ids, one) for one in ids)]
    at_order = {campaign.id for campaign in _at_order(s, order)}
    later = [campaign for campaign in fitting if campaign.id not in at_order]
    if later:
        d.uses(order.row, "created_at")
        d.say(f"这单是活动开始前拍的，所以没有减；现在有{say_running(d, later[0])}。")
    else:
        d.say(f"{d.without('这单没有漏减的优惠', Campaign, *_RULE)}。")


def _postage(s: Situation, d: Draft, order: OrderFacts) -> None:
    row = d.uses(order.row, "postage_fen")
    if row.postage_fen == 0:
        d.say(f"{named(d, order)}这单没有收运费，是包邮的。")
        return
    d.uses(row, "province")
    rule = s.facts.logistics.postage_to(row.province)
    if rule is None:
        unknown = d.without("包邮条件我这里没有查到", PostageRule)
        d.say(f"这单运费{yuan(row.postage_fen)}，{row.province}的{unknown}，可以转同事核对。")
        d.offer("转人工")
        return
    free = d.uses(rule, "free_from_fen").free_from_fen
    if free is None:
        never = d.without("这个地区不参加包邮", PostageRule.free_from_fen)
        d.say(f"寄{row.province}运费{yuan(row.postage_fen)}，{never}。")
        return
    d.uses(row, "goods_fen")
    if row.goods_fen >= free:
        d.say(f"寄{row.province}满{yuan(free)}就包邮，这单{yuan(row.goods_fen)}，不该收运费。")
        book(s, d, order, "满额免运费", row.postage_fen)
    else:
        short = yuan(free - row.goods_fen)
        d.say(
            f"寄{row.province}满{yuan(free)}包邮，这单商品{yuan(row.goods_fen)}，还差{short}，"
            f"所以收了{yuan(row.postage_fen)}运费。"
        )
