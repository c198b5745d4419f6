"""Changing where a placed order goes: what is still possible by its state, and doing it."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, Mapping, Optional

from xiaoer.shop.clock import local, parse_time
from xiaoer.shop.logistics.regions import province_of
from xiaoer.shop.replies.aftersales.case_file import refund_stops
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.address_parts import NewAddress, read_address
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.steps import said
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.shipping.delivery_days import Place, by_preference, serves
from xiaoer.shop.replies.shipping.order_shipping import open_promise, tell_shipping, tell_unfillable
from xiaoer.shop.replies.shipping.postage import terms

#: A promise of this kind on the order: somebody is at the change and the buyer will hear.
ADDRESS_ANSWER = "address_answer"
_FORM = "麻烦发一下新的收货信息：收货人、手机号、省市区和详细地址，只改其中一项就只发那一项。"
#: "好的，但名字不对": no yes to what was read back; "不对" asks for what is right.
_WRONG = re.compile(r"不对|不是|(?<!没)错|漏|少了")
_BUT = re.compile(rf"{_WRONG.pattern}|改[成为一下]|换成|但|不过|另外|还[有要]")


class Way(Enum):
    """How far the goods are, as far as a change is concerned."""

    #: The bot changes it itself.
    DIRECT = "direct"
    #: The warehouse has to stop it first.
    INTERCEPT = "intercept"
    #: With the carrier: it can be asked to redirect.
    CARRIER = "carrier"
    #: Out for delivery: only the courier can do something.
    COURIER = "courier"
    #: Nothing to change any more.
    OVER = "over"


def way_of(s: Situation, d: Draft, order: OrderFacts) -> Way:
    """Which way is left; notes the states that decide (policy §1, change after payment)."""
    state = d.uses(order.row, "state").state
    if state == "unpaid":
        return Way.DIRECT
    if state not in ("paid", "shipped"):
        return Way.OVER
    for parcel in order.shipments:
        d.uses(parcel.row, "state")
    states = {parcel.row.state for parcel in order.shipments}
    if state == "paid" and order.unshipped:
        return _before_shipping(s, d, order, "label_printed" in states)
    moving = states & {"handed_over", "in_transit"}
    if moving:
        return Way.CARRIER
    return Way.COURIER if "delivering" in states else Way.OVER


def _before_shipping(s: Situation, d: Draft, order: OrderFacts, printed: bool) -> Way:
    if printed:
        return Way.INTERCEPT
    if order.row.unfillable:
        return Way.DIRECT
    today = local(s.now).date()
    presale = [product.presale_ships_on for product in order.products.values()]
    if any(day and day > today for day in presale):
        return Way.DIRECT
    until = parse_time(s.policy.changes.same_day_until)
    return Way.DIRECT if local(s.now).time() < until else Way.INTERCEPT


def declines(s: Situation) -> bool:
    """Whether a no ends the change: "不对，是302" and a bare "不对" correct what was read back."""
    if not s.given.get("declined"):
        return False
    stored = s.given.get("new")
    if not stored:
        return True
    return not (_WRONG.search(s.text) or NewAddress.from_json(stored).amended(s.text))


def change(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Asks for the new address, reads it back, and has it done by the way that is left."""
    way = way_of(s, d, order)
    if way in (Way.COURIER, Way.OVER):
        _too_late(s, d, order, way)
    elif s.facts.buyer is None:
        d.say("改收货信息要核对是本人，请登录下单的账号来改，或者转人工核对后处理。")
        d.offer("转人工")
    elif refund_stops(d, order, "先不改地址"):
        return
    elif order.row.unfillable:
        tell_unfillable(d, order)
    elif (asked := open_promise(d, order, ADDRESS_ANSWER)) and asked.due_at > s.now:
        if more := read_address(s.text):
            _add_to_request(s, d, order, more)
            return
        d.say(f"{named(d, order)}改地址的请求已经在处理了，有结果马上告诉您。")
    else:
        _collect(s, d, order, way)


