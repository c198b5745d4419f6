"""Questions that mean a product or an order: which of the two, and which order."""

from __future__ import annotations

from typing import Callable, Optional, Tuple

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.orders.model import Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_proof import ask_proof
from xiaoer.shop.replies.orders.order_tail import order_by_tail

#: The states of an order as buyers know them.
STATES = {
    "unpaid": "待付款",
    "paid": "待发货",
    "shipped": "已发货",
    "signed": "已签收",
    "completed": "已完成",
    "closed": "已关闭",
}
#: Words of somebody who has bought already.
_BOUGHT = (
    "我买的",
    "我拍的",
    "我的订单",
    "我那单",
    "这单",
    "那单",
    "我的快递",
    "我的货",
    "我的件",
    "买了",
    "拍了",
    "下单了",
    "下了单",
    "付款了",
    "付了款",
    "付过",
    "已付款",
    "已经付",
    "已经拍",
    "已经下单",
    "刚拍",
    "刚下",
    "怎么还没",
    "还没发",
    "还不发",
)
#: Words of somebody who is about to buy.
_BUYING = (
    "现在拍",
    "现在下单",
    "现在买",
    "今天拍",
    "今天下单",
    "要是拍",
    "如果拍",
    "拍下",
    "想买",
    "打算",
)


def order_in_question(
    s: Situation, *relevant: Callable[[OrderFacts], bool]
) -> Tuple[OrderFacts, ...]:
    """The orders that a question about goods can mean: none (a product, or the shop), one, or
    several to choose from.

    `relevant` picks the orders to which such a question applies; where the first pick finds
    none, the next is tried.
    """
    if named := _named(s):
        return (named,)
    if s.mentions(*_BUYING):
        return ()
    for fits in relevant:
        found = _meant(s, tuple(order for order in s.facts.orders if fits(order)))
        if found:
            return found
    return ()


def _meant(s: Situation, fitting: Tuple[OrderFacts, ...]) -> Tuple[OrderFacts, ...]:
    product = s.facts.product
    if product is None or s.mentions(*_BOUGHT) or not product_named(s):
        having = fitting
        if product is not None and any(product.row.id in order.products for order in fitting):
            having = tuple(order for order in fitting if product.row.id in order.products)
        return _remembered(s, having)
    return _remembered(s, tuple(o for o in fitting if product.row.id in o.products))


def product_named(s: Situation) -> bool:
    """Whether a product is meant by its name or page, not only guessed from the orders."""
    product = s.facts.product
    if product is None:
        return False
    words = (product.row.name, product.row.noun, *product.row.aliases)
    return (
        s.context.product_id == product.row.id
        or bool(s.understanding.value("product") or s.understanding.value("item_number"))
        or s.given.get("product_id") == product.row.id
        or s.mentions(*words)
    )


def _named(s: Situation) -> Optional[OrderFacts]:
    number = s.given.get("order_no") or s.value("order_number")
    tracked = s.understanding.value("tracking_number")
    for order in s.facts.orders:
        if order.row.no == number:
            return order
        if tracked and any(parcel.row.tracking_no == tracked for parcel in order.shipments):
            return order
    return None if number else order_by_tail(s.text, s.facts.orders)


def _remembered(s: Situation, fitting: Tuple[OrderFacts, ...]) -> Tuple[OrderFacts, ...]:
    talked_about = tuple(order for order in fitting if order.row.no == s.context.order_no)
    return talked_about or fitting


def unknown_order(s: Situation, d: Draft) -> bool:
    """Asks about an order number that is not among the visible ones; returns whether it did."""
    number = s.given.get("order_no") or s.value("order_number")
    if not number or _named(s) is not None:
        return False
    if s.facts.buyer is not None:
        nothing = d.without(f"没有查到尾号{str(number)[-4:]}的订单", Order)
        d.say(f"您的账号下{nothing}，麻烦核对一下是不是用这个账号下的单。")
    else:
        ask_proof(s, d, str(number), s.given)
    return True


def none_open(s: Situation, d: Draft, what: str) -> bool:
    """Says that no order is under way that could be meant; False where one is, or one is named."""
    if s.facts.order is not None or not s.facts.orders or s.value("order_number"):
        return False
    if any(order.is_open for order in s.facts.orders):
        return False
    for order in s.facts.orders:
        d.uses(order.row, "state")
    nothing = d.without(f"没有{what}的订单", Order)
    d.say(f"您账号下现在{nothing}。要问的是哪一笔，把订单号发我就行。")
    return True


def ask_which(s: Situation, d: Draft, orders: Tuple[OrderFacts, ...]) -> None:
    """Lets the buyer choose one of several orders; the answer comes back as `order_no`."""
    shown = orders[: s.policy.dialogue.list_length]
    for order in shown:
        d.uses(order.row, "state")
    options = [Option(f"{o.label}·{STATES[o.row.state]}", o.row.no) for o in shown]
    kept = {kind: s.value(kind) for kind in ("carrier", "region", "date") if s.value(kind)}
    d.ask("order", "您问的是哪一笔订单？", options, {**s.given, **kept})


def named(d: Draft, order: OrderFacts) -> str:
    """An order as its buyer knows it: 云朵卫衣（黑色 L）等2件; notes the facts."""
    if not order.items:
        return f"尾号{d.uses(order.row, 'no').no[-4:]}的订单"
    first = d.uses(order.items[0], "name", "spec")
    more = f"等{len(order.items)}样" if len(order.items) > 1 else ""
    spec = f"（{first.spec}）" if first.spec else ""
    return f"{first.name}{spec}{more}"
