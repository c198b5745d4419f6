"""Cases: opening one with its number and clock, and telling how an open one stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Optional, Sequence

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.aftersales.faults import FAULTS
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_name

_TITLES = {
    "refund": "退款",
    "return": "退货",
    "exchange": "换货",
    "resend": "补发",
    "compensation": "补偿",
}
#: What settles a matter: of these an article gets one.
REMEDIES = ("refund", "return", "exchange", "resend")
#: Open problems that a remedy answers.
_PROBLEMS = FAULTS - {"report_size_unfit"} | {"delivered_not_received"}


def open_case(
    d: Draft,
    order: Optional[OrderFacts],
    items: Sequence[OrderItem],
    *,
    issue: str,
    wish: Optional[str],
    problem: str,
    days: int,
    photo: bool = False,
) -> str:
    """Opens a case with a ticket for the after-sales desk, due in `days`; returns its number.

    Where these goods have a case already, that one goes on with the new wish and its number.
    """
    order_no = order.row.no if order else None
    if order and wish in ("refund", "return"):
        _lapse_difference(d, order, items)
    earlier = same_matter(order, items, wish) if order else None
    if earlier is not None:
        d.uses(earlier, "state")
        d.do("case_change", no=earlier.no, problem=problem, wish=wish, photo=photo)
        title = f"{earlier.no} 改为{title_of(wish)}"
        d.do("ticket", kind="aftersales", title=title, order_no=order_no, case_no=earlier.no)
        return earlier.no
    no = d.number("S")
    one = items[0].id if len(items) == 1 else None
    d.do(
        "case",
        no=no,
        issue=issue,
        problem=problem,
        order_no=order_no,
        item_id=one,
        wish=wish,
        photo=photo,
        days=days,
    )
    title = f"{no} {title_of(wish)}"
    d.do("ticket", kind="aftersales", title=title, order_no=order_no, case_no=no, hours=24 * days)
    return no


def _lapse_difference(d: Draft, order: OrderFacts, items: Sequence[OrderItem]) -> None:
    """Ends a claim to a price difference: goods whose whole price goes back have none."""
    claim = running_case(order, items, issue="price_protection")
    if claim is None:
        return
    d.uses(claim, "state")
    d.do("case_change", no=claim.no, problem="商品已申请退款，差价不另退", closed=True)
    d.say(f"之前登记的价保（编号{claim.no}）跟着这次退款结束，差价不另退。")


def title_of(wish: Optional[str]) -> str:
    """What a case is called by its wish."""
    return _TITLES.get(wish or "", "售后问题")


def same_matter(
    order: OrderFacts, items: Sequence[OrderItem], wish: Optional[str]
) -> Optional[Case]:
    """The running case of these very goods that a new wish continues instead of a second one.

    A problem without a wish takes any wish; a remedy gives way to another remedy only. Owed
    money (late shipping, price protection) stands beside all others.
    """
    if wish not in (*REMEDIES, "compensation"):
        return None
    known = [case for case in order.cases if _continues(order, case, items, wish)]
    running = [case for case in known if running_case(order, case_no=case.no)]
    return running[-1] if running else None


def _continues(
    order: OrderFacts, case: Case, items: Sequence[OrderItem], wish: Optional[str]
) -> bool:
    ids = {item.id for item in items}
    whole = case.item_id is None and len(ids) == len(order.items)
    if ids and not whole and ids != {case.item_id}:
        return False
    if case.issue in _PROBLEMS and case.wish in (None, "compensation"):
        return True
    return case.wish in REMEDIES and wish in REMEDIES


def fault_on_file(order: OrderFacts, items: Sequence[OrderItem] = ()) -> Optional[Case]:
    """The running case of a fault of these items (none: any), whatever is wanted for it."""
    found = [running_case(order, items, issue=issue) for issue in sorted(FAULTS)]
    faults = [case for case in found if case and case.issue != "report_size_unfit"]
    return max(faults, key=lambda case: case.opened_at, default=None)


def instead(d: Draft, order: OrderFacts, items: Sequence[OrderItem], wish: str) -> str:
    """In a read-back: what was registered for the same goods and gives way; else empty."""
    earlier = same_matter(order, items, wish)
    if earlier is None or d.uses(earlier, "wish", "state").wish not in REMEDIES:
        return ""
    return f"这件之前登记了{title_of(earlier.wish)}（编号{earlier.no}），这次改成{title_of(wish)}。"


def by_day(s: Situation, days: int, earlier: Optional[Case] = None) -> str:
    """The last day of a clock that starts now: 最晚11月24日（周二）.

    A case that goes on keeps the earlier day that was promised for it.
    """
    due = s.now + timedelta(days=days)
    if earlier is not None and earlier.answer_due_at > s.now:
        due = min(due, earlier.answer_due_at)
    return f"最晚{say_day(local(due).date(), local(s.now).date())}"


def running_case(
    order: OrderFacts,
    items: Sequence[OrderItem] = (),
    *,
    wish: Optional[str] = None,
    issue: Optional[str] = None,
    case_no: Optional[str] = None,
) -> Optional[Case]:
    """The newest case that still runs for these items (none: any) with this wish or issue."""
    ids = {item.id for item in items}
    fitting = [
        case
        for case in order.cases
        if case.state != "closed"
        and not any(withdrawal(case.no) in note.text for note in order.notes)
        and (not ids or case.item_id is None or case.item_id in ids)
        and (wish is None or case.wish == wish)
        and (issue is None or case.issue == issue)
        and (case_no is None or case.no == case_no)
    ]
    return fitting[-1] if fitting else None


def refund_stops(d: Draft, order: OrderFacts, what: str, items: Sequence[OrderItem] = ()) -> bool:
    """Says that a refund of all these items (none: of the order) runs, so that `what` is not done.

    Every answer that changes an order asks this first; False where nothing of it is refunded.
    """
    items = items or order.items
    ids = {item.id for item in items}

    def covered(item_id: Optional[str]) -> bool:
        return item_id is None or {item_id} == ids

    refund = order.open_refund
    case = running_case(order, items, wish="refund")
    if refund is not None and covered(refund.item_id):
        d.uses(refund, "state")
        goods = goods_name(d, order, items)
        d.say(f"{goods}有退款在处理，{what}。还想要的话，先跟我说“撤回退款”。")
    elif case is not None and covered(case.item_id):
        d.uses(case, "state", "wish")
        goods = goods_name(d, order, items)
        d.say(f"{goods}已经在退款了（编号{case.no}），{what}。还想要的话，先跟我说“撤回退款”。")
    else:
        return False
    d.offer("撤回退款")
    return True


def withdrawal(case_no: str) -> str:
    """The words of the order note with which a buyer takes a case back."""
    return f"买家要求撤回{case_no}"


def tell_case(s: Situation, d: Draft, case: Case, order: Optional[OrderFacts] = None) -> None:
    """How an open case stands; one that is past its clock goes to a manager."""
    d.uses(case, "state", "answer_due_at")
    due = say_day(local(case.answer_due_at).date(), local(s.now).date())
    goods = _goods(d, case, order) if order else "这笔"
    what = f"{goods}的{title_of(d.uses(case, 'wish').wish)}"
    if s.now <= case.answer_due_at:
        d.say(f"{what}已经登记过了，编号{case.no}，同事最晚{due}在这里给您答复。")
        return
    press(s, d, f"{case.no} 超时未答复", case.order_no, case.no)
    d.say(
        f"抱歉，{what}（编号{case.no}）说好{due}前答复，已经超时了，"
        "我给主管开了加急单，也可以现在转人工。"
    )
    d.offer("转人工")


def _goods(d: Draft, case: Case, order: OrderFacts) -> str:
    items = [item for item in order.items if item.id == case.item_id] or order.items
    return goods_name(d, order, items)


def press(
    s: Situation, d: Draft, title: str, order_no: Optional[str], case_no: Optional[str] = None
) -> None:
    """An urgent ticket for a manager: something that was due has not happened."""
    hours = s.policy.desk.urgent_ticket_hours
    d.do("ticket", kind="manager", title=title, order_no=order_no, case_no=case_no, hours=hours)
