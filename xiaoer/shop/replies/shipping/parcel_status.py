"""One parcel in words: its last scan, what comes next, and what is done about a stuck one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Optional, Tuple

from xiaoer.shop.calendar import say_day, say_moment
from xiaoer.shop.clock import local
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.logistics.model import Carrier, CarrierRegion
from xiaoer.shop.orders.model import UNSHIPPED_STATES, Scan, Shipment
from xiaoer.shop.replies.aftersales.case_file import running_case, tell_case
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ShipmentFacts
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.steps import kept
from xiaoer.shop.replies.selling.campaigns import until
from xiaoer.shop.replies.shipping.delivery_days import (
    Place,
    Transit,
    Window,
    arrival,
    order_place,
    transit,
)
from xiaoer.shop.replies.shipping.order_shipping import open_promise

#: A promise of this kind on the order: the carrier is asked and the buyer will hear.
CARRIER_ANSWER = "carrier_answer"
#: Signers that are roles or places; any other name is a person's and is not shown.
_ROLES = ("本人", "家人", "家属", "同事", "邻居", "门卫", "保安", "前台", "物业", "代收", "代签")
_POINTS = ("驿站", "柜", "丰巢", "菜鸟", "超市", "便利店", "店", "代收点", "收发室", "信箱", "门口")
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def tell_parcel(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    """Says where the parcel is and what follows; a stuck one becomes a carrier ticket."""
    state = d.uses(parcel.row, "state").state
    if state in UNSHIPPED_STATES:
        d.say(f"{_title(d, parcel)}还没交给快递，发出后就能看到物流。")
    elif state == "signed":
        d.say(f"{_title(d, parcel)}{signed_words(s, d, order, parcel)}。要是没拿到，马上告诉我。")
    elif state == "lost":
        _lost(s, d, order, parcel)
    elif state == "returning":
        d.say(f"{_title(d, parcel)}正在退回。{_last_words(s, d, parcel)}")
        if refund := order.open_refund:
            d.uses(refund, "state")
            d.say("这单的退款在走流程，想知道进度问我“退款到哪了”就行。")
    elif problem := stuck(s, d, parcel):
        seen = _last_words(s, d, parcel) if parcel.scans else ""
        d.say(f"{_title(d, parcel)}{problem}。{seen}")
        press_carrier(s, d, order, parcel)
    else:
        d.say(f"{_title(d, parcel)}{_last_words(s, d, parcel)}{_next(s, d, order, parcel)}")


def _title(d: Draft, parcel: ShipmentFacts) -> str:
    carrier = d.uses(parcel.carrier, "name").name if parcel.carrier else ""
    number = parcel.row.tracking_no or ""
    if number:
        d.uses(parcel.row, "tracking_no")
    if number.startswith(carrier.upper()):
        carrier = ""
    return f"{carrier}{number}：" if carrier or number else "包裹："


def _last_words(s: Situation, d: Draft, parcel: ShipmentFacts) -> str:
    scan = parcel.last_scan
    if scan is None:
        return "目前还没有扫描记录。"
    return f"最新一条是{say_moment(scan.at, s.now)}，{scan_text(d, scan)}。"


def scan_text(d: Draft, scan: Scan) -> str:
    """The carrier's words, with telephone numbers of couriers masked."""
    d.uses(scan, "at", "text")
    return _PHONE.sub(r"\1****\2", scan.text).rstrip("。；;，, ")


def stuck(s: Situation, d: Draft, parcel: ShipmentFacts) -> Optional[str]:
    """What is wrong with a parcel that does not move (policy §5), None where all is well."""
    limits = s.policy.parcels
    if parcel.row.state not in ("handed_over", "in_transit", "delivering"):
        return None
    scan = parcel.last_scan
    if scan is not None:
        still = s.now - scan.at
        if still <= timedelta(hours=limits.no_movement_hours):
            return None
        d.uses(scan, "at")
        return f"已经{_long(still)}没有更新了，确实不正常，抱歉"
    shipped = parcel.row.shipped_at
    if shipped is None or s.now - shipped <= timedelta(hours=limits.no_scan_hours):
        return None
    d.uses(parcel.row, "shipped_at")
    return f"{say_moment(shipped, s.now)}就发出了，{limits.no_scan_hours}小时还没有揽收记录，抱歉"


def _long(still: timedelta) -> str:
    return f"{still.days}天" if still.days >= 2 else f"{int(still.total_seconds() // 3600)}小时"


