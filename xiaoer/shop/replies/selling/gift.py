"""What gift comes with a purchase, and a wish for one (policy §1)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import List, Optional, Tuple

from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.goods.unit_price import pieces, unit_price
from xiaoer.shop.replies.orders.which_order import ask_which, named, order_in_question
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.gift_exchange import exchange_gift, wants_another
from xiaoer.shop.replies.selling.gift_rules import (
    condition,
    entitled,
    entitled_of,
    gift_named,
    gifts_for,
    held_gifts,
    name_of,
    of_order,
    promised_gifts,
    reaches,
)
from xiaoer.shop.replies.selling.manager_request import fallback_gift, request_made
from xiaoer.shop.replies.selling.warehouse_note import (
    can_note,
    orders_to_change,
    say_printed,
    write_note,
)

_FOLLOW = re.compile(r"收藏|关注|加购|入会|进群|加群|粉丝")
_MORE = re.compile(r"(再|多|加|又).{0,3}送")
_BOUGHT = re.compile(r"我买的|我拍的|这单|那单|订单|拍了|买了|下单了|付款了|已经拍|刚拍|刚买|付过")


@answers("ask_gift", subject=Subject.ANY_PRODUCT, needs={Need.PROMOTIONS, Need.ORDERS})
def ask_gift(s: Situation, d: Draft) -> None:
    """The order's gift where an order is meant, else what the goods would bring."""
    if _BOUGHT.search(s.text):
        orders = order_in_question(s, lambda order: order.is_open)
        if len(orders) > 1:
            ask_which(s, d, orders)
            return
        if orders:
            _say_of_order(s, d, orders[0])
            return
    if _FOLLOW.search(s.text):
        d.say("收藏、关注这些没有单独的赠品。")
    _say_of_goods(s, d)


def _say_of_order(s: Situation, d: Draft, order: OrderFacts) -> None:
    what = named(d, order)
    promised = promised_gifts(s, d, order)
    if order.gift:
        d.uses(order.row, "gift_id")
        gift = d.uses(order.gift, "name").name
        d.say(f"您这单{what}的赠品是{gift}，跟商品一起发。")
    elif not promised:
        d.uses(order.row, "gift_id")
        d.say(f"您这单{what}上没有登记赠品。")
        _offer_entitled(s, d, order)
    if promised:
        d.say(f"备注里还有答应您的：{'、'.join(promised)}。")


def _offer_entitled(s: Situation, d: Draft, order: OrderFacts) -> None:
    """What the order should bring and does not carry yet."""
    due = entitled_of(s.facts.promotions, order)
    if due and can_note(order):
        names = "、".join(name_of(d, gift) for gift in due)
        d.say(f"按活动这单可以送{names}，要的话跟我说“备注赠品”，我给您加上。")


def _say_of_goods(s: Situation, d: Draft) -> None:
    product = s.facts.product
    ids = (product.row.id,) if product else ()
    goods, number = _goods(s)
    reached = entitled(s.facts.promotions, ids, goods, number or 1)
    if goods is not None and (number or s.value("amount")):
        _say_reached(s, d, reached, goods, number)
        return
    regular = [gift for gift in reached if gift.kind == "regular"]
    further = _thresholds(s, ids)
    lines = [
        f"{condition(d, gift)}送{name_of(d, gift)}"
        for gift in further[: s.policy.dialogue.list_length]
    ]
    what = d.uses(product.row, "name").name if product else d.without("店里每单", Product)
    if regular:
        d.say(f"{what}送{name_of(d, regular[0])}{'；' if lines else ''}{'，'.join(lines)}。")
    elif lines:
        now = d.without("现在", Gift)
        d.say(f"{product.row.name if product else '店里'}{now}{'，'.join(lines)}。")
    else:
        nothing = d.without("目前没有赠品", Gift)
        d.say(f"{product.row.name if product else '店里'}{nothing}。")


def _thresholds(s: Situation, ids: Tuple[str, ...]) -> List[Gift]:
    return [gift for gift in gifts_for(s.facts.promotions, "threshold", ids) if gift.stock > 0]


def _goods(s: Situation) -> Tuple[Optional[int], Optional[int]]:
    """Sum in fen and pieces that the message names or that follow from it."""
    number, amount = pieces(s), s.value("amount")
    if isinstance(amount, int) and amount > 0:
        return amount, number
    price = unit_price(s)
    return (price * (number or 1) if price is not None else None), number


