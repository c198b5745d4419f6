"""Why a coupon in a buyer's hands can be used or cannot, and the rules of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import BuyerCoupon, Coupon
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, covers
from xiaoer.shop.replies.goods.unit_price import pieces, unit_price
from xiaoer.shop.replies.selling.campaigns import until


@dataclass(frozen=True)
class Basket:
    """What a coupon is to be used on: product ids, and goods total in fen where it is known."""

    product_ids: Tuple[str, ...] = ()
    goods_fen: Optional[int] = None
    order: Optional[OrderFacts] = None


def basket_of(s: Situation) -> Basket:
    """The unpaid order, else the product in focus with the pieces named."""
    product = s.facts.product
    for order in s.facts.orders:
        ids = tuple(item.product_id for item in order.items)
        if order.row.state == "unpaid" and (product is None or product.row.id in ids):
            return Basket(ids, order.row.goods_fen, order)
    if product is None:
        return Basket()
    price = unit_price(s)
    return Basket((product.row.id,), price * (pieces(s) or 1) if price is not None else None)


def usable(s: Situation, mine: BuyerCoupon, coupon: Coupon) -> bool:
    """Whether the coupon is good by itself: unused, begun, not expired."""
    return mine.state == "unused" and coupon.starts_at <= s.now < mine.expires_at


def say_name(d: Draft, coupon: Coupon) -> str:
    """20元「name」."""
    d.uses(coupon, "name", "value_fen")
    return f"{yuan(coupon.value_fen)}的「{coupon.name}」"


def say_usable(d: Draft, mine: BuyerCoupon, coupon: Coupon) -> str:
    """One good coupon with its threshold and its last moment."""
    d.uses(mine, "state", "expires_at")
    d.uses(coupon, "threshold_fen")
    limit = f"满{yuan(coupon.threshold_fen)}可用" if coupon.threshold_fen else "无门槛"
    if coupon.product_ids:
        d.uses(coupon, "product_ids")
        limit += "、限指定商品"
    last = until(mine.expires_at, d.situation.now)
    return f"{say_name(d, coupon)}，{limit}，{last}到期"


def obstacle(
    s: Situation, d: Draft, mine: BuyerCoupon, coupon: Coupon, basket: Basket
) -> Optional[str]:
    """Why a coupon does not apply, None where nothing stands against it."""
    if mine.state == "used":
        d.uses(mine, "state")
        if mine.order_no:
            d.uses(mine, "order_no")
            return f"已经用在尾号{mine.order_no[-4:]}的订单上了"
        return d.without("已经用掉了", BuyerCoupon.order_no)
    if mine.state == "void":
        d.uses(mine, "state")
        return "已经作废了"
    d.uses(mine, "expires_at")
    if mine.expires_at <= s.now:
        return f"{until(mine.expires_at, s.now)}就过期了，过期的券没法再用"
    if coupon.starts_at > s.now:
        d.uses(coupon, "starts_at")
        return f"还没到时间，{say_moment(coupon.starts_at, s.now)}起才能用"
    if basket.product_ids and not any(covers(coupon.product_ids, i) for i in basket.product_ids):
        d.uses(coupon, "product_ids")
        return "只能用在指定商品上，这件不在里面"
    return _too_small(d, coupon, basket)


def _too_small(d: Draft, coupon: Coupon, basket: Basket) -> Optional[str]:
    if basket.goods_fen is None or basket.goods_fen >= coupon.threshold_fen:
        return None
    d.uses(coupon, "threshold_fen")
    if basket.order:
        d.uses(basket.order.row, "goods_fen", "state")
    else:
        unit_price(d.situation, d)
    short = coupon.threshold_fen - basket.goods_fen
    return (
        f"要商品满{yuan(coupon.threshold_fen)}才能用（不算运费），"
        f"现在是{yuan(basket.goods_fen)}，还差{yuan(short)}"
    )
