"""Which product and which order a request means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, Sequence, Tuple

from xiaoer.shop.catalogue.index import CatalogueIndex
from xiaoer.shop.clock import local
from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.strangers import stranger
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_tail import order_by_tail, unknown_tail


@dataclass(frozen=True)
class Meant:
    """What is meant: one id, or several to choose from, or nothing."""

    one: Optional[str] = None
    several: Tuple[str, ...] = ()
    #: Only inferred from the orders: what the buyer does not name is not remembered.
    guessed: bool = False
    #: The buyer named something that is not there (an unknown item or order number).
    unknown: Optional[str] = None
    #: Goods that the buyer asks for and that the shop does not have.
    stranger: Optional[str] = None


def product_meant(
    understood: Understanding,
    given: Mapping[str, Any],
    context: Context,
    index: CatalogueIndex,
    ordered: Callable[[], Sequence[str]],
) -> Meant:
    """The product: named, else talked about or on the page, else the only one of open orders.

    `ordered` gives the products of the visible open orders; it is asked only where they matter.
    """
    named = index.named(understood.text)
    if not named and understood.values("product"):
        named = index.named(" ".join(str(value) for value in understood.values("product")))
    if chosen := given.get("product_id"):
        other = len(named) == 1 and named[0] != chosen and "confirmed" not in given
        # Whoever names other goods in answering ("卫衣寄到新疆呢") asks about those.
        if not other:
            return Meant(str(chosen)) if index.known(str(chosen)) else Meant(unknown=str(chosen))
    if item := understood.value("item_number"):
        return Meant(item) if index.known(item) else Meant(unknown=item)
    if len(named) == 1:
        return Meant(named[0])
    if named:
        # "这件卫衣" on the page of a 卫衣 means that one.
        return Meant(context.product_id) if context.product_id in named else Meant(several=named)
    if (pointed := _pointed(understood, context, "product")) is not None:
        return Meant(pointed)
    if strange := stranger(understood.text):
        return Meant(stranger=strange)
    if context.product_id and index.known(context.product_id):
        return Meant(context.product_id)
    in_orders = ordered()
    return Meant(in_orders[0], guessed=True) if len(in_orders) == 1 else Meant()


#: What a question remembers of the goods that it was about.
_OF_GOODS = frozenset(
    {"product_id", "sku_id", "sku_ids", "quantity", "variant", "colour", "size", "basket"}
)


def still_true(given: Mapping[str, Any], meant: Meant) -> Mapping[str, Any]:
    """What an answered question brought, without what was said of other goods than those meant."""
    if "product_id" not in given or not meant.one or given["product_id"] == meant.one:
        return given
    return {name: value for name, value in given.items() if name not in _OF_GOODS}


def _pointed(understood: Understanding, context: Context, kind: str) -> Optional[str]:
    ordinal = understood.value("ordinal")
    if context.shown_kind != kind or not isinstance(ordinal, int) or not context.shown:
        return None
    place = ordinal - 1 if ordinal > 0 else ordinal
    return context.shown[place].value if -1 <= place < len(context.shown) else None


def order_meant(
    understood: Understanding,
    given: Mapping[str, Any],
    context: Context,
    index: CatalogueIndex,
    orders: Sequence[OrderFacts],
    relevant: Optional[Callable[[OrderFacts], bool]],
) -> Meant:
    """The order among the visible ones; several where the buyer has to choose."""
    by_no = {order.row.no: order for order in orders}
    number = given.get("order_no") or understood.value("order_number") or given.get("order_number")
    if number:
        return Meant(number) if number in by_no else Meant(unknown=str(number))
    if tracked := understood.value("tracking_number"):
        for order in orders:
            if any(shipment.row.tracking_no == tracked for shipment in order.shipments):
                return Meant(order.row.no)
    if (pointed := _pointed(understood, context, "order")) in by_no:
        return Meant(pointed)
    if (tailed := order_by_tail(understood.text, orders)) is not None:
        return Meant(tailed.row.no)
    if orders and (tail := unknown_tail(understood.text, orders)):
        return Meant(unknown=tail)
    if "最近" in understood.text and orders:
        return Meant(orders[0].row.no)
    fitting = [order for order in orders if (relevant or _open)(order)]
    if (stated := _by_state(understood.text, orders)) is not None:
        return Meant(stated)
    goods = " ".join(str(value) for value in understood.values("product"))
    named = set(index.named(understood.text) or index.named(goods))
    for group in (fitting, list(orders)):
        having = [order for order in group if named & {item.product_id for item in order.items}]
        if len(having) == 1:
            return Meant(having[0].row.no)
    return _one_of(context, fitting, orders)


_STATE_WORDS = (
    (re.compile(r"(没|未|待)付款?的?(那|这)?(一)?(个|单|笔|订单)|没付钱的"), "unpaid"),
    (re.compile(r"(没|未|待)发货?的?(那|这)?(一)?(个|单|笔|订单)"), "paid"),
)


def _by_state(text: str, orders: Sequence[OrderFacts]) -> Optional[str]:
    """The only order of the state that is named: 没付款那单."""
    for words, state in _STATE_WORDS:
        if words.search(text):
            found = [order.row.no for order in orders if order.row.state == state]
            return found[0] if len(found) == 1 else None
    return None


def _open(order: OrderFacts) -> bool:
    return order.is_open


def _one_of(context: Context, fitting: Sequence[OrderFacts], orders: Sequence[OrderFacts]) -> Meant:
    numbers = [order.row.no for order in fitting]
    if context.order_no in numbers:
        return Meant(context.order_no)
    if len(numbers) == 1:
        return Meant(numbers[0])
    if numbers:
        return Meant(several=tuple(numbers))
    if context.order_no in {order.row.no for order in orders}:
        return Meant(context.order_no)
    everything = tuple(order.row.no for order in orders)
    return Meant(everything[0]) if len(everything) == 1 else Meant(several=everything)


def order_label(order: OrderFacts) -> str:
    """An order in a list to choose from: goods, day, state."""
    day = local(order.row.created_at)
    state = {
        "unpaid": "待付款",
        "paid": "待发货",
        "shipped": "已发货",
        "signed": "已签收",
        "completed": "已完成",
        "closed": "已关闭",
    }[order.row.state]
    return f"{order.label}·{day.month}月{day.day}日下单·{state}"