def _say_reached(
    s: Situation, d: Draft, reached: List[Gift], goods: int, number: Optional[int]
) -> None:
    if not s.value("amount"):
        unit_price(s, d)
    head = f"{number}件{yuan(goods)}" if number else yuan(goods)
    if reached:
        for gift in reached:
            condition(d, gift)
        d.say(f"{head}送{'，加送'.join(name_of(d, gift) for gift in reached)}。")
    else:
        d.say(f"{head}还没有赠品。")
    ids = (s.facts.product.row.id,) if s.facts.product else ()
    _say_next(s, d, ids, goods, number or 1)


def _say_next(s: Situation, d: Draft, ids: Tuple[str, ...], goods: int, number: int) -> None:
    """The next threshold gift, and what is missing for it."""
    further = [gift for gift in _thresholds(s, ids) if not reaches(gift, goods, number)]
    by_sum = [gift for gift in further if gift.min_fen > goods and number >= gift.min_quantity]
    none_yet = not any(reaches(gift, goods, number) for gift in _thresholds(s, ids))
    by_number = [gift for gift in further if gift.min_fen <= goods and none_yet]
    if by_sum:
        short = yuan(by_sum[0].min_fen - goods)
        d.say(f"再凑{short}，{condition(d, by_sum[0])}可以送{name_of(d, by_sum[0])}。")
    elif by_number:
        d.say(f"{condition(d, by_number[0])}可以送{name_of(d, by_number[0])}。")


@answers(
    "request_gift",
    subject=Subject.ANY_PRODUCT,
    needs={Need.PROMOTIONS, Need.ORDERS, Need.APPROVALS},
)
def request_gift(s: Situation, d: Draft) -> None:
    """Grants what sum, pieces or a refused price request bring; nothing beyond it."""
    wished = gift_named(s, s.facts.promotions.gifts)
    # "再送一份零食" names the gift, not goods that are called so, too.
    about = (
        replace(s, facts=replace(s.facts, product=None)) if wished or _MORE.search(s.text) else s
    )
    orders = orders_to_change(about)
    if len(orders) > 1:
        ask_which(s, d, orders)
    elif not orders:
        _say_what_comes(s, d)
    elif wants_another(s):
        exchange_gift(s, d, orders[0])
    elif not can_note(orders[0]):
        d.uses(orders[0].row, "state")
        d.say(f"您这单{named(d, orders[0])}已经发出了，赠品放不进去了。")
    else:
        _grant(s, d, orders[0])


def _grant(s: Situation, d: Draft, order: OrderFacts) -> None:
    made = request_made(s, order)
    due = entitled_of(s.facts.promotions, order)
    if made and made.state in ("refused", "expired") and (gift := fallback_gift(s, made)):
        d.uses(made, "state")
        due.append(gift)
    promised = promised_gifts(s, d, order)
    held = held_gifts(s, order, promised)
    missing = [gift for gift in due if gift not in held]
    if any(gift.kind == "threshold" for gift in held):
        # One gift for the sum an order; another one is not due beside it.
        missing = [gift for gift in missing if gift.kind != "threshold"]
    # The regular gift is the one that every order carries already where it carries any.
    if order.gift:
        d.uses(order.row, "gift_id")
        missing = [gift for gift in missing if gift.kind != "regular"]
    wished = gift_named(s, s.facts.promotions.gifts)
    if wished is not None:
        missing = [gift for gift in missing if gift is wished]
    if not missing:
        _say_had(s, d, order, promised)
        if not held:
            _offer_entitled(s, d, order)
        return
    gift = missing[-1]
    d.uses(order.row, "state")
    condition(d, gift)
    printed = write_note(s, d, order, f"送{gift.name}", "gift")
    d.say(f"给您备注上了，{named(d, order)}这单送{name_of(d, gift)}，随单一起发。")
    if printed:
        d.say(say_printed(s))


def _say_had(s: Situation, d: Draft, order: OrderFacts, promised: List[str]) -> None:
    carried = f"的赠品是{d.uses(order.gift, 'name').name}" if order.gift else ""
    noted = f"备注了“{'”“'.join(promised)}”" if promised else ""
    if carried or noted:
        both = "，也" if carried and noted else "已经" if noted else ""
        d.say(f"您这单{carried}{both}{noted}，每单的赠品就是这些，没法再多放啦。")
    else:
        d.say(f"{named(d, order)}这单目前没有对应的赠品。")
    ids, goods, number = of_order(order)
    if order.row.state == "unpaid":
        d.uses(order.row, "state", "goods_fen")
        _say_next(s, d, ids, goods, number)


def _say_what_comes(s: Situation, d: Draft) -> None:
    """Nothing is ordered yet: what the purchase would bring, no promise beyond it."""
    if _FOLLOW.search(s.text):
        d.say("收藏、关注这些没有单独的赠品。")
    _say_of_goods(s, d)
