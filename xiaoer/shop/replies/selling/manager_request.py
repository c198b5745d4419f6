"""A lower price that only a manager can grant: asked for real, and reported as it stands."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.approvals.wording import claim_words, gift_words
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order
from xiaoer.shop.promotions.model import Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.goods.unit_price import unit_price
from xiaoer.shop.replies.selling.bargain_offers import standing_gift

_OFF = re.compile(r"便宜|优惠|少|减|抹|让|降|去掉|免")
_PRICE = re.compile(r"卖|拿走|成交|行不行就")
_ROUND = re.compile(r"抹个?零|去个?零|零头|凑个?整|取个?整")


def wish(s: Situation) -> str:
    """The wish in the buyer's words, also where the product was asked for in between."""
    return f"{s.given.get('said', '')}{s.text}"


def request_made(s: Situation, order: Optional[OrderFacts] = None) -> Optional[Approval]:
    """The price request that stands for what is being talked about.

    What was granted counts in every conversation of the buyer, and so does a request that is
    still open; a refusal only where it was told.
    """
    fitting = [
        approval
        for approval in s.facts.approvals
        if approval.kind == "bargain"
        and _stands(s, approval)
        and _about(s, approval, order)
        and (_of(approval, order) or granted_fen(approval))
    ]
    granted = [approval for approval in fitting if granted_fen(approval)]
    return (granted or fitting)[-1] if fitting else None


def _about(s: Situation, approval: Approval, order: Optional[OrderFacts]) -> bool:
    """Whether a request is about these goods; where none are named, only this conversation tells
    what is meant.
    """
    goods = {item.product_id for item in order.items} if order else set()
    if s.facts.product:
        goods.add(s.facts.product.row.id)
    if approval.product_id is None or not goods:
        return approval.conversation_id == s.conversation_id
    return approval.product_id in goods


def _of(approval: Approval, order: Optional[OrderFacts]) -> bool:
    return approval.order_no is None or order is None or approval.order_no == order.row.no


def _stands(s: Situation, approval: Approval) -> bool:
    if granted_fen(approval):
        carrying = order_with(s, approval)
        # A grant that an order has used up is no answer to the next purchase.
        return carrying is None or carrying.row.state not in ("signed", "completed")
    open_still = approval.state == "pending" and s.now < approval.expires_at
    return open_still or approval.conversation_id == s.conversation_id


def order_with(s: Situation, approval: Approval) -> Optional[OrderFacts]:
    """The order on which a grant is booked; one that was closed unpaid does not count."""
    return next(
        (
            order
            for order in s.facts.orders
            if order.row.state != "closed" and any(approval.id in p.content for p in order.promises)
        ),
        None,
    )


def granted_fen(approval: Optional[Approval]) -> int:
    """What a manager allowed off the price; 0 where nothing was allowed."""
    if approval is None or approval.state not in ("approved", "reduced"):
        return 0
    return approval.granted_fen or 0


def say_request(s: Situation, d: Draft, approval: Approval) -> None:
    """Tells truthfully how a request stands."""
    d.uses(approval, "state")
    if approval.state == "pending" and s.now < approval.expires_at:
        d.uses(approval, "expires_at")
        latest = say_moment(approval.expires_at, s.now)
        here = "这里" if approval.conversation_id == s.conversation_id else "您之前问的那个对话里"
        d.say(
            f"已经在问主管了（申请号{approval.id}），最晚{latest}有结果，批没批我都在{here}告诉您。"
        )
        return
    if granted := granted_fen(approval):
        d.uses(approval, "granted_fen")
        if carrying := order_with(s, approval):
            tail = d.uses(carrying.row, "state").no[-4:]
            d.say(
                f"主管批过给您便宜{yuan(granted)}，已经登记在尾号{tail}那单上了，一款批一次，不能再少了。"
            )
            return
        goods = _goods(s, d, approval)
        d.say(f"主管批了，{goods}给您便宜{yuan(granted)}，不能再少了。{_claim(s, d, approval)}")
        return
    if approval.state == "refused":
        d.say("主管这次没有同意，价格还是页面上的。")
    else:
        d.say("主管没在约定时间里回复，价格没能申请下来。")
    gift = fallback_gift(s, approval)
    if gift:
        d.uses(approval, "fallback_gift_id")
        offer = gift_words(_placed(s, d, approval), d.uses(gift, "name", "stock").name)
        if offer:
            d.say(f"{offer}。")


def _goods(s: Situation, d: Draft, approval: Approval) -> str:
    """The goods that a request was made for."""
    product = s.facts.product
    if product is not None and product.row.id == approval.product_id:
        return d.uses(product.row, "name").name
    found = (order.products.get(approval.product_id or "") for order in s.facts.orders)
    row = next(filter(None, found), None)
    return d.uses(row, "name").name if row else "这款"


