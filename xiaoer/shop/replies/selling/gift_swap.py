"""A gift given up for a lower price (policy §1): as much as the gift's own row says."""

from __future__ import annotations

from typing import List

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.goods.unit_price import pieces, unit_price
from xiaoer.shop.replies.orders.which_order import ask_which, named
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.agreed_price import book, booked, say_booked
from xiaoer.shop.replies.selling.gift_rules import (
    entitled,
    gift_named,
    held_gifts,
    name_of,
    promised_gifts,
)
from xiaoer.shop.replies.selling.warehouse_note import can_note, orders_to_change


@answers(
    "gift_to_discount",
    subject=Subject.ANY_PRODUCT,
    needs={Need.PROMOTIONS, Need.ORDERS},
    absorbs={"bargain"},
)
def gift_to_discount(s: Situation, d: Draft) -> None:
    """On an order it is read back and booked; before the purchase it is told how."""
    orders = orders_to_change(s)
    if len(orders) > 1:
        ask_which(s, d, orders)
    elif orders:
        _on_order(s, d, orders[0])
    else:
        _before_buying(s, d)


def _on_order(s: Situation, d: Draft, order: OrderFacts) -> None:
    promised = promised_gifts(s, d, order)
    held = held_gifts(s, order, promised)
    chosen = next(
        (one for one in held if one.id == (s.given.get("gift_id") or s.given.get("choice"))), None
    )
    gift = chosen or gift_named(s, held) or (held[0] if len(held) == 1 else None)
    if gift is None and held:
        names = [d.uses(one, "name").name for one in held]
        options = [Option(one.name, one.id) for one in held]
        d.ask("choice", f"这单有{'、'.join(names)}，您想把哪一样折成优惠？", options)
        return
    if gift is None:
        d.uses(order.row, "gift_id")
        d.say(f"您这单{named(d, order)}上没有登记赠品，没有可以折的。")
        return
    name = d.uses(gift, "name").name
    done = booked(order, f"不要{name}")
    if done:
        say_booked(s, d, done)
    elif not can_note(order):
        d.uses(order.row, "state")
        d.say(f"您这单已经发出了，{name}在包裹里，没法再折价了。")
    elif gift.swap_fen is None:
        d.uses(gift, "swap_fen")
        d.say(f"您这单的{name}不参加折价，会跟商品一起发。")
    elif s.given.get("confirmed"):
        d.uses(gift, "swap_fen")
        book(s, d, order, f"不要{name}", gift.swap_fen)
    else:
        d.uses(gift, "swap_fen")
        if gift.id == order.row.gift_id:
            d.uses(order.row, "gift_id")
        d.confirm(
            f"可以的，{named(d, order)}这单不要{name}，少{yuan(gift.swap_fen)}，确认这样改吗？",
            {"order_no": order.row.no, "gift_id": gift.id},
        )


def _before_buying(s: Situation, d: Draft) -> None:
    product = s.facts.product
    number = pieces(s) or 1
    price = unit_price(s)
    goods = price * number if price is not None else None
    ids = (product.row.id,) if product else ()
    due = entitled(s.facts.promotions, ids, goods, number)
    swaps: List[Gift] = [gift for gift in due if gift.swap_fen is not None]
    if swaps:
        gift = max(swaps, key=lambda one: one.swap_fen or 0)
        d.uses(gift, "swap_fen")
        less = yuan(gift.swap_fen or 0)
        d.say(f"可以，不要{name_of(d, gift)}就减{less}。拍下先别付款，在这里说一声，我登记改价。")
    elif due:
        for gift in due:
            d.uses(gift, "swap_fen")
        d.say(f"{'、'.join(name_of(d, gift) for gift in due)}是随单送的，不能折价。")
    else:
        d.say(
            "这款本来就没有赠品，没有可以折的。"
            if product
            else "您看中的是哪一款？我看看它的赠品。"
        )
