"""How an invoice stands that was asked for: registered, late, or issued."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Optional

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.orders.model import Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import say_answer
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.selling.invoice_rule import side_questions
from xiaoer.shop.replies.selling.invoice_title import is_firm

#: The title is wrong, or another one is wanted.
CHANGE = re.compile(r"换|改|重开|错|修改|更正")


def tell_issued(s: Situation, d: Draft, order: OrderFacts) -> None:
    assert order.invoice is not None, "the caller saw it"
    invoice = d.uses(order.invoice, "state", "issued_at")
    when = (
        f"{say_day(local(invoice.issued_at).date(), local(s.now).date())}"
        if invoice.issued_at
        else ""
    )
    d.say(f"{named(d, order)}这单的发票{when}已经开好了。")
    if CHANGE.search(s.text):
        hours = s.policy.parcels.ticket_answer_hours
        d.do("ticket", kind="invoice", title="发票要换开", order_no=order.row.no, hours=hours)
        d.say(f"换开我登记给同事了，{say_answer(s, hours)}联系您。")
    elif not side_questions(s, d, order):
        _say_title(s, d, order)


def tell_requested(s: Situation, d: Draft, order: OrderFacts) -> None:
    assert order.invoice is not None, "the caller saw it"
    d.uses(order.invoice, "state")
    what, last = named(d, order), _last_day(s, d, order)
    if last is None or last >= local(s.now).date():
        d.say(f"{what}这单的发票已经登记了，{due_words(s, d, order)}。")
    else:
        hours = s.policy.desk.urgent_ticket_hours
        d.do("ticket", kind="invoice", title="发票超时未开", order_no=order.row.no, hours=hours)
        d.say(
            f"抱歉，{what}这单的发票应该{say_day(last, local(s.now).date())}开出的，晚了。"
            f"我登记催办了，{say_answer(s, hours)}给您答复。"
        )
    if not side_questions(s, d, order):
        _say_title(s, d, order)


def _say_title(s: Situation, d: Draft, order: OrderFacts) -> None:
    """The title is shown to the signed-in buyer only, a person's name masked."""
    if order.invoice is not None and order.invoice.title and s.facts.buyer is not None:
        title = str(d.uses(order.invoice, "title").title)
        d.say(f"抬头是{_masked(title)}，要改的话跟我说“改发票抬头”。")


def _masked(title: str) -> str:
    """A firm's name as it is; of a person's only the family name (徐静 -> 徐*)."""
    return title if is_firm(title) else f"{title[0]}{'*' * (len(title) - 1)}"


def _last_day(s: Situation, d: Draft, order: OrderFacts) -> Optional[date]:
    """The day by which the invoice is issued, None while the order is not completed."""
    done = d.uses(order.row, "confirmed_at").confirmed_at
    return local(done).date() + timedelta(days=s.policy.invoice.issue_days) if done else None


def due_words(s: Situation, d: Draft, order: OrderFacts) -> str:
    last, today = _last_day(s, d, order), local(s.now).date()
    if last is None:
        usual = f"订单完成后{s.policy.invoice.issue_days}天内开出"
        return d.without(usual, Order.confirmed_at)
    # A title that comes late has its own days.
    last = last if last >= today else today + timedelta(days=s.policy.invoice.issue_days)
    return f"最晚{say_day(last, today)}开出"
