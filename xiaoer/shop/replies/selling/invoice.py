"""Invoices: never refused, never surcharged, tied to nothing (policy §9)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, Mapping, Optional

from xiaoer.shop.orders.model import Invoice
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.which_order import ask_which, named, unknown_order
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.invoice_progress import (
    CHANGE,
    due_words,
    tell_issued,
    tell_requested,
)
from xiaoer.shop.replies.selling.invoice_rule import say_rule, say_special
from xiaoer.shop.replies.selling.invoice_title import (
    brings_title,
    can_be_title,
    correction,
    is_firm,
    is_tax_no,
    objection,
    read_title,
)

_QUESTION = re.compile(r"吗|[?？]|怎么|多久|什么|啥|几时|几天|能开|哪|加钱|税点")
_GENERAL = re.compile(
    r"能开|可以开|有发票|开不开|开吗|给开|有票|带票|什么发票|哪种|多久|什么时候|加钱|税点"
)
#: Asks how an invoice stands that was asked for before.
_PROGRESS = re.compile(
    r"开好|开出|开了|开没|好了|还没|没开|没收到|没有收到|进度|什么时候|多久|几时|啥时|几天|下来|出来|催|怎么还|呢"
)
#: "没有税号", "我们是学校，没税号的": there is none.
_NONE = re.compile(r"(没有?|无|不用|不需要|没办)(这个)?(税号|号码?|的)|^(没|无)$")


def _bought(order: OrderFacts) -> bool:
    return order.row.state != "closed" and order.row.state != "unpaid"


@answers(
    "ask_invoice", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=_bought, declines=True
)
def ask_invoice(s: Situation, d: Draft) -> None:
    """The rule for who only asks; for an order its invoice, or the title is taken."""
    s = _without_foreign_answer(_without_tax_no(s))
    if unknown_order(s, d):
        return
    order = _order(s)
    if order is None:
        _say_general(s, d)
    elif (shown := _shown(s, order)) and (right := correction(s.text)):
        _correct(d, order, shown, *right)
    elif s.given.get("declined"):
        _declined(s, d, order)
    elif shown and "confirmed" not in s.given and objection(s.text):
        _ask_right(s, d, order, shown)
    elif s.given.get("text") or s.given.get("confirmed"):
        _take(s, d, order, str(s.given.get("text") or ""))
    elif brings_title(s.text) and _bought(order):
        _take(s, d, order, s.text)
    else:
        _of_order(s, d, order)


def _without_tax_no(s: Situation) -> Situation:
    """Leaves out an "order number" that is a tax number: many of those are nothing but digits."""
    number = s.understanding.value("order_number")
    known = any(order.row.no == number for order in s.facts.orders)
    if number is None or known or not (s.given.get("asked_tax") or is_tax_no(s.text, number)):
        return s
    rest = tuple(one for one in s.understanding.entities if one.kind != "order_number")
    return replace(s, understanding=replace(s.understanding, entities=rest))


def _order(s: Situation) -> Optional[OrderFacts]:
    """The order that is named, was asked about, or talked about, or the only one it can be."""
    by_no = {order.row.no: order for order in s.facts.orders}
    number = s.understanding.value("order_number") or s.given.get("order_no")
    if number or s.facts.order:
        return by_no.get(str(number), s.facts.order)
    if brings_title(s.text):
        bought = [order for order in s.facts.orders if _bought(order)]
        talked_about = [order for order in bought if order.row.no == s.context.order_no]
        fitting = talked_about or bought
        return fitting[0] if len(fitting) == 1 else None
    return None


def _without_foreign_answer(s: Situation) -> Situation:
    """A message that names another order answers nothing that was asked about the first."""
    number = s.understanding.value("order_number")
    asked = s.given.get("order_no")
    return replace(s, given={}) if number and asked and number != asked else s


def _say_general(s: Situation, d: Draft) -> None:
    fitting = tuple(order for order in s.facts.orders if _bought(order))
    if fitting and brings_title(s.text):
        # The title is kept until it is known for which order.
        ask_which(replace(s, given={**s.given, "text": s.text}), d, fitting)
        return
    if _PROGRESS.search(s.text):
        if _tell_progress(s, d):
            return
        if s.facts.orders:
            d.say(d.without("您的订单还没有登记过发票。", Invoice))
    say_rule(s, d)
    if fitting and not _GENERAL.search(s.text):
        ask_which(s, d, fitting)
    elif not fitting:
        d.say("下单后把抬头发我就行，企业抬头再加上税号。")
    else:
        d.say("要开哪一单，把订单和抬头发我就行。")


def _tell_progress(s: Situation, d: Draft) -> bool:
    """How the invoice stands that was asked for; False where none was."""
    asked = tuple(o for o in s.facts.orders if o.invoice and o.invoice.state == "requested")
    if len(asked) == 1:
        tell_requested(s, d, asked[0])
    elif asked:
        ask_which(s, d, asked)
    return bool(asked)


def _declined(s: Situation, d: Draft, order: OrderFacts) -> None:
    """A no to the tax number means that there is none, a no to what was read back another title."""
    if s.given.get("asked_tax") and "confirmed" not in s.given:
        _read_back(d, order, str(s.given.get("title", "")), None)
    elif s.given.get("title"):
        _ask_right(s, d, order, s.given)
    else:
        d.say("好的，先不登记。抬头想好了随时发我。")


def _shown(s: Situation, order: OrderFacts) -> Mapping[str, Any]:
    """What was read back and is not settled yet; empty where nothing was."""
    asked = s.context.question
    if "confirmed" in s.given:
        return s.given if s.given.get("title") else {}
    if asked is None or (asked.kind, asked.intent) != ("confirm", s.request.intent):
        return {}
    return asked.data if asked.data.get("order_no") == order.row.no else {}


def _ask_right(s: Situation, d: Draft, order: OrderFacts, shown: Mapping[str, Any]) -> None:
    """Asks for the part that is wrong; what is right is kept."""
    data: Dict[str, Any] = {"order_no": order.row.no}
    if objection(s.text) == "tax_no":
        data.update(title=shown["title"], asked_tax=True)
        d.ask("invoice_title", "好的，把正确的税号发我，抬头不变。", data=data)
    else:
        d.ask("invoice_title", "好的，把正确的抬头发我，我重新登记。", data=data)


def _correct(
    d: Draft, order: OrderFacts, shown: Mapping[str, Any], title: str, tax_no: Optional[str]
) -> None:
    """Reads back anew with the part that is corrected; a person has no tax number."""
    title = title or shown["title"]
    _complete(d, order, title, tax_no or (shown.get("tax_no") if is_firm(title) else None))


def _of_order(s: Situation, d: Draft, order: OrderFacts) -> None:
    row, invoice = order.row, order.invoice
    if invoice is not None and invoice.state == "issued":
        tell_issued(s, d, order)
    elif invoice is not None and not CHANGE.search(s.text):
        tell_requested(s, d, order)
    elif d.uses(row, "state").state == "unpaid":
        d.say(f"{named(d, order)}这单还没付款，付款后把抬头发我就能登记发票。")
    elif row.state == "closed":
        d.say(f"{named(d, order)}这单已经关闭了，没有成交的部分开不了发票；有疑问可以转人工核对。")
        d.offer("转人工")
    else:
        if not (invoice is not None or s.given):
            say_rule(s, d)
        _ask_title(d, order)


def _ask_title(d: Draft, order: OrderFacts) -> None:
    text = f"{named(d, order)}这单，抬头发我就行：个人写姓名，企业写全称加税号。"
    d.ask("invoice_title", text, data={"order_no": order.row.no})


def _take(s: Situation, d: Draft, order: OrderFacts, text: str) -> None:
    """Reads the title, reads it back once, and writes it on a yes."""
    if order.invoice is not None and order.invoice.state == "issued":
        tell_issued(s, d, order)
    elif s.given.get("confirmed"):
        title, tax_no = d.quote(s.given["title"]), s.given.get("tax_no")
        d.do("invoice", order_no=order.row.no, title=title, tax_no=tax_no)
        d.say(f"登记好了，{named(d, order)}这单开{title}，{due_words(s, d, order)}。")
    elif _QUESTION.search(text) and not brings_title(text):
        say_rule(s, d)
        _ask_title(d, order)
    elif not can_be_title(text) and not s.given.get("asked_tax"):
        say_special(s, d, order)
        question = "这个不像抬头。个人写姓名，企业写全称；名字特别的话，发“抬头：”再接名字就行。"
        d.ask("invoice_title", question, data={**s.given, "text": None})
    else:
        _read(s, d, order, text.replace(order.row.no, " "))


def _read(s: Situation, d: Draft, order: OrderFacts, text: str) -> None:
    """Asks for what is missing of title and tax number, else reads both back."""
    title, tax_no = read_title(text)
    if s.given.get("asked_tax") and not tax_no and _NONE.search(text):
        _read_back(d, order, str(s.given.get("title", "")), None)
        return
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
    elif s.given.get("asked_tax"):
        _read_back(d, order, title, tax_no)
    else:
        _complete(d, order, title, tax_no)


def _complete(d: Draft, order: OrderFacts, title: str, tax_no: Optional[str]) -> None:
    """Asks for the tax number that a firm has, else reads back."""
    if tax_no or not is_firm(title):
        _read_back(d, order, title, tax_no)
        return
    question = f"{d.quote(title)}的税号也发我一下；没有税号的单位回“没有”就行。"
    data = {"order_no": order.row.no, "title": title, "tax_no": None, "asked_tax": True}
    d.ask("invoice_title", question, data=data)


def _read_back(d: Draft, order: OrderFacts, title: str, tax_no: Optional[str]) -> None:
    shown = f"，税号{tax_no}" if tax_no else ""
    data = {"order_no": order.row.no, "title": title, "tax_no": tax_no}
    d.confirm(f"核对一下：{named(d, order)}这单开{d.quote(title)}{shown}，对吗？", data)
