"""Which carriers there are, which one can be had, and where they go."""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from xiaoer.shop.logistics.model import Carrier, CarrierRegion
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order, Shipment
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.selling.warehouse_note import can_note, write_note
from xiaoer.shop.replies.shipping.delivery_days import (
    Place,
    by_preference,
    destination,
    order_carrier,
    order_place,
    serves,
    transit,
)
from xiaoer.shop.replies.shipping.order_shipping import say_parcel

_AGAINST = re.compile("不要|不想|不用|不发|别(?!的|家)|除了|换掉|讨厌")
_FASTEST = re.compile(r"最快|快一?点|快些|更快|比较快|最早到|哪个快|哪家快")
_TO_THE_DOOR = ("上门", "送到家", "家门口", "楼下", "驿站", "自提", "快递柜", "代收", "丰巢")
_VILLAGE = ("乡", "镇", "村", "县里", "农村", "乡下")


def tell_carriers(s: Situation, d: Draft, order: Optional[OrderFacts]) -> None:
    """Answers for a placed order where one is meant, else for a purchase to come."""
    wanted = named_carrier(s)
    if order is not None and s.given.get("carrier_id"):
        _choose(s, d, order)
    elif s.value("carrier") and wanted is None:
        say_not_ours(s, d, str(s.value("carrier")))
    elif order is not None and order.row.state == "shipped":
        _already_gone(s, d, order)
    elif wanted is not None and _AGAINST.search(s.text):
        _without(s, d, order, wanted)
    elif wanted is not None:
        _wanted(s, d, order, wanted)
    elif s.mentions(*_TO_THE_DOOR, *_VILLAGE):
        _how_delivered(s, d, order)
    elif _FASTEST.search(s.text) and (place := _place(s, d, order)) and _fastest(s, d, place):
        return
    else:
        _usual(s, d, order)


def named_carrier(s: Situation) -> Optional[Carrier]:
    """Our carrier that the message names, by its name or one of its aliases."""
    said = s.value("carrier")
    if not said:
        return None
    for carrier in s.facts.logistics.carriers:
        names = {carrier.name.lower(), *(alias.lower() for alias in carrier.aliases)}
        if str(said).lower() in names:
            return carrier
    return None


def _place(s: Situation, d: Draft, order: Optional[OrderFacts]) -> Optional[Place]:
    return destination(s) or (order_place(d, order) if order else None)


def _price(d: Draft, carrier: Carrier) -> str:
    d.uses(carrier, "extra_fen")
    return f"要补{yuan(carrier.extra_fen)}" if carrier.extra_fen else "不用补差价"


def _list(d: Draft, carriers: Tuple[Carrier, ...]) -> str:
    said: List[str] = []
    for carrier in carriers:
        d.uses(carrier, "name", "extra_fen")
        said.append(
            f"{carrier.name}（+{yuan(carrier.extra_fen)}）" if carrier.extra_fen else carrier.name
        )
    return "、".join(said)


def say_not_ours(s: Situation, d: Draft, said: str) -> None:
    """A carrier that the shop does not use, and those that it does."""
    carriers = by_preference(s.facts.logistics.carriers)
    if not carriers:
        unknown = d.without(f"店里有没有{said}，资料里没有写", Carrier)
        d.say(f"{unknown}，以实际发出的物流为准。")
        return
    d.say(f"{d.without(f'店里没有合作{said}', Carrier)}，能发的是{_list(d, carriers)}。")


def _already_gone(s: Situation, d: Draft, order: OrderFacts) -> None:
    gone = [parcel for parcel in order.shipments if parcel.row.shipped_at]
    if not gone:
        no_trace = d.without("还没有物流信息，快递暂时看不到", Shipment, Shipment.shipped_at)
        d.say(f"{named(d, order)}显示已发货，但{no_trace}。")
        return
    said = "；".join(say_parcel(s, d, parcel) for parcel in gone)
    d.uses(order.row, "state")
    change = "，路上换不了快递了" if s.value("carrier") else ""
    d.say(f"{named(d, order)}{said}{change}。")


