"""When something arrives: of a placed order, or of a product bought now."""

from __future__ import annotations

from typing import Optional

from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import local
from xiaoer.shop.logistics.model import Carrier, CarrierRegion
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ProductFacts, ShipmentFacts
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.shipping.date_words import asked_day
from xiaoer.shop.replies.shipping.delivery_days import (
    Place,
    Transit,
    Window,
    arrival,
    order_carrier,
    order_place,
    transit,
    usual_transit,
    verdict,
)
from xiaoer.shop.replies.shipping.order_shipping import held, tell_shipping
from xiaoer.shop.replies.shipping.parcel_status import expected, stuck, tell_parcel
from xiaoer.shop.replies.shipping.ship_promise import (
    is_late,
    is_ordinary,
    order_leaves,
    product_leaves,
    say_batch,
    say_order,
    say_purchase,
    tell_unavailable,
    usual_day,
    warehouse_of,
)


def tell_order_arrival(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Of a shipped order the parcels, of a paid one the estimate, else its state."""
    state = order.row.state
    under_way = [parcel for parcel in order.shipments if parcel.row.shipped_at]
    if state == "shipped" and under_way:
        d.uses(order.row, "state")
        for parcel in under_way:
            _by_the_day(s, d, order, parcel)
            tell_parcel(s, d, order, parcel)
        return
    quiet = order.row.unfillable or order.open_refund or held(Draft(s), order)
    if state != "paid" or quiet or is_late(s, order_leaves(s, Draft(s), order)):
        tell_shipping(s, d, order)
        return
    d.uses(order.row, "state")
    _estimate(s, d, order)


def _by_the_day(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    """A straight answer where a day was named and the parcel moves as it should."""
    if asked_day(s) is None or parcel.row.state not in ("handed_over", "in_transit"):
        return
    if stuck(s, Draft(s), parcel) or (known := expected(s, Draft(s), order, parcel)) is None:
        return
    if said := _yes_no(s, known[2]):
        d.say(said)


def _estimate(s: Situation, d: Draft, order: OrderFacts) -> None:
    place = order_place(d, order)
    carrier = order_carrier(s, order)
    travel = transit(s, d, carrier, place) if carrier and place else None
    if travel is None or place is None:
        tell_shipping(s, d, order)
        how_long = d.without("到您那边要几天，资料里没有写", Carrier, CarrierRegion)
        d.say(f"{how_long}，发出后看物流最准。")
        return
    today = local(s.now).date()
    ship = usual_day(s, Draft(s), order)
    usual = is_ordinary(s, order) and ship.reason == "cutoff"
    if (usual or ship.reason == "presale") and ship.day >= today:
        usual_day(s, d, order)
    else:
        ship = order_leaves(s, d, order)
    leaves = f"正常{say_batch(s, ship)}发" if ship.reason == "cutoff" else say_order(s, d, ship)
    window = arrival(max(ship.day, today), travel)
    d.say(
        f"{_yes_no(s, window)}{named(d, order)}还没发出，{leaves}；"
        f"{_travel(d, travel)}到{place.name}{travel.say()}，预计{window.say(today)}送到。"
    )


def _travel(d: Draft, travel: Transit) -> str:
    return d.uses(travel.carrier, "name").name


def _yes_no(s: Situation, window: Window) -> str:
    asked = asked_day(s)
    said = verdict(window, asked, local(s.now).date()) if asked else ""
    return f"{said}。" if said else ""


def tell_product_arrival(
    s: Situation, d: Draft, product: Optional[ProductFacts], place: Place
) -> None:
    """Of something bought now: the day it leaves and the days it travels."""
    travel = usual_transit(s, d, place)
    if travel is None:
        nowhere = d.without(f"{place.name}目前没有能送到的快递", CarrierRegion, Carrier)
        d.say(f"{nowhere}，怕您白等，先别拍。要不要转人工看看别的办法？")
        d.offer("转人工")
        return
    name = _travel(d, travel)
    others = [one for one in s.facts.logistics.carriers if one is not travel.carrier]
    if travel.carrier.is_default and any(transit(s, Draft(s), one, place) for one in others):
        d.uses(travel.carrier, "is_default")
    if product is None:
        which = d.without("您看的是哪款？我连发货时间一起算。", Product)
        d.say(f"{name}到{place.name}，发出后一般{travel.say()}送到。{which}")
        return
    if tell_unavailable(s, d, product):
        return
    warehouse = warehouse_of(s, product.row)
    ship = product_leaves(s, d, product.row, warehouse, attributes=product.attributes)
    window = arrival(ship.day, travel)
    today = local(s.now).date()
    d.say(
        f"{_yes_no(s, window)}{d.uses(product.row, 'name').name}{say_purchase(s, d, ship)}，"
        f"{name}到{place.name}{travel.say()}，预计{window.say(today)}送到。"
    )
