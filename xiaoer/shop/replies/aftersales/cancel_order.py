"""Money back for goods that have not left the shop: owed at once (policy §3, unshipped refund)."""

from __future__ import annotations

from typing import Optional, Sequence

from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import OrderItem, Shipment
from xiaoer.shop.replies.aftersales.case_file import by_day, open_case, running_case, tell_case
from xiaoer.shop.replies.aftersales.refund_words import back_to, refundable_fen, travel_time
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.order_items import (
    goods_name,
    ids_of,
    named_items,
    paid_for,
    pieces_meant,
)
from xiaoer.shop.replies.orders.steps import agreed, kept, mentioned, said

_REORDER = ("重拍", "重新拍", "重新买", "重买", "重下", "再拍", "再买", "拍错")


def cancel_unpaid(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Nothing was paid: nothing to refund, and nothing to be done."""
    d.uses(order.row, "state")
    name = goods_name(d, order, order.items)
    closes = d.uses(order.row, "closes_at").closes_at
    when = f"，{say_moment(closes, s.now)}会自动关闭" if closes else ""
    d.say(f"{name}这笔还没付款，没有扣钱，不要了不用管它{when}，也可以在订单页直接取消。")


def cancel_unshipped(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Reads the refund back, and on a yes holds the parcel and files the refund."""
    if needs_sign_in(s, d):
        return
    items = _items(s, order)
    case = running_case(order, items, wish="refund")
    if case is not None:
        tell_case(s, d, case, order)
        return
    pieces = pieces_meant(s, items)
    fen = _amount(d, order, items, pieces)
    if agreed(s, "cancel") and s.given.get("fen") == fen:
        _file(s, d, order, items, fen)
        return
    goods = goods_name(d, order, items, pieces)
    money = f"实付的{yuan(fen)}{back_to(d, order)}"
    data = kept(s, step="cancel", fen=fen, items=ids_of(order, items), order_no=order.row.no)
    if d.uses(order.row, "unfillable").unfillable:
        d.confirm(f"实在抱歉，{goods}这笔我们发不了货了，{money}。确认退款吗？", data)
    elif _made_to_order(d, order, items):
        d.confirm(
            f"{goods}是定制的，我可以马上叫停并登记退款；是不是已经开工，由同事核实后答复您。"
            f"没开工的话{money}。确认吗？",
            data,
        )
    elif _label_printed(d, order):
        d.confirm(f"{goods}已经打好面单，要先请仓库拦下；拦住了{money}。确认退款吗？", data)
    else:
        d.confirm(f"{goods}还没发货，可以退，{money}。确认退款吗？", data)


def needs_sign_in(s: Situation, d: Draft) -> bool:
    """A visitor who proved an order may not move its money; says so and offers a person."""
    if s.facts.buyer is not None:
        return False
    d.say("退款要用下单的账号登录后才能办，登录后跟我说一声就行；不方便的话转人工核实后处理。")
    d.offer("转人工")
    return True


def _items(s: Situation, order: OrderFacts) -> Sequence[OrderItem]:
    """The goods that are given up: the ones named, else all."""
    ids = s.given.get("items") or []
    return [i for i in order.items if i.id in ids] or named_items(s, order) or order.items


def _amount(d: Draft, order: OrderFacts, items: Sequence[OrderItem], pieces: Optional[int]) -> int:
    rest = refundable_fen(d, order)
    if len(items) == len(order.items) and pieces is None:
        return rest
    return min(rest, paid_for(d, items, pieces))


def _made_to_order(d: Draft, order: OrderFacts, items: Sequence[OrderItem]) -> bool:
    products = [order.products.get(item.product_id) for item in items]
    return any(d.uses(product, "made_to_order").made_to_order for product in products if product)


def _label_printed(d: Draft, order: OrderFacts) -> bool:
    return any(d.uses(p.row, "state").state == "label_printed" for p in order.shipments)


def _file(s: Situation, d: Draft, order: OrderFacts, items: Sequence[OrderItem], fen: int) -> None:
    days, row = s.policy.clocks.unshipped_refund_days, order.row
    pieces = pieces_meant(s, items)
    goods = goods_name(d, order, items, pieces)
    no = open_case(
        d,
        order,
        items,
        issue="request_refund",
        wish="refund",
        problem=f"未发货退款，{goods}，{yuan(fen)}：{said(s)}",
        days=days,
    )
    d.do("hold", order_no=row.no)
    if len(items) < len(order.items) or pieces is not None:
        d.do("note", order_no=row.no, text=f"{goods}退款不发，其余照发")
    money = f"{yuan(fen)}{by_day(s, days)}{back_to(d, order)}"
    if travel := _travel(s, order):
        money += f"，{travel}"
    if _made_to_order(d, order, items):
        d.say(
            f"登记好了，编号{no}：{goods}已经叫停。"
            f"同事核实有没有开工，{by_day(s, days)}在这里答复您；"
            f"没开工就把{yuan(fen)}{back_to(d, order)}。"
        )
    elif _label_printed(d, order):
        hours = s.policy.changes.intercept_hours
        title = f"{no} 拦截包裹退款"
        due = hours_until_answer(s, hours)
        d.do("ticket", kind="warehouse", title=title, order_no=row.no, case_no=no, hours=due)
        d.say(
            f"登记好了，编号{no}：已经请仓库拦下{goods}，{say_answer(s, hours)}告诉您结果；"
            f"拦下了{money}，没拦住的话快递送来拒收就行。"
        )
    else:
        stays = "不会再发出" if order.shipments else d.without("不会再发出", Shipment)
        d.say(f"退款登记好了，编号{no}：{goods}{stays}，{money}。")
    if mentioned(s, _REORDER):
        d.say("要重拍的话现在就可以直接下新单。")


def _travel(s: Situation, order: OrderFacts) -> Optional[str]:
    routes = {payment.route for payment in order.payments}
    return travel_time(s.policy, routes.pop()) if len(routes) == 1 else None