def press_carrier(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    """A ticket to the carrier and a promise to report; told once, not opened twice."""
    asked = open_promise(d, order, CARRIER_ANSWER)
    if asked and asked.due_at > s.now:
        d.say(f"我已经让快递在核查，{until(asked.due_at, s.now)}前把结果告诉您。")
        return
    name = parcel.carrier.name if parcel.carrier else d.without("快递", Carrier)
    title = f"{name}{parcel.row.tracking_no or ''}没有更新，请核查位置并催送"
    open_carrier_ticket(s, d, order, title, "快递核查包裹位置的结果")
    again = "上次的核查还没有回音，我" if asked else "我"
    hours = s.policy.parcels.ticket_answer_hours
    wait = f"{again}给{name}提了核查工单，{say_answer(s, hours)}把结果告诉您"
    leave = ""
    if order.row.campaign_id:
        leave = "；不想等的话可以申请退款，包裹到了拒收就行"
        d.uses(order.row, "campaign_id")
    d.say(f"{wait}{leave}。")


def open_carrier_ticket(
    s: Situation,
    d: Draft,
    order: OrderFacts,
    title: str,
    content: str,
    case_no: Optional[str] = None,
) -> None:
    """Asks the carrier and promises the buyer the result; the clock is `parcels`' one."""
    hours = hours_until_answer(s, s.policy.parcels.ticket_answer_hours)
    number = order.row.no
    d.do("ticket", kind="carrier", title=title, order_no=number, case_no=case_no, hours=hours)
    d.do(
        "promise",
        promise_kind=CARRIER_ANSWER,
        content=f"告诉买家：{content}",
        order_no=number,
        hours=hours,
    )


def _next(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> str:
    today = local(s.now).date()
    scan = parcel.last_scan
    if parcel.row.state == "delivering":
        if scan and local(scan.at).date() < today:
            return f"派送后还没签收，{_hotline(d, parcel)}也可以让我来催。"
        return "今天正在派送，留意一下电话或取件短信。"
    if scan is None:
        if parcel.row.shipped_at is None:
            return d.without("哪天发出的也没有写，揽收后这里就能看到。", Shipment.shipped_at)
        d.uses(parcel.row, "shipped_at")
        hours = s.policy.parcels.no_scan_hours
        return f"刚发出，揽收记录一般{hours}小时内会出来。"
    return _expected(s, d, order, parcel)


def expected(
    s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts
) -> Optional[Tuple[Place, Transit, Window]]:
    """Where a parcel goes, how long that takes and when it is there; None where unknown."""
    place = order_place(d, order)
    shipped = parcel.row.shipped_at
    travel = transit(s, d, parcel.carrier, place) if parcel.carrier and place else None
    if travel is None or shipped is None or place is None:
        return None
    d.uses(parcel.row, "shipped_at")
    return place, travel, arrival(local(shipped).date(), travel)


def _expected(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> str:
    known = expected(s, d, order, parcel)
    if known is None:
        unknown = "还要几天这边算不出来，到了会派送。"
        return d.without(unknown, Carrier, CarrierRegion, Shipment.shipped_at)
    place, travel, window = known
    today = local(s.now).date()
    if window.last < today:
        hours = s.policy.parcels.no_movement_hours
        return (
            f"到{place.name}正常{travel.say()}，这件慢了些；"
            f"要是{hours}小时都不更新，跟我说，我找快递核查。"
        )
    if window.last == today:
        return f"到{place.name}正常{travel.say()}，按这个速度今天该到了。"
    if window.first <= today:
        return f"到{place.name}正常{travel.say()}，预计{say_day(window.last, today)}前送到。"
    return f"到{place.name}正常{travel.say()}，预计{window.say(today)}送到。"


def _hotline(d: Draft, parcel: ShipmentFacts) -> str:
    if parcel.carrier is None or not parcel.carrier.phone:
        return ""
    d.uses(parcel.carrier, "phone")
    return f"可以打{parcel.carrier.name}客服{parcel.carrier.phone}约时间，"


def signed_words(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> str:
    """When it was signed for and by whom: 昨天11:20签收，签收方是梅岭路菜鸟驿站."""
    if parcel.row.signed_at:
        d.uses(parcel.row, "signed_at")
        when = f"物流显示{say_moment(parcel.row.signed_at, s.now)}签收"
    else:
        when = d.without("物流显示已签收，时间没有写", Shipment.signed_at)
    signer = say_signer(parcel.row.signed_by, order.row.receiver)
    if signer is None:
        return f"{when}，{d.without('没有写是谁签的', Shipment.signed_by)}"
    d.uses(parcel.row, "signed_by")
    return f"{when}，签收人写的是{signer}"


def say_signer(signed_by: Optional[str], receiver: str) -> Optional[str]:
    """The signer as it may be shown: places and roles as they are, a person's name masked."""
    if not signed_by:
        return None
    if signed_by == receiver:
        return "本人"
    if any(word in signed_by for word in (*_ROLES, *_POINTS)):
        return signed_by
    return f"{signed_by[0]}{'*' * (len(signed_by) - 1)}"


def at_a_point(parcel: ShipmentFacts) -> bool:
    """Whether a pick-up point or a locker has it, as the carrier wrote."""
    return any(word in (parcel.row.signed_by or "") for word in _POINTS)


def _lost(s: Situation, d: Draft, order: OrderFacts, parcel: ShipmentFacts) -> None:
    case = running_case(order, wish="resend") or running_case(order, wish="refund")
    if case is not None:
        tell_case(s, d, case)
        return
    d.say(f"非常抱歉，{_title(d, parcel)}快递已经确认丢失了。")
    options = (Option("补发一件", "resend"), Option("全额退款", "refund"))
    data = kept(s, step="lost", order_no=order.row.no)
    d.ask("choice", "补发或者全额退款，都由您选，要哪一种？", options, data)