def _wanted(s: Situation, d: Draft, order: Optional[OrderFacts], carrier: Carrier) -> None:
    name = d.uses(carrier, "name").name
    place = _place(s, d, order)
    if place and serves(s, d, carrier, place) is False:
        others = _serving(s, d, place)
        d.say(
            f"{name}到不了{place.name}，能送到的有{_list(d, others)}。"
            if others
            else say_nowhere(place)
        )
        return
    note = ""
    if carrier.delivery_note:
        note = f"，{d.uses(carrier, 'delivery_note').delivery_note}"
    travel = transit(s, d, carrier, place) if place else None
    speed = f"，到{place.name}{travel.say()}" if travel and place else ""
    if carrier.is_default:
        d.uses(carrier, "is_default")
        d.say(f"默认就是发{name}{speed}{note}。")
        return
    d.say(f"可以发{name}，{_price(d, carrier)}{speed}{note}。")
    _how_to_choose(s, d, order, carrier)


def _how_to_choose(s: Situation, d: Draft, order: Optional[OrderFacts], carrier: Carrier) -> None:
    if order is None:
        extra = "，差价联系人工补" if carrier.extra_fen else ""
        d.say(f"{d.without(f'下单时备注“发{carrier.name}”就行', Order)}{extra}。")
    elif order.row.carrier_id == carrier.id:
        d.uses(order.row, "carrier_id")
        d.say(f"{named(d, order)}本来就安排了{carrier.name}。")
    elif not can_note(order):
        d.say("这单已经交给快递，换不了了。")
    elif noted := [note for note in order.notes if note.text.startswith(f"【发{carrier.name}")]:
        d.uses(noted[-1], "text")
        d.say(f"这单已经备注过发{carrier.name}了。")
    elif carrier.extra_fen:
        d.say("这单要换的话，补差价得人工来操作，回复“转人工”就行。")
        d.offer("转人工")
    elif s.facts.buyer is None:
        d.say("改快递要您登录后来办，或者转人工。")
        d.offer("转人工")
    else:
        data = {"carrier_id": carrier.id, "order_no": order.row.no}
        d.confirm(f"要把{named(d, order)}改成发{carrier.name}吗？不用补差价。", data)


def _choose(s: Situation, d: Draft, order: OrderFacts) -> None:
    carriers = {carrier.id: carrier for carrier in s.facts.logistics.carriers}
    carrier = carriers.get(str(s.given["carrier_id"]))
    if carrier is None or not s.given.get("confirmed"):
        _usual(s, d, order)
        return
    name = d.uses(carrier, "name", "extra_fen").name
    if carrier.extra_fen or not can_note(order):
        d.say(f"刚看了下，现在换{name}办不了（已经发出或要补差价），可以转人工看看。")
        d.offer("转人工")
        return
    place = order_place(d, order)
    if place and serves(s, d, carrier, place) is False:
        d.say(f"{name}到不了{place.name}，这单还是按原来的快递发。")
        return
    printed = write_note(s, d, order, f"发{name}", kind="carrier")
    if printed:
        d.say(f"备注好了：发{name}。不过面单已经打出来，仓库不一定来得及换。")
    else:
        d.say(f"备注好了，{named(d, order)}发{name}。")


def _without(s: Situation, d: Draft, order: Optional[OrderFacts], carrier: Carrier) -> None:
    name = d.uses(carrier, "name").name
    usual = order_carrier(s, order) if order else s.facts.logistics.default_carrier
    if usual is not None and usual.id != carrier.id:
        d.uses(usual, "name")
        if order:
            d.say(f"放心，{named(d, order)}安排的是{usual.name}，不是{name}。")
        else:
            d.uses(usual, "is_default")
            d.say(f"放心，默认发{usual.name}，不发{name}。")
        return
    place = _place(s, d, order)
    others = tuple(c for c in by_preference(s.facts.logistics.carriers) if c.id != carrier.id)
    if place:
        others = tuple(c for c in others if serves(s, d, c, place))
    if not others:
        d.say(f"目前能发的只有{name}，没法换，先跟您说清楚。")
        return
    if usual is None:
        unset = d.without("店里没有设默认的快递", Carrier)
        d.say(f"{unset}，不发{name}的话可以选：{_list(d, others)}。")
    else:
        d.say(f"默认是{name}，可以换：{_list(d, others)}。")
    if order is None:
        d.say("下单时在备注里写想发哪家就行。")
    else:
        _how_to_choose(s, d, order, others[0])