def _collect(s: Situation, d: Draft, order: OrderFacts, way: Way) -> None:
    before = _told_before(s, order)
    new = _told_now(s, before)
    if new is None and before is not None and _objects(s):
        text = "哪一项不对？把对的发我，我重新跟您核对，没问题的不用再发。"
        _ask_for_parts(d, order, text, before)
        return
    again, new = new is None, new or before
    if new is None:
        d.ask("address", f"{_lead(d, order, way)}{_FORM}", data={"order_no": order.row.no})
        return
    if new.is_vague and not s.given.get("again"):
        text = "地址麻烦写全一点，省市区加街道门牌一起发我，免得送错。"
        _ask_for_parts(d, order, text, new, again=True)
        return
    dearer = False
    if way in (Way.DIRECT, Way.INTERCEPT):
        if _unreachable(s, d, order, new):
            return
        dearer = _other_postage(s, d, order, new)
        if dearer and order.row.state == "unpaid":
            d.say(
                f"{new.province}的运费规则和原来的不一样。还没付款，按新地址重拍一单最省事，"
                "这单不用管它，到时会自动关闭。"
            )
            return
        way = Way.INTERCEPT if dearer else way
    if s.given.get("confirmed") and again:
        _carry_out(s, d, order, way, new)
    else:
        _read_back(d, order, way, new, dearer)


def _told_before(s: Situation, order: OrderFacts) -> Optional[NewAddress]:
    """The parts that were told so far, while what was asked about them is still open."""
    asked = s.context.question
    data: Mapping[str, Any] = s.given
    if "new" not in data and asked is not None and asked.intent == s.request.intent:
        data = asked.data if asked.data.get("order_no") == order.row.no else {}
    return NewAddress.from_json(data["new"]) if data.get("new") else None


def _told_now(s: Situation, before: Optional[NewAddress]) -> Optional[NewAddress]:
    """All parts with those of this message; None where it brings none."""
    if before is not None:
        return before.amended(s.text)
    typed = (str(s.given.get("text") or ""), s.text, said(s))
    return next(filter(None, map(read_address, typed)), None)


def _objects(s: Situation) -> bool:
    """Whether something that was read back is said to be wrong, be it after a yes."""
    return bool((_BUT if s.given.get("confirmed") else _WRONG).search(s.text))


def _ask_for_parts(
    d: Draft, order: OrderFacts, text: str, known: NewAddress, again: bool = False
) -> None:
    d.ask("address", text, data={"order_no": order.row.no, "new": known.to_json(), "again": again})


def _lead(d: Draft, order: OrderFacts, way: Way) -> str:
    goods = named(d, order)
    if way is Way.DIRECT:
        return f"{goods}还没发，可以改。"
    if way is Way.INTERCEPT:
        return f"{goods}仓库可能已经在打包，要请仓库先拦下来改。"
    return f"{goods}已经在路上，只能请快递转寄，成不成要看快递。"


def _unreachable(s: Situation, d: Draft, order: OrderFacts, new: NewAddress) -> bool:
    """Says that no carrier goes to the new province; False where one does."""
    after = province_of(new.province)
    carriers = by_preference(s.facts.logistics.carriers)
    if after is None or not carriers:
        return False
    place = Place(after, (after,))
    if any(serves(s, d, carrier, place) is not False for carrier in carriers):
        return False
    d.say(f"{after}目前没有能送到的快递，改不过去。可以换个地址，或者我帮您申请退款。")
    d.offer("申请退款")
    return True


def _other_postage(s: Situation, d: Draft, order: OrderFacts, new: NewAddress) -> bool:
    """Whether the new province has other postage: then a person settles the difference."""
    before, after = province_of(order.row.province), province_of(new.province)
    if before is None or after is None or before == after:
        return False
    old_rule = s.facts.logistics.postage_to(before)
    new_rule = s.facts.logistics.postage_to(after)
    if old_rule is None or new_rule is None or terms(old_rule) == terms(new_rule):
        return False
    d.uses(order.row, "province")
    return True


