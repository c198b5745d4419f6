"""The day on which goods leave: from presale, production, the warehouse's cut-off and calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Optional, Sequence

from xiaoer.shop.calendar import add_workdays, is_certain, is_workday, say_day
from xiaoer.shop.catalogue.model import Attribute, Product
from xiaoer.shop.clock import at_local, local, parse_time
from xiaoer.shop.logistics.model import Warehouse
from xiaoer.shop.orders.model import Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ProductFacts
from xiaoer.shop.replies.goods.availability import off_sale, restock_words, there
from xiaoer.shop.replies.goods.unit_price import skus_meant
from xiaoer.shop.replies.selling.campaigns import until

#: "5个工作日", "7天" in a page's words about production.
_PRODUCTION = re.compile(r"(?:\d+[-–~到至])?(?P<days>\d{1,2})\s*个?(?P<work>工作日)?(?(work)|天)")


@dataclass(frozen=True)
class ShipDay:
    """When goods leave and why then."""

    #: Shanghai date.
    day: date
    #: presale, made_to_order, cutoff, promised (by the order itself), or policy where the
    #: warehouse is not known.
    reason: str
    #: Not gone by this moment (UTC): late.
    until: datetime
    warehouse: Optional[Warehouse] = None
    #: False where the official calendar of the year is not published yet.
    certain: bool = True
    #: Made to order: the page's own words.
    said: Optional[str] = None


def next_ship_day(warehouse: Warehouse, moment: datetime) -> date:
    """The day on which something paid at `moment` leaves this warehouse."""
    return _next_ship_day(warehouse.cutoff, warehouse.ships_on_holidays, moment)


def _next_ship_day(cutoff: str, ships_on_holidays: bool, moment: datetime) -> date:
    here = local(moment)
    day = here.date() + timedelta(days=1 if here.time() >= parse_time(cutoff) else 0)
    while not (ships_on_holidays or is_workday(day)):
        day += timedelta(days=1)
    return day


def product_leaves(
    s: Situation,
    d: Draft,
    product: Optional[Product],
    warehouse: Optional[Warehouse],
    paid_at: Optional[datetime] = None,
    attributes: Sequence[Attribute] = (),
) -> ShipDay:
    """When a product leaves that is paid at `paid_at` (now, if None). Notes what decides.

    `attributes` of its page may name the time that production takes.
    """
    moment = paid_at or s.now
    today = local(moment).date()
    if product and product.presale_ships_on and product.presale_ships_on >= today:
        day = d.uses(product, "presale_ships_on").presale_ships_on
        assert day is not None
        return ShipDay(day, "presale", _end_of(day), warehouse)
    if product and product.made_to_order:
        d.uses(product, "made_to_order")
        return _made_to_order(s, d, today, warehouse, attributes)
    latest = moment + timedelta(hours=s.policy.shipping.ship_within_hours)
    if warehouse is None:
        return ShipDay(local(latest).date(), "policy", latest)
    day = next_ship_day(warehouse, moment)
    d.uses(warehouse, "cutoff")
    other = _next_ship_day(warehouse.cutoff, not warehouse.ships_on_holidays, moment)
    if other != day:
        d.uses(warehouse, "ships_on_holidays")
    certain = warehouse.ships_on_holidays or is_certain(day)
    return ShipDay(day, "cutoff", max(_end_of(day), latest), warehouse, certain)


def _made_to_order(
    s: Situation,
    d: Draft,
    today: date,
    warehouse: Optional[Warehouse],
    attributes: Sequence[Attribute],
) -> ShipDay:
    for attribute in attributes:
        found = _PRODUCTION.search(attribute.value)
        if found and any(word in attribute.name for word in ("制作", "工期", "定制周期", "发货")):
            d.uses(attribute, "value")
            count = int(found["days"])
            work = bool(found["work"])
            day = add_workdays(today, count) if work else today + timedelta(days=count)
            said = attribute.value.rstrip("。")
            return ShipDay(day, "made_to_order", _end_of(day), warehouse, said=said)
    day = today + timedelta(days=s.policy.shipping.made_to_order_days)
    return ShipDay(day, "made_to_order", _end_of(day), warehouse)


def tell_unavailable(s: Situation, d: Draft, product: ProductFacts) -> bool:
    """Says that a product cannot ship because it is not sold or not there; False where it can."""
    if off_sale(d, product):
        return True
    skus = skus_meant(s)
    presale = product.row.presale_ships_on
    if product.row.made_to_order or (presale and presale >= local(s.now).date()) or there(skus):
        if len(skus) == 1 and not (product.row.made_to_order or presale):
            d.uses(skus[0], "stock")
        return False
    for sku in skus:
        d.uses(sku, "stock")
    name = d.uses(product.row, "name").name
    d.say(f"{name}现在没有现货{restock_words(s, d, skus)}，到货后才能发。")
    d.offer("到货通知我")
    return True


def order_leaves(s: Situation, d: Draft, order: OrderFacts) -> ShipDay:
    """When an order leaves that is not shipped: its own promise, else its slowest product."""
    promised = order.row.promised_ship_at
    if promised:
        d.uses(order.row, "promised_ship_at")
        return ShipDay(local(promised).date(), "promised", promised, order.warehouse)
    return usual_day(s, d, order)


def usual_day(s: Situation, d: Draft, order: OrderFacts) -> ShipDay:
    """When an order leaves by the warehouse's usual run, whatever was promised at the latest."""
    paid_at = order.row.paid_at
    if paid_at:
        d.uses(order.row, "paid_at")
    days = [
        product_leaves(s, d, product, order.warehouse or warehouse_of(s, product), paid_at)
        for product in order.products.values()
    ]
    if not days:
        return product_leaves(s, d, None, order.warehouse, paid_at)
    return max(days, key=lambda ship: ship.day)


