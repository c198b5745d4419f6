"""Collecting a problem with received goods: what it is, a photo asked for once, then a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Sequence

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.aftersales.case_file import (
    REMEDIES,
    by_day,
    fault_on_file,
    instead,
    open_case,
    running_case,
    same_matter,
)
from xiaoer.shop.replies.aftersales.faults import wish_named
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_name, ids_of
from xiaoer.shop.replies.orders.steps import agreed, at, kept, told

_WITHOUT = re.compile(r"(没|不)(有|了|能|会|方便)?.{0,3}(照|图|拍)")


@dataclass(frozen=True)
class Inquiry:
    """What a kind of problem asks for and what follows."""

    #: The intent that the case is filed under.
    issue: str
    #: The question for details and a photo; {goods} is filled in.
    photo: str
    days: int
    #: What happens next; {by} is the last day.
    next: str
    #: What is wanted where the message does not say.
    wish: Optional[str] = None


def collect_for(
    s: Situation,
    d: Draft,
    order: OrderFacts,
    items: Sequence[OrderItem],
    inquiry: Inquiry,
    fault: Optional[str] = None,
) -> bool:
    """Asks once for details and a photo, then opens the case; a second report is added to it.

    Returns whether a case was opened.
    """
    asked = at(s, "evidence")
    case = None if asked else running_case(order, items, issue=inquiry.issue, wish=inquiry.wish)
    earlier = None if asked else same_matter(order, items, inquiry.wish)
    more = {"fault": fault} if fault else {}
    known = {"items": ids_of(order, items), "order_no": order.row.no, **more}
    if case is None and earlier is None and not asked and inquiry.wish == "compensation":
        case = fault_on_file(order, items)
    if case is not None:
        _add_to(s, d, case, order)
    elif earlier is not None and earlier.wish in REMEDIES and not agreed(s, "instead"):
        goods = goods_name(d, order, items or order.items)
        text = f"{goods}：{instead(d, order, items, inquiry.wish or '')}确认吗？"
        d.confirm(text, kept(s, step="instead", **known))
    elif earlier is not None:
        # What is wrong was told when that case was opened: nothing is asked for again.
        _file(s, d, order, items, inquiry)
        return True
    elif asked or s.value("photo"):
        _file(s, d, order, items, inquiry)
        return True
    else:
        question = inquiry.photo
        if "{goods}" in question:
            question = question.replace("{goods}", goods_name(d, order, items))
        d.ask("photo", question, data=kept(s, step="evidence", **known))
    return False


def _file(
    s: Situation, d: Draft, order: OrderFacts, items: Sequence[OrderItem], inquiry: Inquiry
) -> None:
    photo = bool(s.value("photo"))
    earlier = same_matter(order, items, inquiry.wish)
    no = open_case(
        d,
        order,
        items,
        issue=inquiry.issue,
        wish=wish_named(told(s)) or inquiry.wish,
        problem=told(s),
        days=inquiry.days,
        photo=photo,
    )
    goods = goods_name(d, order, items or order.items)
    later = "" if photo or earlier or _WITHOUT.search(s.text) else "照片拍好随时发到这里。"
    next_step = inquiry.next.replace("{by}", by_day(s, inquiry.days, earlier))
    d.say(f"登记好了，编号{no}：{goods}。{next_step}{later}")


def _add_to(s: Situation, d: Draft, case: Case, order: OrderFacts) -> None:
    d.uses(case, "state")
    title = f"{case.no} 买家补充：{told(s)[:60]}"
    d.do("ticket", kind="aftersales", title=title, order_no=order.row.no, case_no=case.no)
    if case.wish is None and (wish := wish_named(told(s))):
        d.do("case_change", no=case.no, problem=told(s), wish=wish)
    d.say(f"这个问题之前已经登记了，编号{case.no}，您刚说的我补充给处理的同事了。")