def _how_delivered(s: Situation, d: Draft, order: Optional[OrderFacts]) -> None:
    place = _place(s, d, order)
    carriers = by_preference(s.facts.logistics.carriers)
    if place:
        carriers = _serving(s, d, place)
    if not carriers:
        d.say(
            say_nowhere(place)
            if place
            else d.without("送不送上门，资料里没有写，以快递通知为准。", Carrier)
        )
        return
    usual = order_carrier(s, order) if order else carriers[0]
    if any(_fits(s, carrier.delivery_note or "") for carrier in carriers) and s.mentions(*_VILLAGE):
        usual = None
    said: List[str] = []
    for carrier in carriers:
        note = carrier.delivery_note
        fits = _fits(s, note or "")
        if note and (fits or (usual and carrier.id == usual.id)):
            d.uses(carrier, "name", "delivery_note", "extra_fen")
            extra = f"（+{yuan(carrier.extra_fen)}）" if carrier.extra_fen else ""
            said.append(f"{carrier.name}{extra}{note}")
    if not said:
        unknown = d.without("送不送上门，资料里没有写", Carrier.delivery_note, Carrier)
        d.say(f"{unknown}；您在备注里写上要求，快递会看到。")
        return
    d.say(f"{'；'.join(said[:3])}。")


def _fits(s: Situation, note: str) -> bool:
    if s.mentions(*_VILLAGE):
        return any(word in note for word in ("乡", "镇", "村"))
    return "上门" in note


def _serving(s: Situation, d: Draft, place: Place) -> Tuple[Carrier, ...]:
    every = by_preference(s.facts.logistics.carriers)
    return tuple(carrier for carrier in every if serves(s, d, carrier, place))


def say_nowhere(place: Place) -> str:
    """Nobody goes there."""
    return f"{place.name}目前没有能送到的快递，没法发，先跟您说清楚，免得白拍。"


def _fastest(s: Situation, d: Draft, place: Place) -> bool:
    """The quickest carrier to a place, and the usual one beside it; False where none is known."""
    # Compared on the side: the reply rests on the times that it tells alone.
    every = [transit(s, Draft(s), one, place) for one in by_preference(s.facts.logistics.carriers)]
    known = [travel for travel in every if travel is not None]
    if not known:
        return False
    best = min(known, key=lambda travel: (travel.last, travel.first))
    transit(s, d, best.carrier, place)
    name = d.uses(best.carrier, "name").name
    d.say(f"到{place.name}最快的是{name}，{best.say()}，{_price(d, best.carrier)}。")
    usual = known[0]
    if usual is not best and usual.carrier.is_default:
        transit(s, d, usual.carrier, place)
        d.say(f"默认发的{d.uses(usual.carrier, 'name', 'is_default').name}是{usual.say()}。")
    return True


def _usual(s: Situation, d: Draft, order: Optional[OrderFacts]) -> None:
    place = destination(s)
    if order is not None and place is None:
        carrier = order_carrier(s, order)
        if carrier is not None:
            chosen = carrier.id == order.row.carrier_id
            if chosen:
                d.uses(order.row, "carrier_id")
            else:
                d.uses(carrier, "is_default")
            how = "安排发" if chosen else "没有指定快递，默认发"
            name = d.uses(carrier, "name").name
            d.say(f"{named(d, order)}{how}{name}。{_others(s, d, carrier)}")
            return
    carriers = _serving(s, d, place) if place else by_preference(s.facts.logistics.carriers)
    if not carriers:
        d.say(
            say_nowhere(place)
            if place
            else d.without("发什么快递，资料里没有写，以实际发出的为准。", Carrier)
        )
        return
    first = carriers[0]
    d.uses(first, "name", *(["is_default"] if first.is_default else []))
    travel = transit(s, d, first, place) if place else None
    if place and travel:
        how = "一般" if first.is_default else d.without("可以", Carrier, CarrierRegion)
        lead = f"{place.name}能送到，{how}发{first.name}，{travel.say()}到"
    elif first.is_default:
        lead = f"默认发{first.name}"
    else:
        d.say(f"{d.without('店里没有设默认的快递', Carrier)}，能发的有{_list(d, carriers)}。")
        return
    d.say(f"{lead}。{_others(s, d, first, carriers)}")


def _others(
    s: Situation, d: Draft, first: Carrier, carriers: Optional[Tuple[Carrier, ...]] = None
) -> str:
    every = carriers if carriers is not None else by_preference(s.facts.logistics.carriers)
    others = tuple(carrier for carrier in every if carrier.id != first.id)
    return f"想换的话还有{_list(d, others)}。" if others else ""