def is_ordinary(s: Situation, order: OrderFacts) -> bool:
    """Whether an order goes with the warehouse's usual run: nothing longer was agreed for it."""
    promised, paid_at = order.row.promised_ship_at, order.row.paid_at
    usual = timedelta(hours=s.policy.shipping.ship_within_hours)
    return paid_at is not None and (promised is None or promised <= paid_at + usual)


def warehouse_of(s: Situation, product: Optional[Product]) -> Optional[Warehouse]:
    """The warehouse of a product; of a shop with one warehouse that one."""
    warehouses = s.facts.logistics.warehouses
    if product and product.warehouse_id:
        return warehouses.get(product.warehouse_id)
    return next(iter(warehouses.values())) if len(warehouses) == 1 else None


def is_late(s: Situation, ship: ShipDay) -> bool:
    """Whether the promise is missed."""
    return s.now > ship.until


def say_purchase(s: Situation, d: Draft, ship: ShipDay) -> str:
    """When something bought now leaves, with the rule that says so."""
    today = local(s.now).date()
    day = say_day(ship.day, today)
    if ship.reason == "presale":
        return f"这款是预售，{day}发货"
    if ship.reason == "made_to_order" and ship.said:
        return f"这款是定制的，{ship.said}"
    if ship.reason == "made_to_order":
        usual = f"这款是下单后现做的，现在付款的话{day}前发出"
        return d.without(usual, Attribute)
    if ship.warehouse is None:
        usual = f"付款后{s.policy.shipping.ship_within_hours}小时内发出"
        return d.without(usual, Warehouse, Product.warehouse_id)
    cutoff = ship.warehouse.cutoff
    if ship.day == today:
        return f"今天{cutoff}前付款当天就发"
    expected = "" if ship.certain else "预计"
    if local(s.now).time() < parse_time(cutoff):
        return f"今天仓库休息，现在付款{expected}{day}发（发货日{cutoff}截单）"
    return f"今天{cutoff}的批次已经截单，现在付款{expected}{day}发"


def say_order(s: Situation, d: Draft, ship: ShipDay) -> str:
    """When a paid order leaves, for one that is not late."""
    today = local(s.now).date()
    if ship.reason == "promised":
        return f"最晚{until(ship.until, s.now)}前发出"
    if ship.reason == "presale":
        return f"是预售款，{say_day(ship.day, today)}发货"
    if ship.reason == "made_to_order":
        return f"是下单后现做的，{say_day(ship.day, today)}前发出"
    if ship.reason == "policy" or ship.day < today:
        hours = s.policy.shipping.ship_within_hours
        latest = f"付款后{hours}小时内，也就是{until(ship.until, s.now)}前发出"
        return d.without(latest, Order.promised_ship_at)
    return f"{say_batch(s, ship)}发出"


def say_batch(s: Situation, ship: ShipDay) -> str:
    """The warehouse's run that takes it: 赶今天17:00那批."""
    assert ship.warehouse is not None
    expected = "" if ship.certain else "预计"
    day = say_day(ship.day, local(s.now).date())
    return f"{expected}赶{day}{ship.warehouse.cutoff}那批"


def _end_of(day: date) -> datetime:
    return at_local(day + timedelta(days=1), time(0))
