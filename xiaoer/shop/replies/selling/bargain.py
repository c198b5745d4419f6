"""A wish for a lower price (policy §1): six answers, the last of them a real request."""

from __future__ import annotations

import re
from typing import Callable, Dict, Optional

from xiaoer.shop.logistics.regions import province_of
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.goods.unit_price import pieces, skus_meant, unit_price
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling import bargain_offers
from xiaoer.shop.replies.selling.agreed_price import book_grant
from xiaoer.shop.replies.selling.campaigns import running_for, say_running
from xiaoer.shop.replies.selling.manager_request import ask_manager, request_made, say_request, wish

_ELSEWHERE = re.compile(
    r"别家|别人家|别的店|其[他它]店|其[他它]家|另一家|隔壁|人家|同行|外面"
    r"|拼多多|京东|天猫|淘宝|抖音|唯品会|线下|实体|门店|专柜|超市|商场"
)
_OFFLINE = re.compile(r"线下|实体|门店|专柜|超市|商场")
_REGULAR = re.compile(
    r"老顾客|老客|老主顾|老买家|老用户|回头客|熟客|会员|买过|常买|常来|常年|第[二三四五]次|又来|再次|[回复]购"
)
_MANY = re.compile(
    r"多买|多拿|多带|多要|多拍|买得多|买的多|要得多|要的多|批发|批量|团购|量大|拼单|囤|整箱|一起买|几件|好几"
)
_REDUCED = re.compile(r"已经减|减了|减完|折后|券后|优惠后|活动价|折上折|用了券|打完折|最低|底价")


@answers(
    "bargain",
    subject=Subject.ANY_PRODUCT,
    needs={Need.PROMOTIONS, Need.APPROVALS, Need.ORDERS, Need.LOGISTICS},
)
def bargain(s: Situation, d: Draft) -> None:
    """Answers by the words of the message; from the policy's request on a manager is asked."""
    order = _unpaid_order(s)
    made = request_made(s, order)
    if made:
        if not (order and book_grant(s, d, order, made)):
            say_request(s, d, made)
        return
    kind = _kind(s, order)
    due = s.context.bargain_requests + 1 >= s.policy.bargain.approval_at_request
    final = _final(s)
    if ((due and not final) or kind == "regular") and not (s.facts.product or order):
        _ask_which(s, d)
        return
    d.remember(bargain_requests=s.context.bargain_requests + 1)
    if final and kind in ("plain", "reduced"):
        _say_final(s, d, final)
    elif due and not final:
        if kind == "reduced" and order and order.row.discount_fen > 0:
            _reduced(s, d)
        elif offer := _own_price(s, kind):
            d.say(f"{offer(d)}。")
        ask_manager(s, d, order)
    else:
        _ANSWERS[kind](s, d)


def _kind(s: Situation, order: Optional[OrderFacts]) -> str:
    number = pieces(s)
    if _ELSEWHERE.search(wish(s)):
        return "elsewhere"
    if _REGULAR.search(wish(s)):
        return "regular"
    if _MANY.search(wish(s)) or (number or 0) > 1:
        return "many"
    if order and order.row.discount_fen > 0:
        return "reduced"
    return "reduced" if _REDUCED.search(wish(s)) else "plain"


def _unpaid_order(s: Situation) -> Optional[OrderFacts]:
    """The unpaid order that the wish can be about: the newest with the product in focus."""
    product = s.facts.product
    for order in s.facts.orders:
        ids = {item.product_id for item in order.items}
        if order.row.state == "unpaid" and (product is None or product.row.id in ids):
            return order
    return None


def _final(s: Situation) -> Optional[Campaign]:
    """The campaign that rules out a further reduction of the product in focus."""
    return next((c for c in running_for(s) if not c.negotiable), None) if s.facts.product else None


def _say_final(s: Situation, d: Draft, campaign: Campaign) -> None:
    """No haggling in this campaign: said once, then what else can be had."""
    d.uses(campaign, "negotiable")
    more = bargain_offers.offers(s)[1:]
    asked_before = s.context.bargain_requests
    product = s.facts.product
    fresh = asked_before == 0 or (product and product.row.id != s.context.product_id)
    if fresh or not more:
        end = "" if "议价" in campaign.rule else "。活动价对谁都一样，期间就不另外议价啦"
        d.say(f"这款正在做{say_running(d, campaign)}{end}。")
        return
    d.uses(campaign, "name")
    d.say(f"「{campaign.name}」的价格没法再让了，{more[(asked_before - 1) % len(more)](d)}。")


def _own_price(s: Situation, kind: str) -> Optional[bargain_offers.Offer]:
    """What belongs to the asker without any manager."""
    if kind == "many":
        return bargain_offers.bulk_price(s)
    return bargain_offers.member_price(s) if kind == "regular" else None


