"""Whether and when an order leaves, told by its state."""

from __future__ import annotations

from typing import Optional

from xiaoer.shop.calendar import say_day, say_moment
from xiaoer.shop.clock import local
from xiaoer.shop.logistics.model import Carrier
from xiaoer.shop.orders.model import UNSHIPPED_STATES, Order, Promise, Shipment
from xiaoer.shop.replies.aftersales.case_file import refund_stops
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ShipmentFacts
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.selling.campaigns import until
from xiaoer.shop.replies.shipping.ship_promise import (
    ShipDay,
    is_late,
    is_ordinary,
    order_leaves,
    say_batch,
    say_order,
    usual_day,
)

#: A promise of this kind on the order: the warehouse is pressed and the buyer will hear.
SHIP_BY = "ship_by"


def tell_shipping(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Says when the order ships or that it has; a late one is taken up with the warehouse."""
    state = d.uses(order.row, "state").state
    if state == "unpaid":
        tell_unpaid(s, d, order)
    elif state == "paid" and refund_stops(d, order, "仓库先不发货"):
        return
    elif state == "paid" and order.row.unfillable:
        tell_unfillable(d, order)
    elif state == "paid" and order.unshipped:
        _waiting(s, d, order)
    elif state in ("paid", "shipped"):
        _shipped(s, d, order)
    elif state == "closed":
        d.say(f"{named(d, order)}这单已经关闭，不会再发货。需要的话可以重新下单。")
    else:
        d.say(f"{named(d, order)}这单已经发过货，物流显示签收了。要是没收到，马上跟我说。")


def tell_unpaid(s: Situation, d: Draft, order: OrderFacts) -> None:
    """An unpaid order: what follows payment, and when it closes."""
    ship = usual_day(s, d, order)
    closes = order.row.closes_at
    limit = ""
    if closes:
        d.uses(order.row, "closes_at")
        limit = f"{say_moment(closes, s.now)}前没付款会自动关闭；"
    d.say(f"{named(d, order)}这单还没付款，{limit}付款后{_after_payment(s, ship)}。")


def _after_payment(s: Situation, ship: ShipDay) -> str:
    today = local(s.now).date()
    if ship.reason == "presale":
        return f"按预售时间{say_day(ship.day, today)}发货"
    if ship.reason == "policy" or ship.warehouse is None:
        return f"{s.policy.shipping.ship_within_hours}小时内发出"
    if ship.reason == "made_to_order":
        return f"现做，现在付款的话{say_day(ship.day, today)}前发出"
    if ship.day == today:
        return f"就安排发货，今天{ship.warehouse.cutoff}前付款当天发"
    return f"{say_day(ship.day, today)}发出（每天{ship.warehouse.cutoff}截单）"


def tell_unfillable(d: Draft, order: OrderFacts) -> None:
    """Paid, but the shop has not got it: said openly, and the choice is the buyer's (policy §2)."""
    d.uses(order.row, "unfillable")
    d.say(
        f"非常抱歉，{named(d, order)}的库存是我们弄错了，这单发不出来。"
        "全额退款，或者换成别的有货规格，都听您的。"
    )
    d.offer("申请退款", "换个规格")


def _waiting(s: Situation, d: Draft, order: OrderFacts) -> None:
    goods = named(d, order)
    if held(d, order):
        d.say(f"{goods}这单有改动在处理，仓库先按住没发，处理好就接着发。")
        return
    ship = order_leaves(s, d, order)
    if is_late(s, ship):
        _late(s, d, order, ship)
        return
    packed = [parcel for parcel in order.shipments if parcel.row.state == "label_printed"]
    if packed:
        d.uses(packed[0].row, "state")
        carrier = packed[0].carrier
        by = (
            f"等{d.uses(carrier, 'name').name}来揽收"
            if carrier
            else d.without("等快递揽收", Carrier, Shipment.carrier_id)
        )
        d.say(f"{goods}已经打包贴好面单，{by}，{say_order(s, d, ship)}。")
        return
    is_paid = "已付款" if order.shipments else d.without("已付款", Shipment)
    d.say(f"{goods}{is_paid}，{_usually(s, d, order, ship)}{say_order(s, d, ship)}。")


def _usually(s: Situation, d: Draft, order: OrderFacts, ship: ShipDay) -> str:
    """The warehouse's usual day where it is before the promised one."""
    if ship.reason != "promised" or not is_ordinary(s, order):
        return ""
    usual = usual_day(s, Draft(s), order)
    today = local(s.now).date()
    if not today <= usual.day < ship.day or usual.reason != "cutoff":
        return ""
    usual_day(s, d, order)
    return f"正常{say_batch(s, usual)}发，"


def held(d: Draft, order: OrderFacts) -> bool:
    """Whether the warehouse keeps a parcel of the order back."""
    holding = [parcel.row for parcel in order.shipments if parcel.row.hold]
    for row in holding:
        d.uses(row, "hold")
    return bool(holding)


def _late(s: Situation, d: Draft, order: OrderFacts, ship: ShipDay) -> None:
    goods, due_by = named(d, order), f"该在{until(ship.until, s.now)}前发出"
    if order.row.promised_ship_at is None:
        d.without(due_by, Order.promised_ship_at)
    asked = open_promise(d, order, SHIP_BY)
    if asked and asked.due_at > s.now:
        d.say(
            f"{goods}{due_by}，确实晚了，抱歉。仓库那边已经在核实，"
            f"{until(asked.due_at, s.now)}前给您结果；不想等可以直接申请退款。"
        )
    else:
        hours = s.policy.shipping.urge_answer_hours
        due = hours_until_answer(s, hours)
        title = f"超过承诺时间未发货，请核实并尽快发出：{order.row.no}"
        d.do("ticket", kind="warehouse", title=title, order_no=order.row.no, hours=due)
        d.do(
            "promise",
            promise_kind=SHIP_BY,
            content="把仓库核实的发货时间告诉买家",
            order_no=order.row.no,
            hours=due,
        )
        d.say(
            f"非常抱歉，{goods}{due_by}，已经晚了。我给仓库提了加急工单，"
            f"{say_answer(s, hours)}给您结果；不想等的话，可以直接申请退款。"
        )
    d.offer("申请退款", "我再等等")


def open_promise(d: Draft, order: OrderFacts, kind: str) -> Optional[Promise]:
    """The newest open promise of a kind on the order."""
    found = [one for one in order.promises if one.kind == kind and one.state == "open"]
    return d.uses(found[-1], "state", "due_at") if found else None


def _shipped(s: Situation, d: Draft, order: OrderFacts) -> None:
    gone = [p for p in order.shipments if p.row.state not in UNSHIPPED_STATES]
    if not gone:
        no_trace = d.without("还没有物流单号，我这边暂时查不到去向", Shipment)
        d.say(f"{named(d, order)}这单显示已发货，但{no_trace}。")
        d.offer("转人工")
        return
    d.say(f"{named(d, order)}已经发出了：{'；'.join(say_parcel(s, d, p) for p in gone)}。")
    left = len(order.shipments) - len(gone)
    if left:
        d.say(f"这单分{len(order.shipments)}个包裹，还有{left}个没发，发出后单号会更新到订单里。")


def say_parcel(s: Situation, d: Draft, parcel: ShipmentFacts) -> str:
    """Which carrier took it when, under which number: 昨天由中通发出，单号ZTO…."""
    by = f"由{d.uses(parcel.carrier, 'name').name}发出" if parcel.carrier else "发出"
    when = ""
    if parcel.row.shipped_at:
        d.uses(parcel.row, "shipped_at")
        when = say_day(local(parcel.row.shipped_at).date(), local(s.now).date())
    number = ""
    if parcel.row.tracking_no:
        number = f"，单号{d.uses(parcel.row, 'tracking_no').tracking_no}"
    return f"{when}{by}{number}"
