"""A placed order: how it stands, where it goes, what is in it."""

from __future__ import annotations

from functools import partial

from xiaoer.shop.replies.aftersales.promised_resend import tell_promised_resend
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders import address_change, order_changes
from xiaoer.shop.replies.orders.order_state import tell_state
from xiaoer.shop.replies.orders.order_wanted import order_wanted
from xiaoer.shop.replies.orders.which_order import none_open
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.gift_exchange import exchange_gift, means_gift


def is_open(order: OrderFacts) -> bool:
    """Under way for the buyer."""
    return order.is_open


def changeable(order: OrderFacts) -> bool:
    """Not with the carrier yet."""
    return order.row.state == "unpaid" or order.unshipped


def _offers_variant(s: Situation, order: OrderFacts) -> bool:
    """Whether the colour and size that are named exist for something in an open order."""
    wanted = {kind: value for kind in ("colour", "size") if (value := s.value(kind))}
    bundles = [one for one in s.facts.catalogue if one.row.id in order.products]
    return (
        bool(wanted)
        and changeable(order)
        and any(
            all(getattr(sku, kind) == value for kind, value in wanted.items())
            for bundle in bundles
            for sku in bundle.skus
        )
    )


def _shipped(order: OrderFacts) -> bool:
    return order.row.state == "shipped"


def _recent(order: OrderFacts) -> bool:
    return order.row.state == "signed"


@answers(
    "order_status",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=is_open,
)
def order_status(s: Situation, d: Draft) -> None:
    """The state of the order that is meant, and what comes next."""
    if not s.given and tell_promised_resend(s, d):
        return
    order = order_wanted(s, d, is_open, _recent, question="您问的是哪一笔订单？")
    if order is None:
        return
    if s.mentions("看到", "拍下了", "成功", "有没有我的", "收到我的单"):
        d.say("看到您的订单了。")
    tell_state(s, d, order)


@answers(
    "change_address",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=changeable,
    declines=True,
)
def change_address(s: Situation, d: Draft) -> None:
    """By how far the order is: changed at once, stopped first, or redirected (policy §1)."""
    if none_open(s, d, "还能改地址"):
        return
    order = order_wanted(s, d, changeable, _shipped, question="要改哪一笔订单的收货信息？")
    if order is None:
        return
    if address_change.declines(s):
        d.say("好的，地址不改，还按原来的发。")
        return
    address_change.change(s, d, order)


@answers(
    "modify_order",
    subject=Subject.ANY_ORDER,
    needs={
        Need.ORDERS,
        Need.ITEM_PRODUCT,
        Need.CATALOGUE,
        Need.LOGISTICS,
        Need.PROMOTIONS,
    },
    relevant=changeable,
    declines=True,
)
def modify_order(s: Situation, d: Draft) -> None:
    """Another colour, size or flavour of the same product at the same price, before it ships."""
    if none_open(s, d, "还能改"):
        return
    offering = partial(_offers_variant, s)
    order = order_wanted(s, d, offering, changeable, _shipped, question="要改哪一笔订单？")
    if order is None:
        return
    if s.given.get("declined"):
        d.say("好的，不改了，还按原来的发。")
        return
    if means_gift(s, order):
        exchange_gift(s, d, order)
        return
    order_changes.change(s, d, order)
