"""Which gifts go with goods of which sum and number of pieces (policy §1)."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence, Tuple

from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Promise
from xiaoer.shop.promotions.model import Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, Promotions, covers

#: How many of it a gift's name says: 口水巾2条.
_COUNT = re.compile(r"\d+\D?$")


def gifts_for(promotions: Promotions, kind: str, product_ids: Sequence[str]) -> List[Gift]:
    """The gifts of a kind for any of these products (none given: of the whole shop), in or out
    of stock; those made for the product come first.
    """
    there = [
        gift
        for gift in promotions.gifts
        if gift.kind == kind
        and (
            any(covers(gift.product_ids, one) for one in product_ids)
            if product_ids
            else not gift.product_ids
        )
    ]
    return sorted(there, key=lambda gift: (not gift.product_ids, gift.min_fen, gift.min_quantity))


def entitled(
    promotions: Promotions, product_ids: Sequence[str], goods_fen: Optional[int], pieces: int
) -> List[Gift]:
    """What goods of this sum and number bring: the regular gift, and the highest threshold gift.

    One gift an order, two from a threshold on; a gift that is out of stock gives way to the next.
    """
    regular = [g for g in gifts_for(promotions, "regular", product_ids) if g.stock > 0]
    reached = [
        gift
        for gift in gifts_for(promotions, "threshold", product_ids)
        if gift.stock > 0 and reaches(gift, goods_fen, pieces)
    ]
    highest = sorted(reached, key=lambda gift: (gift.min_fen, gift.min_quantity))[-1:]
    return regular[:1] + highest


def reaches(gift: Gift, goods_fen: Optional[int], pieces: int) -> bool:
    """Whether sum and number meet the gift's conditions; an unknown sum meets none."""
    if gift.min_fen and (goods_fen is None or goods_fen < gift.min_fen):
        return False
    return pieces >= gift.min_quantity


def entitled_of(promotions: Promotions, order: OrderFacts) -> List[Gift]:
    """What an order brings by its own sum and pieces."""
    ids, goods, pieces = of_order(order)
    return entitled(promotions, ids, goods, pieces)


def of_order(order: OrderFacts) -> Tuple[Tuple[str, ...], int, int]:
    """Product ids, goods total and pieces of an order."""
    ids = tuple(item.product_id for item in order.items)
    return ids, order.row.goods_fen, sum(item.quantity for item in order.items)


def condition(d: Draft, gift: Gift) -> str:
    """满200元, 满2件, 满200元且满2件; noted as facts."""
    parts = []
    if gift.min_fen:
        d.uses(gift, "min_fen")
        parts.append(f"满{yuan(gift.min_fen)}")
    if gift.min_quantity:
        d.uses(gift, "min_quantity")
        parts.append(f"满{gift.min_quantity}件")
    return "且".join(parts)


def name_of(d: Draft, gift: Gift) -> str:
    """The gift's name, noted with the stock that lets it be named."""
    return d.uses(gift, "name", "stock").name


def promised_gifts(s: Situation, d: Draft, order: OrderFacts) -> List[str]:
    """The gifts that were promised on an order and are not sent yet."""
    open_ones = [p for p in order.promises if p.kind == "gift" and p.state == "open"]
    return [d.uses(promise, "content", "state").content for promise in open_ones]


def held_gifts(s: Situation, order: OrderFacts, promised: Sequence[str]) -> List[Gift]:
    """The gifts that an order carries already, by its own row or by what was promised on it."""
    return [
        gift
        for gift in s.facts.promotions.gifts
        if gift.id == order.row.gift_id or any(gift.name in text for text in promised)
    ]


def give_up(d: Draft, order: OrderFacts, gift: Gift) -> None:
    """Takes a gift back that an order carries or was promised; whatever comes instead is noted in
    the same transaction.
    """
    promised = [promise.id for promise in _promises_of(order, gift)]
    d.do("gift_given_up", order_no=order.row.no, gift_id=gift.id, promises=promised)


def note_held(d: Draft, order: OrderFacts, gift: Gift) -> None:
    """Notes what makes a gift one of the order's; of two that do none decides."""
    promised, own = _promises_of(order, gift), order.row.gift_id == gift.id
    if own and not promised:
        d.uses(order.row, "gift_id")
    elif promised and not own and len(promised) == 1:
        d.uses(promised[0], "content", "state")


def say_both(d: Draft, order: OrderFacts, gift: Gift) -> str:
    """Said before a gift is given up that the order carries and that was promised once more."""
    promised = _promises_of(order, gift)
    if not promised or order.row.gift_id != gift.id:
        return ""
    d.uses(order.row, "gift_id")
    for promise in promised:
        d.uses(promise, "content", "state")
    return "（随单的和另外答应的都不送了）"


def _promises_of(order: OrderFacts, gift: Gift) -> List[Promise]:
    return [
        promise
        for promise in order.promises
        if promise.kind == "gift" and promise.state == "open" and gift.name in promise.content
    ]


def gift_named(s: Situation, gifts: Sequence[Gift]) -> Optional[Gift]:
    """The gift that the message means by its noun ("洗脸巾" of 棉柔洗脸巾1盒), None if none."""
    return next((gift for gift in gifts if any(word in s.text for word in _nouns(gift))), None)


def _nouns(gift: Gift) -> Tuple[str, ...]:
    core = _COUNT.sub("", gift.name)
    # 零食小袋 is asked for as 零食, 便携纸巾 as 纸巾.
    return (core[-3:], core[:2], core[-2:]) if len(core) <= 4 else (core[-3:],)
