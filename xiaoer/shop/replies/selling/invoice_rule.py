"""The shop's rule for invoices, and what else is asked about them (policy §9)."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.deadlines import say_answer

_SPECIAL = re.compile(r"专票|专用发票|增值税专|专用票")
_PAPER = re.compile(r"纸质|纸的|寄")
_FEE = re.compile(r"加钱|加点|税点|收费|另外收|额外|要钱")
_WHERE = re.compile(r"邮箱|发到|哪里(看|找|下载)|在哪|怎么(给|收|下载|拿)|怎样给|下载|短信")


def say_rule(s: Situation, d: Draft) -> None:
    rules = s.policy.invoice
    kinds = "、".join(rules.kinds)
    extra = "，不另外收钱" if _FEE.search(s.text) else ""
    d.say(f"可以开的亲，开{kinds}{extra}，订单完成后{rules.issue_days}天内开出。")
    say_where(s, d)
    say_special(s, d, s.facts.order)


def say_where(s: Situation, d: Draft) -> bool:
    """Where an issued invoice is found, if that is asked; returns whether it was."""
    note = s.policy.invoice.delivery_note
    if note and _WHERE.search(s.text):
        d.say(f"{note}。")
        return True
    return False


def side_questions(s: Situation, d: Draft, order: OrderFacts) -> bool:
    """What else is asked about an invoice that is taken down already."""
    if _FEE.search(s.text):
        d.say("开票不另外收钱。")
        return True
    if _SPECIAL.search(s.text) or _PAPER.search(s.text):
        say_special(s, d, order)
        return True
    return say_where(s, d)


def say_special(s: Situation, d: Draft, order: Optional[OrderFacts]) -> None:
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
