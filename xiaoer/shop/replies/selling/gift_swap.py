"""A gift given up for a lower price (policy §1): as much as the gift's own row says."""

from __future__ import annotations

from typing import List, Optional, Sequence

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.goods.unit_price import pieces, unit_price
from xiaoer.shop.replies.orders.which_order import ask_which, named
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.agreed_price import book, booked, say_booked
from xiaoer.shop.replies.selling.gift_exchange import exchange_gift, wants_another
from xiaoer.shop.replies.selling.gift_rules import (
    entitled,
    gift_named,
    give_up,
    held_gifts,
    name_of,
    promised_gifts,
    say_both,
)
from xiaoer.shop.replies.selling.warehouse_note import can_note, orders_to_change

#: How the note of a gift given up for money begins.
_GIVEN_UP = "不要"


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
    elif orders and wants_another(s):
        exchange_gift(s, d, orders[0])
    elif orders:
        _on_order(s, d, orders[0])
    else:
        _before_buying(s, d)


def _on_order(s: Situation, d: Draft, order: OrderFacts) -> None:
    d.remember(order_no=order.row.no)
    held = held_gifts(s, order, promised_gifts(s, d, order))
    if not held:
        _nothing_held(s, d, order)
    elif gift := _gift_meant(s, d, held):
        _swap(s, d, order, gift)
    else:
        names = [d.uses(one, "name").name for one in held]
        options = [Option(one.name, one.id) for one in held]
        d.ask("choice", f"这单有{'、'.join(names)}，您想把哪一样折成优惠？", options)


def _nothing_held(s: Situation, d: Draft, order: OrderFacts) -> None:
    done = booked(order, _GIVEN_UP)
    if done:
        say_booked(s, d, done)
        return
    d.uses(order.row, "gift_id")
    nothing = d.without("没有登记赠品，没有可以折的", Gift)
    d.say(f"您这单{named(d, order)}上{nothing}。")


def _gift_meant(s: Situation, d: Draft, held: Sequence[Gift]) -> Optional[Gift]:
    """The gift of the order that is meant, None where the buyer has to choose."""
    ids = (s.given.get("gift_id"), s.given.get("choice"))
    chosen = next((one for one in held if one.id in ids), None) or gift_named(s, held)
    if chosen is None and (stranger := gift_named(s, s.facts.promotions.gifts)):
        d.say(f"您这单没有登记{d.uses(stranger, 'name').name}。")
    return chosen or (held[0] if len(held) == 1 else None)


def _swap(s: Situation, d: Draft, order: OrderFacts, gift: Gift) -> None:
    name = d.uses(gift, "name").name
    if not can_note(order):
        d.uses(order.row, "state")
        d.say(f"您这单已经发出了，{name}在包裹里，没法再折价了。")
    elif gift.swap_fen is None:
        d.uses(gift, "swap_fen")
        d.say(f"您这单的{name}{d.without('不参加折价', Gift.swap_fen)}，会跟商品一起发。")
    elif s.given.get("confirmed"):
        d.uses(gift, "swap_fen")
        give_up(d, order, gift)
        book(s, d, order, f"{_GIVEN_UP}{name}", gift.swap_fen)
    else:
        d.uses(gift, "swap_fen")
        if gift.id == order.row.gift_id:
            d.uses(order.row, "gift_id")
        less = f"少{yuan(gift.swap_fen)}{say_both(d, order, gift)}"
        d.confirm(
            f"可以的，{named(d, order)}这单不要{name}，{less}，确认这样改吗？",
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
        fixed = d.without("不能折价", Gift.swap_fen)
        d.say(f"{'、'.join(name_of(d, gift) for gift in due)}是随单送的，{fixed}。")
    else:
        d.say(
            "这款本来就没有赠品，没有可以折的。"
            if product
            else "您看中的是哪一款？我看看它的赠品。"
        )