def _read_back(d: Draft, order: OrderFacts, way: Way, new: NewAddress, dearer: bool) -> None:
    goods = named(d, order)
    data = {"order_no": order.row.no, "new": new.to_json(), "again": new.is_vague}
    if dearer:
        d.confirm(
            f"{goods}改成：{new.say()}。那边运费规则不同，要同事核对后改，"
            "先让仓库按住这单，可以吗？",
            data,
        )
    elif way is Way.DIRECT:
        d.confirm(f"跟您核对下，{goods}改成：{new.say()}。确认就改？", data)
    elif way is Way.INTERCEPT:
        text = f"{goods}改成：{new.say()}。要我请仓库先按住这单，再改地址吗？"
        d.confirm(text, data)
    else:
        text = f"{goods}转寄到：{new.say()}。要我提给快递吗？能不能转、收不收费以快递答复为准。"
        d.confirm(text, data)


def _carry_out(s: Situation, d: Draft, order: OrderFacts, way: Way, new: NewAddress) -> None:
    goods = named(d, order)
    if way is Way.DIRECT:
        d.do("address", order_no=order.row.no, **new.to_json())
        d.do("note", order_no=order.row.no, text="收货信息已按买家要求更改")
        d.say(f"改好了，{goods}按新的收货信息发：{new.say()}。")
    elif way is Way.INTERCEPT:
        hours = s.policy.changes.intercept_hours
        d.do("hold", order_no=order.row.no)
        _ask_people(s, d, order, "warehouse", "请拦截并改地址", new, hours)
        d.say(
            f"已经请仓库按住{goods}，{say_answer(s, hours)}告诉您改成没有；"
            "万一已经交给快递，再找快递转寄。"
        )
    else:
        hours = s.policy.parcels.ticket_answer_hours
        carrier = next((p.carrier.name for p in order.shipments if p.carrier), "快递")
        _ask_people(s, d, order, "carrier", f"请{carrier}转寄到新地址", new, hours)
        d.say(f"转寄请求提给{carrier}了，{say_answer(s, hours)}把结果告诉您。")


def _add_to_request(s: Situation, d: Draft, order: OrderFacts, more: NewAddress) -> None:
    """What is told after the colleagues were asked goes after it."""
    parts = " ".join(more.to_json().values())
    hours = hours_until_answer(s, s.policy.changes.intercept_hours)
    title = f"改地址的补充：{order.row.no}，{parts}"
    d.do("ticket", kind="warehouse", title=title, order_no=order.row.no, hours=hours)
    d.say(
        f"{named(d, order)}改地址的请求已经在处理，您补充的{more.say()}也转过去了，有结果就告诉您。"
    )


def _ask_people(
    s: Situation, d: Draft, order: OrderFacts, kind: str, what: str, new: NewAddress, hours: int
) -> None:
    parts = " ".join(new.to_json().values())
    due = hours_until_answer(s, hours)
    title = f"{what}：{order.row.no}，新的收货信息：{parts}"
    d.do("ticket", kind=kind, title=title, order_no=order.row.no, hours=due)
    d.do(
        "promise",
        promise_kind=ADDRESS_ANSWER,
        content="告诉买家改地址的结果",
        order_no=order.row.no,
        hours=due,
    )


def _too_late(s: Situation, d: Draft, order: OrderFacts, way: Way) -> None:
    goods = named(d, order)
    if way is Way.COURIER:
        phone = _carrier_phone(d, order)
        d.say(f"{goods}今天已经在派送，地址改不了了。{phone}可以跟派送员商量改送或放代收点。")
        return
    state = order.row.state
    if state == "closed":
        d.say(f"{goods}这单已经关闭，没有要改的地址了。")
    elif state in ("signed", "completed"):
        d.say(f"{goods}这单已经签收，改不了地址了。要是没收到，马上告诉我。")
    else:
        tell_shipping(s, d, order)
        d.say("收货地址这会儿改不了，需要的话可以转人工看看。")
        d.offer("转人工")


def _carrier_phone(d: Draft, order: OrderFacts) -> str:
    for parcel in order.shipments:
        if parcel.row.state == "delivering" and parcel.carrier and parcel.carrier.phone:
            d.uses(parcel.carrier, "name", "phone")
            return f"打{parcel.carrier.name}客服{parcel.carrier.phone}，"
    return ""
