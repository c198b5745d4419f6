"""Invoices: never refused, never surcharged, tied to nothing (policy §9)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Optional

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import say_answer
from xiaoer.shop.replies.orders.which_order import ask_which, named, unknown_order
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.invoice_title import (
    brings_title,
    is_firm,
    looks_like_title,
    read_title,
)

_QUESTION = re.compile(r"吗|[?？]|怎么|多久|什么|啥|几时|几天|能开|哪|加钱|税点")
_SPECIAL = re.compile(r"专票|专用发票|增值税专|专用票")
_PAPER = re.compile(r"纸质|纸的|寄")
_FEE = re.compile(r"加钱|加点|税点|收费|另外收|额外|要钱")
_GENERAL = re.compile(
    r"能开|可以开|有发票|开不开|开吗|给开|有票|带票|什么发票|哪种|多久|什么时候|加钱|税点"
)
_WHERE = re.compile(r"邮箱|发到|哪里(看|找|下载)|在哪|怎么(给|收|下载|拿)|怎样给|下载|短信")
_CHANGE = re.compile(r"换|改|重开|错|修改|更正")


def _bought(order: OrderFacts) -> bool:
    return order.row.state != "closed" and order.row.state != "unpaid"


@answers(
    "ask_invoice", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=_bought, declines=True
)
def ask_invoice(s: Situation, d: Draft) -> None:
    """The rule for who only asks; for an order its invoice, or the title is taken."""
    s = _without_foreign_answer(s)
    if unknown_order(s, d):
        return
    number = s.understanding.value("order_number")
    order = next((one for one in s.facts.orders if one.row.no == number), s.facts.order)
    if order is None:
        _say_general(s, d)
    elif s.given.get("declined"):
        _declined(s, d, order)
    elif s.given.get("text") or s.given.get("confirmed"):
        _take(s, d, order, str(s.given.get("text") or ""))
    elif brings_title(s.text) and _bought(order):
        _take(s, d, order, s.text)
    else:
        _of_order(s, d, order)


def _without_foreign_answer(s: Situation) -> Situation:
    """A message that names another order answers nothing that was asked about the first."""
    number = s.understanding.value("order_number")
    asked = s.given.get("order_no")
    return replace(s, given={}) if number and asked and number != asked else s


def _say_general(s: Situation, d: Draft) -> None:
    fitting = tuple(order for order in s.facts.orders if _bought(order))
    _say_rule(s, d)
    if fitting and not _GENERAL.search(s.text):
        ask_which(s, d, fitting)
    elif not fitting:
        d.say("下单后把抬头发我就行，企业抬头再加上税号。")
    else:
        d.say("要开哪一单，把订单和抬头发我就行。")


def _declined(s: Situation, d: Draft, order: OrderFacts) -> None:
    """A no to the tax number means that there is none, a no to what was read back another title."""
    if s.given.get("asked_tax") and "confirmed" not in s.given:
        _read_back(d, order, str(s.given.get("title", "")), None)
    elif s.given.get("title"):
        d.ask(
            "invoice_title", "好的，把正确的抬头发我，我重新登记。", data={"order_no": order.row.no}
        )
    else:
        d.say("好的，先不登记。抬头想好了随时发我。")


def _say_rule(s: Situation, d: Draft) -> None:
    rules = s.policy.invoice
    kinds = "、".join(rules.kinds)
    extra = "，不另外收钱" if _FEE.search(s.text) else ""
    d.say(f"可以开的亲，开{kinds}{extra}，订单完成后{rules.issue_days}天内开出。")
    _say_where(s, d)
    _special(s, d, s.facts.order)


def _say_where(s: Situation, d: Draft) -> bool:
    """Where an issued invoice is found, if that is asked; returns whether it was."""
    note = s.policy.invoice.delivery_note
    if note and _WHERE.search(s.text):
        d.say(f"{note}。")
        return True
    return False


def _side_questions(s: Situation, d: Draft, order: OrderFacts) -> bool:
    """What else is asked about an invoice that is taken down already."""
    if _FEE.search(s.text):
        d.say("开票不另外收钱。")
        return True
    if _SPECIAL.search(s.text) or _PAPER.search(s.text):
        _special(s, d, order)
        return True
    return _say_where(s, d)


def _special(s: Situation, d: Draft, order: Optional[OrderFacts]) -> None:
    """Another kind than the usual one is not refused: a person sees to it."""
    asked = "专用发票" if _SPECIAL.search(s.text) else "纸质发票" if _PAPER.search(s.text) else ""
    if not asked or any(asked[:2] in kind for kind in s.policy.invoice.kinds):
        return
    d.do(
        "ticket",
        kind="invoice",
        title=f"买家需要{asked}",
        order_no=order.row.no if order else None,
        hours=s.policy.parcels.ticket_answer_hours,
    )
    within = say_answer(s, s.policy.parcels.ticket_answer_hours)
    d.say(f"{asked}我登记给开票的同事了，{within}答复您。")


def _of_order(s: Situation, d: Draft, order: OrderFacts) -> None:
    row, invoice = order.row, order.invoice
    if invoice is not None and invoice.state == "issued":
        _issued(s, d, order)
    elif invoice is not None and not _CHANGE.search(s.text):
        _requested(s, d, order)
    elif d.uses(row, "state").state == "unpaid":
        d.say(f"{named(d, order)}这单还没付款，付款后把抬头发我就能登记发票。")
    elif row.state == "closed":
        d.say(f"{named(d, order)}这单已经关闭了，没有成交的部分开不了发票；有疑问可以转人工核对。")
        d.offer("转人工")
    else:
        if not (invoice is not None or s.given):
            _say_rule(s, d)
        _ask_title(d, order)


def _ask_title(d: Draft, order: OrderFacts) -> None:
    text = f"{named(d, order)}这单，抬头发我就行：个人写姓名，企业写全称加税号。"
    d.ask("invoice_title", text, data={"order_no": order.row.no})


def _issued(s: Situation, d: Draft, order: OrderFacts) -> None:
    assert order.invoice is not None, "the caller saw it"
    invoice = d.uses(order.invoice, "state", "issued_at")
    when = (
        f"{say_day(local(invoice.issued_at).date(), local(s.now).date())}"
        if invoice.issued_at
        else ""
    )
    d.say(f"{named(d, order)}这单的发票{when}已经开好了。")
    if _CHANGE.search(s.text):
        hours = s.policy.parcels.ticket_answer_hours
        d.do("ticket", kind="invoice", title="发票要换开", order_no=order.row.no, hours=hours)
        d.say(f"换开我登记给同事了，{say_answer(s, hours)}联系您。")
    elif not _side_questions(s, d, order):
        _say_title(s, d, order)


def _requested(s: Situation, d: Draft, order: OrderFacts) -> None:
    assert order.invoice is not None, "the caller saw it"
    d.uses(order.invoice, "state")
    what, last = named(d, order), _last_day(s, d, order)
    if last is None or last >= local(s.now).date():
        d.say(f"{what}这单的发票已经登记了，{_due(s, d, order)}。")
    else:
        hours = s.policy.desk.urgent_ticket_hours
        d.do("ticket", kind="invoice", title="发票超时未开", order_no=order.row.no, hours=hours)
        d.say(
            f"抱歉，{what}这单的发票应该{say_day(last, local(s.now).date())}开出的，晚了。"
            f"我登记催办了，{say_answer(s, hours)}给您答复。"
        )
    if not _side_questions(s, d, order):
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


def _due(s: Situation, d: Draft, order: OrderFacts) -> str:
    last, today = _last_day(s, d, order), local(s.now).date()
    if last is None:
        return f"订单完成后{s.policy.invoice.issue_days}天内开出"
    # A title that comes late has its own days.
    last = last if last >= today else today + timedelta(days=s.policy.invoice.issue_days)
    return f"最晚{say_day(last, today)}开出"


def _take(s: Situation, d: Draft, order: OrderFacts, text: str) -> None:
    """Reads the title, reads it back once, and writes it on a yes."""
    if order.invoice is not None and order.invoice.state == "issued":
        _issued(s, d, order)
        return
    if s.given.get("confirmed"):
        title, tax_no = s.given["title"], s.given.get("tax_no")
        d.do("invoice", order_no=order.row.no, title=title, tax_no=tax_no)
        d.say(f"登记好了，{named(d, order)}这单开{title}，{_due(s, d, order)}。")
        return
    if _QUESTION.search(text) and not brings_title(text):
        _say_rule(s, d)
        _ask_title(d, order)
        return
    if not looks_like_title(text) and not s.given.get("asked_tax"):
        _special(s, d, order)
        question = "这个不像抬头。个人写姓名，企业写全称；名字特别的话，发“抬头：”再接名字就行。"
        d.ask("invoice_title", question, data={**s.given, "text": None})
        return
    title, tax_no = read_title(text)
    if s.given.get("asked_tax") and not tax_no:
        question = "这个不像税号。税号是15到20位的数字和字母，没有的话回“没有”就行。"
        d.ask("invoice_title", question, data={**s.given, "text": None})
        return
    title, tax_no = title or s.given.get("title", ""), tax_no or s.given.get("tax_no")
    data = {"order_no": order.row.no, "title": title, "tax_no": tax_no}
    if not title:
        question = (
            "收到税号了，抬头的全称是什么？" if tax_no else "抬头我没看明白，麻烦把全称发我。"
        )
        d.ask("invoice_title", question, data=data)
    elif not tax_no and is_firm(title) and not s.given.get("asked_tax"):
        question = f"{title}的税号也发我一下；没有税号的单位回“没有”就行。"
        d.ask("invoice_title", question, data={**data, "asked_tax": True})
    else:
        _read_back(d, order, title, tax_no)


def _read_back(d: Draft, order: OrderFacts, title: str, tax_no: Optional[str]) -> None:
    shown = f"，税号{tax_no}" if tax_no else ""
    data = {"order_no": order.row.no, "title": title, "tax_no": tax_no}
    d.confirm(f"核对一下：{named(d, order)}这单开{title}{shown}，对吗？", data)
