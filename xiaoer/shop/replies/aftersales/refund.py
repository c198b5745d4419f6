"""Money back: asking for it, taking the request back, and where it is."""

from __future__ import annotations

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Refund, Shipment
from xiaoer.shop.replies.aftersales.cancel_order import (
    cancel_unpaid,
    cancel_unshipped,
    needs_sign_in,
)
from xiaoer.shop.replies.aftersales.case_file import (
    fault_on_file,
    running_case,
    tell_case,
    withdrawal,
)
from xiaoer.shop.replies.aftersales.faults import FAULTS, fault_issue
from xiaoer.shop.replies.aftersales.grave_matters import grave_first
from xiaoer.shop.replies.aftersales.refund_progress import newest_refund, running_for, tell_refund
from xiaoer.shop.replies.aftersales.refund_words import route_name
from xiaoer.shop.replies.aftersales.refuse_parcel import refund_under_way
from xiaoer.shop.replies.aftersales.send_back import send_back
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import hours_until_answer
from xiaoer.shop.replies.orders.order_items import goods_name, named_items
from xiaoer.shop.replies.orders.order_wanted import order_wanted, received, under_way
from xiaoer.shop.replies.orders.steps import agreed, chosen, kept, mentioned, said
from xiaoer.shop.replies.registry import TOPICS, Need, Subject, answers

#: From here on the money is gone or the goods are back: a person has to look.
_WITHDRAWABLE = frozenset({"applied", "agreed", "awaiting_return"})
_NOT_ARRIVED = ("没收到", "没有收到", "没到", "未收到", "没拿到")


def _refundable(order: OrderFacts) -> bool:
    return order.row.state in ("unpaid", "paid", "shipped", "signed") and not order.open_refund


def _refunding(order: OrderFacts) -> bool:
    return order.open_refund is not None


def _asked_back(order: OrderFacts) -> bool:
    return _refunding(order) or any(
        running_case(order, wish=wish) for wish in ("refund", "return", "exchange")
    )


def _nothing_asked_back(s: Situation) -> bool:
    """Whether a buyer with orders, who names none of them, has no request running at all."""
    named = s.given.get("order_no") or s.value("order_number")
    return bool(s.facts.orders) and not named and not any(map(_asked_back, s.facts.orders))


@answers(
    "request_refund",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS},
    relevant=_refundable,
    absorbs=FAULTS,
)
def request_refund(s: Situation, d: Draft) -> None:
    """By the order's state: nothing paid, still here, on its way, arrived (policy §3, §5)."""
    if grave_first(s, d):
        return
    meant = (received, under_way) if fault_issue(s.text) else (_refundable, under_way)
    order = order_wanted(s, d, *meant, question="您想退哪一笔订单？")
    if order is None:
        return
    running = running_for(s, order)
    if running is not None:
        tell_refund(s, d, order, running)
        return
    state = order.row.state
    if state == "unpaid":
        cancel_unpaid(s, d, order)
    elif order.unshipped:
        cancel_unshipped(s, d, order)
    elif received(order):
        _refund_received(s, d, order)
    elif state == "closed":
        _closed(s, d, order)
    else:
        refund_under_way(s, d, order)


def _closed(s: Situation, d: Draft, order: OrderFacts) -> None:
    refund = newest_refund(order)
    if refund is not None:
        tell_refund(s, d, order, refund)
        return
    d.uses(order.row, "state")
    goods = goods_name(d, order, order.items)
    reason = d.uses(order.row, "close_reason").close_reason
    why = f"（{reason}）" if reason else ""
    if d.uses(order.row, "paid_at").paid_at is None:
        d.say(f"{goods}这笔已经关闭了{why}，当时没有付款，没有钱要退。")
    else:
        nothing = d.without("没查到退款记录", Refund)
        d.say(f"{goods}这笔已经关闭了{why}，{nothing}，请人工同事帮您核对一下付款。")
        d.offer("转人工")


