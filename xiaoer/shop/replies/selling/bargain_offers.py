"""What a buyer who wants it cheaper can really have: found in the data, put into words later.

Each finder returns None where there is nothing, else a function that notes the facts and says it.
"""

from __future__ import annotations

from typing import Callable, List, Optional

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import BuyerCoupon, Campaign, Coupon, Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import covers
from xiaoer.shop.replies.goods.unit_price import pieces, skus_meant, unit_price
from xiaoer.shop.replies.selling.campaigns import (
    running_for,
    saving_fen,
    say_coming,
    say_running,
    until,
    uses_saving,
)

Offer = Callable[[Draft], str]


def offers(s: Situation) -> List[Offer]:
    """All that can be offered, in the order in which it is: one more with each further wish."""
    finders = (campaign, member_price, own_coupon, open_coupon, bulk_price, gift, coming)
    return [offer for offer in (finder(s) for finder in finders) if offer]


def campaign(s: Situation) -> Optional[Offer]:
    """The running campaign and its end."""
    running = running_for(s)
    if not running:
        return None
    first = running[0]

    def say(d: Draft) -> str:
        what = "这款正在做" if first.product_ids else "现在有"
        return f"{what}{say_running(d, first)}{_reduced(s, d, first)}"

    return say


def _reduced(s: Situation, d: Draft, first: Campaign) -> str:
    """What the pieces named come to in the campaign ("，2件共258元，减完228元")."""
    price = unit_price(s)
    number = pieces(s) or 1
    saved = saving_fen(first, price * number, number) if price else 0
    if not price or not saved:
        return ""
    unit_price(s, d)
    uses_saving(d, first)
    return f"，{number}件{yuan(price * number)}，减完{yuan(price * number - saved)}"


def own_coupon(s: Situation) -> Optional[Offer]:
    """A coupon of the buyer's own that would apply."""
    fitting = [(mine, coupon) for mine, coupon in s.facts.promotions.own if _fits(s, mine, coupon)]
    if not fitting:
        return None
    mine, coupon = max(fitting, key=lambda pair: pair[1].value_fen)

    def say(d: Draft) -> str:
        d.uses(mine, "state", "expires_at")
        d.uses(coupon, "name", "value_fen", "threshold_fen")
        from_sum = f"满{yuan(coupon.threshold_fen)}可用，" if coupon.threshold_fen else ""
        return (
            f"您手里有一张{yuan(coupon.value_fen)}的「{coupon.name}」，"
            f"{from_sum}{until(mine.expires_at, s.now)}到期，下单时记得选上"
        )

    return say


def _fits(s: Situation, mine: BuyerCoupon, coupon: Coupon) -> bool:
    product_id = s.facts.product.row.id if s.facts.product else None
    inside = coupon.starts_at <= s.now < mine.expires_at
    return mine.state == "unused" and inside and covers(coupon.product_ids, product_id)


def claimable(s: Situation) -> List[Coupon]:
    """Coupons that can be had now for the product in focus, the largest first."""
    product_id = s.facts.product.row.id if s.facts.product else None
    held = {coupon.id for _, coupon in s.facts.promotions.own}
    there = [
        coupon
        for coupon in s.facts.promotions.coupons
        if coupon.claim_note
        and coupon.starts_at <= s.now < coupon.ends_at
        and coupon.id not in held
        and (covers(coupon.product_ids, product_id) if product_id else not coupon.product_ids)
    ]
    return sorted(there, key=lambda coupon: -coupon.value_fen)


def open_coupon(s: Situation) -> Optional[Offer]:
    """A coupon that can still be claimed."""
    there = claimable(s)
    if not there:
        return None
    coupon = there[0]
    return lambda d: f"可以先领一张{say_claimable(d, coupon)}"