def _plain(s: Situation, d: Draft) -> None:
    found = bargain_offers.offers(s)
    asked_before = s.context.bargain_requests
    if not found:
        _nothing(s, d)
    elif asked_before < len(found):
        d.say(f"{found[asked_before](d)}。", f"亲，{found[asked_before](d)}。")
    else:
        d.say(f"手上能给的都跟您说啦：{found[0](d)}。")


def _ask_which(s: Situation, d: Draft) -> None:
    kept = {"said": wish(s), "amount": s.value("amount"), "quantity": pieces(s)}
    data = {name: value for name, value in kept.items() if value}
    d.ask("product", "您看中的是哪一款？发个名字或链接，我看看有什么优惠。", data=data)


def _nothing(s: Situation, d: Draft) -> None:
    product = s.facts.product
    if product is None:
        _ask_which(s, d)
        return
    name = d.uses(product.row, "name").name
    price = unit_price(s, d)
    now = f"现在{yuan(price)}" if price is not None else "按页面价卖"
    d.say(f"{name}{now}，目前没有别的优惠可以给您。{_floor(s, d)}")


def _many(s: Situation, d: Draft) -> None:
    bulk, campaign = bargain_offers.bulk_price(s), bargain_offers.campaign(s)
    if not (bulk or campaign):
        _nothing(s, d)
        return
    if bulk:
        d.say(f"{bulk(d)}。")
    postage = _free_postage(s, d)
    if campaign:
        alone = ""
        if not bulk and s.facts.product:
            alone = f"{d.uses(s.facts.product.row, 'name').name}没有单独的批量价，"
        d.say(f"{alone}{campaign(d)}{f'；{postage}' if postage else ''}。")
    elif postage:
        d.say(f"{postage}。")


def _free_postage(s: Situation, d: Draft) -> Optional[str]:
    """From which sum postage is free where the parcel goes, None where that is not known."""
    province = province_of(s.value("region") or s.context.region)
    rule = s.facts.logistics.postage_to(province) if province else None
    if rule is None or rule.free_from_fen is None:
        return None
    d.uses(rule, "free_from_fen")
    return (
        f"寄{province}满{yuan(rule.free_from_fen)}包邮"
        if rule.free_from_fen
        else f"寄{province}包邮"
    )


def _regular(s: Situation, d: Draft) -> None:
    offer = bargain_offers.member_price(s)
    if offer:
        d.say(f"{offer(d)}。", f"谢谢您一直来！{offer(d)}。")
        return
    if s.facts.buyer is None:
        d.say("老顾客价要看账号里的订单。您用下单的账号登录后来问，我就能查到。")
        return
    prices = {sku.member_price_fen for sku in skus_meant(s)}
    price = next(iter(prices)) if len(prices) == 1 else None
    if not s.facts.returning and price is not None:
        for sku in skus_meant(s):
            d.uses(sku, "member_price_fen")
        d.say(f"完成过一笔订单就是老顾客价，这款{yuan(price)}；您账号里目前还没有已完成的订单。")
        return
    d.say("这款没有单独的老顾客价。")
    other = next(iter(bargain_offers.offers(s)), None)
    if other:
        d.say(f"{other(d)}。")


def _elsewhere(s: Situation, d: Draft) -> None:
    """Nothing about others; what the policy promises, and no more."""
    rules = s.policy.bargain
    parts = ["别家的情况我不了解，就不多说啦"]
    if _OFFLINE.search(wish(s)) and rules.price_same_offline:
        parts = ["我们线上线下是同一个价"]
    if rules.price_protection_days:
        parts.append(f"我们这边付款后{rules.price_protection_days}天内降价可以补差价")
    d.say("，".join(parts) + "。")
    campaign = bargain_offers.campaign(s)
    if campaign and not s.context.bargain_requests:
        d.say(f"{campaign(d)}。")


def _reduced(s: Situation, d: Draft) -> None:
    order = _unpaid_order(s)
    if order is None or order.row.discount_fen <= 0:
        _plain(s, d)
        return
    row = d.uses(order.row, "discount_fen", "discount_name", "paid_fen", "state")
    name = f"（{row.discount_name}）" if row.discount_name else ""
    less, now = yuan(row.discount_fen), yuan(row.paid_fen)
    d.say(f"您这单已经减了{less}{name}，现在应付{now}。{_floor(s, d)}")


def _floor(s: Situation, d: Draft) -> str:
    """ "Lowest" is said only at the lowest price that the shop has set."""
    skus = skus_meant(s)
    if not skus or any(k.floor_price_fen is None or k.price_fen > k.floor_price_fen for k in skus):
        return ""
    for sku in skus:
        d.uses(sku, "floor_price_fen", "price_fen")
    return "这已经是店里定的底价了。"


_ANSWERS: Dict[str, Callable[[Situation, Draft], None]] = {
    "plain": _plain,
    "many": _many,
    "regular": _regular,
    "elsewhere": _elsewhere,
    "reduced": _reduced,
}
