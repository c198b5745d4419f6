"""What is owed for late shipment (policy §2): said with its amount, filed for a person to book."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.aftersales.case_file import by_day, open_case, running_case, tell_case
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_name, paid_for

_LATE = re.compile(r"超时|逾期|(没|不|晚|迟|延迟|拖着)发货?|发货?(太|这么)?(晚|慢|迟)|延误")


def late_order(s: Situation) -> Optional[OrderFacts]:
    """The order that is late and meant; None where lateness is not what the message is about."""
    if not _LATE.search(s.text):
        return None
    late = [order for order in s.facts.orders if _is_late(s, order)]
    talked_about = [order for order in late if order.row.no == s.context.order_no]
    found = talked_about or late
    return found[0] if len(found) == 1 else None


def _is_late(s: Situation, order: OrderFacts) -> bool:
    due = order.row.promised_ship_at
    return order.unshipped and due is not None and due < s.now


def pay_for_lateness(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Owed, so it is neither haggled over nor made to depend on anything."""
    case = running_case(order, wish="compensation")
    if case is not None:
        tell_case(s, d, case, order)
        return
    due = d.uses(order.row, "state", "promised_ship_at").promised_ship_at
    assert due is not None, "the order is late"
    rules, days = s.policy.shipping, s.policy.clocks.quality_answer_days
    share = paid_for(d, order.items) * rules.late_percent // 100
    owed = max(share, rules.late_minimum * 100)
    goods = goods_name(d, order, order.items)
    no = open_case(
        d,
        order,
        order.items,
        issue="request_compensation",
        wish="compensation",
        problem=f"{s.text}（超时未发货，应付{yuan(owed)}）",
        days=days,
    )
    d.say(
        f"{goods}该在{say_moment(due, s.now)}前发出，晚了是我们的问题，抱歉。"
        f"晚发按商品金额的{rules.late_percent}%赔付，至少{rules.late_minimum}元，这单是{yuan(owed)}。"
    )
    d.say(f"登记好了，编号{no}，同事{by_day(s, days)}在这里答复到账的办法；不想等也可以直接退款。")
    d.offer("申请退款")
