"""When goods arrive: the day they leave, and how fast a carrier is in that province."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Optional, Sequence, Tuple

from xiaoer.shop.calendar import say_day
from xiaoer.shop.logistics.model import Carrier
from xiaoer.shop.logistics.regions import provinces_of
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts

#: A festival in more days than these is not what a buyer waits for.
_SOON = 60


@dataclass(frozen=True)
class Place:
    """Where goods go: as it is said, and the provinces that it lies in or stands for."""

    name: str
    provinces: Tuple[str, ...]


@dataclass(frozen=True)
class Transit:
    """How long a carrier takes to a place, days from shipping."""

    carrier: Carrier
    first: int
    last: int

    def say(self) -> str:
        """2–3天, 3天."""
        return f"{self.first}天" if self.first == self.last else f"{self.first}–{self.last}天"


@dataclass(frozen=True)
class Window:
    """The days between which something arrives."""

    first: date
    last: date

    def say(self, today: date) -> str:
        """明天到后天; one day alone where both are the same."""
        if self.first == self.last:
            return say_day(self.first, today)
        return f"{say_day(self.first, today)}到{say_day(self.last, today)}"


def destination(s: Situation) -> Optional[Place]:
    """The place that the message or the conversation names; None where none is known."""
    for name in (s.value("region"), s.context.region):
        provinces = provinces_of(name)
        if provinces:
            return Place(str(name), provinces)
    return None


def order_place(d: Draft, order: OrderFacts) -> Optional[Place]:
    """Where an order goes; only the province is said."""
    provinces = provinces_of(order.row.province)
    if not provinces:
        return None
    d.uses(order.row, "province")
    return Place(provinces[0], provinces)


def transit(s: Situation, d: Draft, carrier: Carrier, place: Place) -> Optional[Transit]:
    """How long the carrier takes; None where it does not go there or nothing is known."""
    rows = [s.facts.logistics.region(carrier.id, province) for province in place.provinces]
    known = [d.uses(row, "served") for row in rows if row is not None]
    if len(known) < len(rows) or not all(row.served for row in known):
        return None
    for row in known:
        d.uses(row, "days_min", "days_max")
    return Transit(carrier, max(row.days_min for row in known), max(row.days_max for row in known))


def serves(s: Situation, d: Draft, carrier: Carrier, place: Place) -> Optional[bool]:
    """Whether a carrier goes to a place; None where nothing is known about it."""
    rows = [s.facts.logistics.region(carrier.id, province) for province in place.provinces]
    known = [row for row in rows if row is not None]
    refused = [d.uses(row, "served") for row in known if not row.served]
    if refused:
        return False
    return True if len(known) == len(rows) else None


def usual_transit(s: Situation, d: Draft, place: Place) -> Optional[Transit]:
    """The default carrier's time, where it does not go there the first that does."""
    for carrier in by_preference(s.facts.logistics.carriers):
        found = transit(s, d, carrier, place)
        if found:
            return found
    return None


def by_preference(carriers: Sequence[Carrier]) -> Tuple[Carrier, ...]:
    """The default carrier first, then those that cost least on top."""
    return tuple(sorted(carriers, key=lambda c: (not c.is_default, c.extra_fen, c.id)))


def order_carrier(s: Situation, order: OrderFacts) -> Optional[Carrier]:
    """The carrier of the order's parcel, else the one chosen for it, else the default one."""
    parcel = next((parcel.carrier for parcel in order.shipments if parcel.carrier), None)
    chosen = {carrier.id: carrier for carrier in s.facts.logistics.carriers}
    return parcel or chosen.get(order.row.carrier_id or "") or s.facts.logistics.default_carrier


def arrival(leaves: date, travel: Transit) -> Window:
    """The window of arrival of something that leaves on a day."""
    return Window(leaves + timedelta(days=travel.first), leaves + timedelta(days=travel.last))


def verdict(window: Window, asked: date, today: date) -> str:
    """Whether it is there by the day that was asked for, without promising what is open."""
    day = say_day(asked, today)
    if asked < today or (asked - today).days > _SOON:
        return ""
    if window.last <= asked:
        return f"正常{day}前能到"
    if window.first <= asked:
        return f"{day}有可能到，但不能跟您保证"
    return f"{day}大概率到不了"