def say_grant(s: Situation, d: Draft, goods_fen: Optional[int] = None) -> bool:
    """Reminds of a price that was granted, with what `goods_fen` come to; False without one."""
    made = request_made(s)
    granted = granted_fen(made)
    if made is None or not granted or not s.facts.product:
        return False
    if order_with(s, made):
        say_request(s, d, made)
        return True
    d.uses(made, "state", "granted_fen")
    now = f"，到手{yuan(goods_fen - granted)}" if goods_fen and goods_fen > granted else ""
    d.say(f"主管批过给您便宜{yuan(granted)}{now}。{_claim(s, d, made)}")
    return True


def _claim(s: Situation, d: Draft, approval: Approval) -> str:
    """How a granted price is had."""
    return claim_words(_placed(s, d, approval))


def _placed(s: Situation, d: Draft, approval: Approval) -> Optional[Order]:
    """The order that a request was made for or that came after it, None where there is none."""
    for order in s.facts.orders:
        later = order.row.created_at >= approval.requested_at
        fits = order.row.no == approval.order_no or (
            later and approval.product_id in order.products
        )
        if fits and order.row.state != "closed":
            return d.uses(order.row, "state")
    return None


def granted_order(s: Situation) -> Optional[OrderFacts]:
    """The order for which a manager granted a price that is not booked yet, None if none."""
    by_no = {order.row.no: order for order in s.facts.orders}
    product = s.facts.product
    found = [
        by_no[made.order_no]
        for made in s.facts.approvals
        if made.kind == "bargain"
        and granted_fen(made)
        and made.order_no in by_no
        and (product is None or product.row.id == made.product_id)
        and order_with(s, made) is None
        and _stands(s, made)
    ]
    return found[-1] if found else None


def fallback_gift(s: Situation, approval: Approval) -> Optional[Gift]:
    """The gift that was set against a refusal, while there is any."""
    gifts = s.facts.promotions.gifts
    return next((g for g in gifts if g.id == approval.fallback_gift_id and g.stock > 0), None)


def ask_manager(s: Situation, d: Draft, order: Optional[OrderFacts] = None) -> None:
    """Asks for real; outside opening hours says honestly that nobody can decide."""
    gift = standing_gift(s, "bargain")
    if not desk_is_open(s.policy, s.now):
        opens = say_moment(desk_opens(s.policy, s.now), s.now)
        d.say(f"再低要主管点头，这会儿主管下班了，{opens}上班，到时您再来问，我马上帮您申请。")
        if gift:
            d.say(f"现在拍的话，可以多送您一份{d.uses(gift, 'name', 'stock').name}。")
        return
    number = d.number("A")
    minutes = s.policy.bargain.approval_minutes
    d.do(
        "approval",
        approval_no=number,
        approval_kind="bargain",
        summary=_summary(s, order),
        product_id=_product_id(s, order),
        order_no=order.row.no if order else None,
        asked_fen=asked_fen(s, order),
        fallback_gift_id=gift.id if gift else None,
        minutes=minutes,
    )
    what = d.uses(s.facts.product.row, "name").name if s.facts.product else "这单"
    d.say(
        f"{what}再低我做不了主，已经帮您向主管申请了（申请号{number}），"
        f"{minutes}分钟内有结果，批没批都在这里告诉您。",
        f"{what}的价格我替您问主管了（申请号{number}），{minutes}分钟内给您准信，结果就发在这里。",
    )


def _product_id(s: Situation, order: Optional[OrderFacts]) -> Optional[str]:
    if s.facts.product:
        return s.facts.product.row.id
    return order.items[0].product_id if order and order.items else None


def _summary(s: Situation, order: Optional[OrderFacts]) -> str:
    """What the manager reads: goods, price, what is wanted; nothing about the person."""
    product = s.facts.product
    goods = product.row.name if product else order.label if order else "未指定商品"
    price = order.row.paid_fen if order else unit_price(s)
    parts = [goods]
    if price is not None:
        parts.append(f"{'应付' if order else '标价'}{yuan(price)}")
    parts.append(f"买家第{s.context.bargain_requests + 1}次问价")
    off = asked_fen(s, order)
    if off:
        parts.append(f"希望便宜{yuan(off)}")
    return "，".join(parts)


def asked_fen(s: Situation, order: Optional[OrderFacts] = None) -> Optional[int]:
    """How much off the buyer named, in fen; None where none was named that makes sense.

    "便宜20" names the reduction, "100卖不卖" the price, "抹个零" the odd part of it.
    """
    price = order.row.paid_fen if order else unit_price(s)
    amount = s.value("amount")
    text = wish(s)
    if not isinstance(amount, int):
        odd = (price or 0) % 1000
        return odd if odd and _ROUND.search(text) else None
    if amount <= 0 or (price is not None and amount >= price):
        return None
    if _OFF.search(text) and not _PRICE.search(text):
        return amount
    return price - amount if price is not None else None