def _refund_received(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Received goods: back to the shop, or is something wrong with them."""
    what = chosen(s, "back_or_fault")
    fault = fault_issue(s.text) or fault_issue(said(s))
    if what == "return" or (not what and fault_on_file(order, named_items(s, order))):
        send_back(s, d, order)
    elif what == "fault" or fault:
        TOPICS[fault or "report_quality"].answer(s, d)
    elif mentioned(s, _NOT_ARRIVED) and s.facts.order is not None:
        TOPICS["delivered_not_received"].answer(s, d)
    else:
        options = (Option("退货退款", "return"), Option("商品有问题", "fault"))
        arrived = "已经签收了" if d.uses(order.row, "state").state != "shipped" else "有包裹签收了"
        d.ask(
            "choice",
            f"{goods_name(d, order, order.items)}{arrived}，您是想退货退款，还是商品有问题？",
            options,
            kept(s, step="back_or_fault", order_no=order.row.no),
        )


@answers("withdraw_request", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=_asked_back)
def withdraw_request(s: Situation, d: Draft) -> None:
    """Takes a request back while nothing has moved; later a person looks."""
    if _nothing_asked_back(s):
        d.say(d.without("您名下的订单没有进行中的退款或退货申请，不用撤回。", Refund, Case))
        return
    order = order_wanted(s, d, _asked_back, question="您想撤回哪一笔的申请？")
    if order is None:
        return
    refund = order.open_refund
    if refund is None:
        _no_refund_to_withdraw(s, d, order)
    elif refund.state in _WITHDRAWABLE:
        _withdraw(s, d, order, refund)
    elif refund.state == "released":
        d.uses(refund, "state", "amount_fen", "route")
        d.say(
            f"这笔退款{yuan(refund.amount_fen)}已经放款退回{route_name(refund.route)}了，撤不回来；"
            "东西还想要的话重新拍一单就行。"
        )
    else:
        d.uses(refund, "state")
        title = f"退货已寄回，买家想撤回退款{refund.id}"
        d.do("ticket", kind="aftersales", title=title, order_no=order.row.no)
        d.do("queue", reason="withdraw_request")
        d.say("退货已经在寄回或验货了，要撤回得先找到包裹，我转给人工同事跟您确认。")


def _withdraw(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    if needs_sign_in(s, d):
        return
    d.uses(refund, "state")
    if coming_back := [p.row for p in order.shipments if p.row.state == "returning"]:
        d.uses(coming_back[0], "state")
        d.say(
            f"{goods_name(d, order, order.items)}正在退回仓库，撤回了也收不到货，退款先照常办。"
            "还想要的话可以重新拍一单，或者转人工看看能不能改寄给您。"
        )
        d.offer("转人工")
        return
    goods = goods_name(d, order, [i for i in order.items if i.id == refund.item_id] or order.items)
    if not (agreed(s, "withdraw") and s.given.get("refund_id") == refund.id):
        d.uses(refund, "amount_fen")
        text = f"要撤回{goods}的退款申请（{yuan(refund.amount_fen)}）吗？撤回后订单照常进行。"
        data = kept(s, step="withdraw", refund_id=refund.id, order_no=order.row.no)
        d.confirm(text, data)
        return
    d.do("refund_withdraw", refund_id=refund.id)
    if order.unshipped:
        _ship_after_all(s, d, order, goods)
    else:
        d.say(f"已经撤回了，{goods}这笔不退了。")


def _ship_after_all(s: Situation, d: Draft, order: OrderFacts, goods: str) -> None:
    """The order goes on; the warehouse is told to let go of a parcel that it holds."""
    d.do("note", order_no=order.row.no, text="买家撤回退款，照常发货")
    held = [parcel.row for parcel in order.shipments if parcel.row.hold]
    if not held:
        ships = "会照常给您发货"
        if not order.shipments:
            d.without(ships, Shipment)
        d.say(f"已经撤回了，{goods}{ships}。")
        return
    d.uses(held[0], "hold")
    title = f"退款已撤回，请恢复发货：{order.row.no}"
    hours = hours_until_answer(s, s.policy.changes.intercept_hours)
    d.do("ticket", kind="warehouse", title=title, order_no=order.row.no, hours=hours)
    d.say(f"已经撤回了，{goods}之前请仓库拦下了，我已经开单请仓库恢复发货。")


def _no_refund_to_withdraw(s: Situation, d: Draft, order: OrderFacts) -> None:
    case = running_case(order)
    if case is None:
        nothing = d.without("没有进行中的退款或退货申请", Refund, Case)
        d.say(f"{goods_name(d, order, order.items)}这笔{nothing}，不用撤回。")
        return
    d.uses(case, "state")
    if not (agreed(s, "withdraw_case") and s.given.get("case_no") == case.no):
        data = kept(s, step="withdraw_case", case_no=case.no, order_no=order.row.no)
        goods = goods_name(
            d, order, [i for i in order.items if i.id == case.item_id] or order.items
        )
        d.confirm(f"要撤回{goods}的申请（编号{case.no}）吗？", data)
        return
    title = f"{case.no} 买家要求撤回"
    hours = s.policy.desk.urgent_ticket_hours
    order_no = order.row.no
    d.do("ticket", kind="aftersales", title=title, order_no=order_no, case_no=case.no, hours=hours)
    d.do("note", order_no=order_no, text=withdrawal(case.no))
    d.say(f"好的，撤回{case.no}的要求已经转给处理的同事，办好在这里告诉您。")


@answers("refund_status", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=_refunding)
def refund_status(s: Situation, d: Draft) -> None:
    """Stage, amount, route, expected day; a case where nothing is booked yet."""
    if _nothing_asked_back(s) and not any(order.refunds for order in s.facts.orders):
        nothing = d.without("没有查到退款申请", Refund, Case)
        d.say(f"您名下的订单{nothing}。想退哪一笔，跟我说就帮您登记。")
        d.offer("我要退款")
        return
    order = order_wanted(
        s, d, _asked_back, lambda one: bool(one.refunds), question="您问的是哪一笔的退款？"
    )
    if order is None:
        return
    refund = newest_refund(order)
    case = running_case(order, wish="refund") or running_case(order, wish="return")
    if refund is not None and (order.open_refund is not None or case is None):
        tell_refund(s, d, order, refund)
    elif case is not None:
        tell_case(s, d, case, order)
    else:
        nothing = d.without("没有查到退款申请", Refund, Case)
        d.say(f"{goods_name(d, order, order.items)}这笔{nothing}。要退的话，我现在帮您登记。")
        d.offer("我要退款")
