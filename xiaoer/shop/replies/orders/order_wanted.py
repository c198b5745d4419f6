"""The order of a request after the purchase: asked for here, so that what was said is kept."""

from __future__ import annotations

from typing import Callable, Optional, Sequence

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.orders.model import Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import item_label, names_goods, names_spec
from xiaoer.shop.replies.orders.order_proof import ask_proof
from xiaoer.shop.replies.orders.order_tail import unknown_tail
from xiaoer.shop.replies.orders.steps import kept

_STATES = {
    "unpaid": "待付款",
    "paid": "待发货",
    "shipped": "已发货",
    "signed": "已签收",
    "completed": "已完成",
    "closed": "已关闭",
}


def received(order: OrderFacts) -> bool:
    """Something of the order has arrived."""
    return order.row.state in ("signed", "completed") or any(
        parcel.row.signed_at for parcel in order.shipments
    )


def under_way(order: OrderFacts) -> bool:
    """Left the shop, whether it has arrived or not."""
    return order.row.state == "shipped" or received(order)


def order_wanted(
    s: Situation,
    d: Draft,
    *preferred: Callable[[OrderFacts], object],
    question: str = "您说的是哪一笔订单？",
) -> Optional[OrderFacts]:
    """The order that is meant; None after having asked for it or said that there is none.

    The goods that are named decide before what was talked about last. Of several orders those
    that fit `preferred` are offered, the first test that any passes.
    """
    number = s.given.get("order_no") or s.value("order_number")
    having = [order for order in s.facts.orders if names_goods(s, order)]
    order = s.facts.order
    if order is not None and (number or not having or order in having):
        return order
    if s.facts.buyer is None and (number or not s.facts.orders):
        ask_proof(s, d, number, kept(s))
        return None
    number = number or unknown_tail(s.text, s.facts.orders)
    if number:
        nothing = d.without(f"没有查到尾号{str(number)[-4:]}的订单", Order)
        d.say(f"{nothing}，麻烦核对一下是不是用这个账号下的单。")
    orders = having or s.facts.orders
    fitting: Sequence[OrderFacts] = next(
        (group for test in preferred if (group := [o for o in orders if test(o)])), orders
    )
    fitting = [order for order in fitting if names_spec(s, order)] or fitting
    if len(fitting) == 1 and not number:
        d.remember(order_no=fitting[0].row.no)
        return fitting[0]
    if fitting:
        _ask_which(s, d, fitting, question)
    elif not number:
        nothing = d.without("您这个账号下还没有订单", Order)
        d.say(f"{nothing}。要是用别的账号下的单，请用那个账号来找我，也可以转人工。")
        d.offer("转人工")
    return None


def _ask_which(s: Situation, d: Draft, orders: Sequence[OrderFacts], question: str) -> None:
    options = []
    for order in orders[: s.policy.dialogue.list_length]:
        state = _STATES.get(order.row.state, "")
        options.append(Option(f"{_goods(order)} 尾号{order.row.no[-4:]}·{state}", order.row.no))
    data = {name: value for name, value in kept(s).items() if name != "order_no"}
    d.ask("order", question, options, data)


def _goods(order: OrderFacts) -> str:
    """Every article by name, so that naming the second one picks the order as well."""
    if len(order.items) == 1:
        return item_label(order.items[0])
    names = [item.name for item in order.items]
    return "、".join(dict.fromkeys(names)) or "订单"
