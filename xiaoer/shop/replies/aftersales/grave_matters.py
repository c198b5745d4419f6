"""What no bot settles: injury, unsafe food, fake goods, law. To a person and a manager at once."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.aftersales.danger_words import (
    FOOD_ADVICE,
    Danger,
    advice,
    danger_told,
)
from xiaoer.shop.calendar import desk_is_open
from xiaoer.shop.replies.aftersales.case_file import open_case, running_case
from xiaoer.shop.replies.aftersales.faults import FAULTS, wish_named
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.orders.deadlines import hours_until_answer
from xiaoer.shop.replies.orders.desk_hours import person_next
from xiaoer.shop.replies.orders.order_items import named_items
from xiaoer.shop.replies.orders.steps import said

_FAKE = re.compile(r"假货|假的|冒牌|山寨|不是正品|仿品|高仿")
_LEGAL = re.compile(r"退一赔|假一赔|[三十]倍|3倍|10倍|律师|法院|起诉|法律|消法|食品安全法|报警")
_KINDS = (("fake", _FAKE), ("legal", _LEGAL))
_TITLES = {
    "body": "人身伤害或身体反应",
    "food": "食品安全",
    "fake": "反映假货",
    "legal": "提到法律或赔偿倍数",
}
#: Categories whose goods are eaten or touch a baby's mouth and skin.
_SENSITIVE = frozenset({"snacks", "baby"})


def grave(s: Situation) -> Optional[str]:
    """body, food, fake or legal; None for a matter that the bot may handle."""
    found = _danger(s)
    if found is not None:
        return found.grave
    text = f"{s.text}\n{said(s)}"
    return next((kind for kind, words in _KINDS if words.search(text)), None)


def _danger(s: Situation) -> Optional[Danger]:
    for text in (s.text, said(s)):
        found = danger_told(text)
        if found is not None and (found.grave != "food" or _edible(s)):
            return found
    return None


def _edible(s: Situation) -> bool:
    """Whether the goods may be food; they count as such until the order is known."""
    order = s.facts.order
    if order is None or not order.products:
        return True
    named = {item.product_id for item in named_items(s, order)}
    meant = [p for p in order.products.values() if not named or p.id in named]
    return any(product.category in _SENSITIVE for product in meant)


def grave_first(s: Situation, d: Draft) -> bool:
    """Advice, a case, a manager's ticket and a person; returns whether the message needed it.

    Comes before any question, even which order it is (policy §2, out of the ladder).
    """
    kind = grave(s)
    if kind is None:
        return False
    _advise(s, d, kind)
    no = _hand_over(s, d, kind)
    if desk_is_open(s.policy, s.now):
        d.say(f"这件事已经交给主管同事处理，编号{no}，会在这里直接联系您。")
    else:
        d.say(f"这件事已经交给主管处理，编号{no}。{person_next(s)}")
    return True


def advise(s: Situation, d: Draft) -> Optional[str]:
    """Says what comes first where body or food are concerned; returns the kind of matter."""
    kind = grave(s)
    if kind in ("body", "food"):
        _advise(s, d, kind)
    return kind


def _advise(s: Situation, d: Draft, kind: str) -> None:
    found = _danger(s)
    if kind == "body" and found is not None:
        d.say(advice(found))
    elif kind == "food":
        d.say(FOOD_ADVICE)
    elif kind == "fake":
        d.say("您反映的真假问题我们会认真核实，商品、包装和吊牌请先留好。")
    else:
        d.say("您说的情况我记下了，赔付的事我这里不能替主管定。")


def _hand_over(s: Situation, d: Draft, kind: str) -> str:
    """Opens the case, tells a manager and queues the conversation; returns the case's number."""
    order = s.facts.order
    items = (named_items(s, order) or order.items) if order else ()
    issue = s.request.intent if s.request.intent.startswith("report_") else "report_quality"
    told = s.text if s.text == said(s) else f"{said(s)}；{s.text}"
    running = running_case(order, items, issue=issue) if order and issue in FAULTS else None
    if running is not None:
        # One matter, one number: what makes it urgent goes to the manager under it.
        no = d.uses(running, "state").no
    else:
        no = open_case(
            d,
            order,
            items,
            issue=issue if kind in ("body", "food") else s.request.intent,
            wish=wish_named(f"{said(s)}{s.text}"),
            problem=told,
            days=s.policy.clocks.quality_answer_days,
            photo=bool(s.value("photo")),
        )
    more = f"：{told[:60]}" if running is not None else ""
    d.do(
        "ticket",
        kind="manager",
        title=f"{no} {_TITLES[kind]}{more}",
        order_no=order.row.no if order else None,
        case_no=no,
        hours=hours_until_answer(s, s.policy.desk.urgent_ticket_hours),
    )
    d.do("queue", reason="safety" if kind in ("body", "food") else kind)
    return no
