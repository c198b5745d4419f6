"""The number of a parcel that a buyer sends back: read, stored on the return, told once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Optional

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.orders.model import Return
from xiaoer.shop.replies.aftersales.case_file import running_case
from xiaoer.shop.replies.aftersales.refund_progress import return_of
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts

#: A parcel's number in a form that no carrier of the list has.
_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,4}\d{8,18}(?![A-Za-z0-9])")
#: How the warehouse's note begins.
_NOTED = "买家寄回单号"


def comes_back(order: OrderFacts) -> bool:
    """A return is agreed or running."""
    running = order.open_refund
    return (running is not None and running.kind == "return_refund") or any(
        case.wish in ("return", "exchange") and case.state != "closed" for case in order.cases
    )


def newest_return(order: OrderFacts) -> Optional[Return]:
    running = order.open_refund
    if running is not None:
        return return_of(order, running)
    return max(order.returns, key=lambda row: row.send_by, default=None)


def sent_by_shop(order: OrderFacts, tracking: str) -> bool:
    """The number of the parcel that the shop sent: no return."""
    return any(parcel.row.tracking_no == tracking for parcel in order.shipments)


def number_typed(s: Situation) -> Optional[str]:
    """The number of a parcel in the message, also of a carrier whose form is not known."""
    if number := s.value("tracking_number"):
        return str(number)
    found = _NUMBER.search(s.text)
    return found.group(0).upper() if found else None


def awaits_number(order: OrderFacts) -> bool:
    """Goods are to come back, and no number of their parcel is known."""
    row = newest_return(order)
    return comes_back(order) and row is not None and not row.tracking_no


def number_given(
    s: Situation, d: Draft, order: OrderFacts, row: Optional[Return], tracking: str
) -> None:
    """Stores the number of a parcel sent back, with the clock that starts now (policy §3)."""
    if tell_noted(d, order, tracking):
        return
    order_no = order.row.no
    d.do("note", order_no=order_no, text=f"{_NOTED}{tracking}")
    clocks = s.policy.clocks
    if row is not None and not row.tracking_no:
        d.uses(row, "tracking_no")
        d.do("return_sent", return_id=row.id, tracking_no=tracking)
    else:
        case = running_case(order, wish="return") or running_case(order, wish="exchange")
        d.do(
            "ticket",
            kind="aftersales",
            title=f"登记退货单号{tracking}",
            order_no=order_no,
            case_no=case.no if case else None,
        )
        if row is not None:
            before = d.uses(row, "tracking_no").tracking_no
            d.say(f"之前登记的是{before}，现在按{tracking}记到订单上，请同事核对一下用哪个。")
            return
        if case is None:
            d.say(
                f"单号{tracking}记到订单上了。这笔还没有登记退货，已经开单请仓库留意这个包裹；"
                "您再说一下退哪件、什么情况？"
            )
            d.offer("我要退货")
            return
    due = local(s.now + timedelta(days=clocks.refund_after_number_days)).date()
    d.say(
        f"单号{tracking}记到订单上了。我们收到后{clocks.refund_after_arrival_days}天内处理，"
        f"最晚不超过{say_day(due, local(s.now).date())}。"
    )


def tell_noted(d: Draft, order: OrderFacts, tracking: str = "") -> bool:
    """Says that the number (or any) of a parcel sent back is written down; False where it is not.

    That of a return which is not in the books yet stands in a note alone.
    """
    said = f"{_NOTED}{tracking}"
    noted = next((note for note in reversed(order.notes) if said in note.text), None)
    if noted is None:
        return False
    number = d.uses(noted, "text").text.partition(_NOTED)[2].split(" ")[0]
    d.say(f"单号{number}之前已经记下了，等仓库收到验货，有进展在这里告诉您。")
    return True