def say_claimable(d: Draft, coupon: Coupon) -> str:
    """20元的「name」（满199元可用），how to get it, until when."""
    d.uses(coupon, "name", "value_fen", "threshold_fen", "claim_note", "ends_at")
    note = (coupon.claim_note or "").rstrip("。")
    limit = f"满{yuan(coupon.threshold_fen)}可用" if coupon.threshold_fen else "无门槛"
    last = until(coupon.ends_at, d.situation.now)
    return f"{yuan(coupon.value_fen)}的「{coupon.name}」（{limit}），{note}，{last}截止"


def member_price(s: Situation) -> Optional[Offer]:
    """The price after a completed purchase, for a buyer who has one."""
    if not s.facts.returning:
        return None
    prices = {sku.member_price_fen for sku in skus_meant(s)}
    price = next(iter(prices)) if len(prices) == 1 else None
    if price is None:
        return None

    def say(d: Draft) -> str:
        note_completed(s, d)
        for sku in skus_meant(s):
            d.uses(sku, "member_price_fen")
        usual = unit_price(s, d)
        instead = f"（平时{yuan(usual)}）" if usual else ""
        return f"您是老顾客，这款会员价{yuan(price)}{instead}"

    return say


def note_completed(s: Situation, d: Draft) -> None:
    """Notes the purchase that makes a buyer a returning one, where it is a single one."""
    done = [order for order in s.facts.orders if order.row.state == "completed"]
    if len(done) == 1:
        d.uses(done[0].row, "state")


def bulk_price(s: Situation) -> Optional[Offer]:
    """The price for many pieces: the tier of the number named, else all tiers."""
    product = s.facts.product
    if product is None or not product.bulk_prices:
        return None
    tiers = sorted(product.bulk_prices, key=lambda tier: tier.min_quantity)
    number = pieces(s)
    reached = [tier for tier in tiers if number and number >= tier.min_quantity]

    def say(d: Draft) -> str:
        if number and reached:
            tier = d.uses(reached[-1], "min_quantity", "price_fen")
            each, total = yuan(tier.price_fen), yuan(tier.price_fen * number)
            return f"{tier.min_quantity}件起每件{each}，{number}件共{total}{_too_few(s, d, number)}"
        for tier in tiers:
            d.uses(tier, "min_quantity", "price_fen")
        listed = "，".join(f"{tier.min_quantity}件起每件{yuan(tier.price_fen)}" for tier in tiers)
        return f"多拿有批量价：{listed}"

    return say


def _too_few(s: Situation, d: Draft, number: int) -> str:
    """Says it where there are fewer pieces than are wanted."""
    if not skus_meant(s):
        return d.without("，不过这款现在没有在卖的规格", Sku)
    there = sum(sku.stock for sku in skus_meant(s))
    if there >= number:
        return ""
    for sku in skus_meant(s):
        d.uses(sku, "stock")
    return f"，不过现货只有{there}件"


def gift(s: Situation) -> Optional[Offer]:
    """The gift that goes with the product in any case."""
    found = standing_gift(s)
    if found is None:
        return None
    return lambda d: f"价格之外，拍下这款会送您{d.uses(found, 'name', 'stock').name}"


def standing_gift(s: Situation, kind: str = "regular") -> Optional[Gift]:
    """The gift of a kind in stock for the product in focus, one of its own before a general one."""
    product_id = s.facts.product.row.id if s.facts.product else None
    there = [
        gift
        for gift in s.facts.promotions.gifts
        if gift.kind == kind
        and gift.stock > 0
        and (covers(gift.product_ids, product_id) if product_id else not gift.product_ids)
    ]
    return min(there, key=lambda gift: not gift.product_ids, default=None)


def coming(s: Situation) -> Optional[Offer]:
    """The next campaign, for a buyer who can wait."""
    product_id = s.facts.product.row.id if s.facts.product else None
    later = [c for c in s.facts.promotions.coming(s.now) if covers(c.product_ids, product_id)]
    if not later:
        return None
    return lambda d: f"不急的话，{say_coming(d, later[0])}"
