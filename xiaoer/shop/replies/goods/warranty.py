"""Warranty, repair and installation."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Optional

from xiaoer.shop.calendar import say_day
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import local
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ProductFacts
from xiaoer.shop.replies.goods.open_points import not_on_page, note_open_point
from xiaoer.shop.replies.goods.page_facts import asked_facts, say_facts
from xiaoer.shop.replies.registry import Need, Subject, answers

_INSTALL = re.compile(r"安装|组装|怎么装|上门|谁来装|装起来|难装|自己装|要装|会装")
_REPAIR = re.compile(r"坏了|维修|修一下|怎么修|送修|返修|寄修|哪里修|能修|修好")


@answers("ask_warranty", subject=Subject.PRODUCT, needs={Need.ORDERS})
def ask_warranty(s: Situation, d: Draft) -> None:
    """How long and how, from the product; until when, from the day it was signed for."""
    product = s.facts.product
    assert product is not None, "the subject is resolved before"
    if note_open_point(s, d):
        return
    if _INSTALL.search(s.text):
        _installation(s, d, product)
        return
    name = d.uses(product.row, "name", "warranty_months").name
    months = product.row.warranty_months
    if months is None:
        _no_warranty(s, d, product)
    else:
        note = _note(d, product)
        told = f"{months}个月" in note
        d.say(f"{name}{'的' if told else f'保修{months}个月，'}{_until(s, d, product, months)}。")
        if note:
            d.say(note)
    if _REPAIR.search(s.text):
        d.say("东西现在有问题的话，告诉我哪里坏了、什么时候开始的，我帮您登记处理。")
        d.offer("转人工")


def _installation(s: Situation, d: Draft, product: ProductFacts) -> None:
    name = d.uses(product.row, "name").name
    facts = asked_facts("安装", product)
    if facts:
        d.say(f"{name}，{say_facts(d, facts)}。")
    elif note := _note(d, product):
        d.say(f"{name}：{note}")
    else:
        not_on_page(s, d, f"{name}的页面上没有写安装方面的说明。")


def _no_warranty(s: Situation, d: Draft, product: ProductFacts) -> None:
    days = s.policy.clocks.quality_claim_days
    note = _note(d, product)
    d.say(
        f"{product.row.name}{d.without('没有单独写保修期', Product.warranty_months)}。{note}"
        f"有质量问题的话，确认收货后{days}天内都可以找我处理。"
    )


def _note(d: Draft, product: ProductFacts) -> str:
    note = d.uses(product.row, "service_note").service_note
    return f"{note.rstrip('。')}。" if note else ""


def _until(s: Situation, d: Draft, product: ProductFacts, months: int) -> str:
    """Until when the buyer's own is covered; from signing on where it was not signed for."""
    signed = _signed(s, d, product)
    if signed is None:
        return "保修从签收算起"
    today = local(s.now).date()
    first, last = local(signed).date(), add_months(local(signed).date(), months)
    if last < today:
        return f"保修从您{say_day(first, today)}签收算起，{say_day(last, today)}已经过保了"
    return f"保修从您{say_day(first, today)}签收算起，到{say_day(last, today)}为止"


def _signed(s: Situation, d: Draft, product: ProductFacts) -> Optional[datetime]:
    """When the newest order with this product was signed for."""
    for order in s.facts.orders:
        if order.signed_at and _has(order, product):
            for shipment in order.shipments:
                if shipment.row.signed_at == order.signed_at:
                    d.uses(shipment.row, "signed_at")
            return order.signed_at
    return None


def _has(order: OrderFacts, product: ProductFacts) -> bool:
    return any(item.product_id == product.row.id for item in order.items)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where there is no such day."""
    year, month = day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
