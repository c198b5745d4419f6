"""Sizes of a chart that goes by the length of the foot, or by measures alone."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from xiaoer.shop.catalogue.model import Attribute, SizeRow
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.page_facts import asked_facts, say_facts
from xiaoer.shop.replies.goods.size_chart import foot_range, for_foot
from xiaoer.shop.replies.goods.size_stock import say_stock_of_size
from xiaoer.shop.replies.goods.variants import say_size

_FOOT = re.compile(r"(?<!\d)(1\d|2\d|30)([.．]\d)?\s*(?:cm|厘米|公分)?(?!\d)")
_MILLIMETRES = re.compile(r"(?<!\d)(1[5-9]\d|2\d\d|30\d)(?!\d)")


def advise_shoe(s: Situation, d: Draft, product: ProductFacts) -> None:
    """The size for a foot length; the line of a size that is named; else the chart."""
    name = d.uses(product.row, "name").name
    length = _foot_length(s)
    note = asked_facts(f"{s.text} 偏大 偏小", product)
    size = s.understanding.value("size")
    row = next((row for row in product.sizes if row.size == str(size)), None)
    if length is not None and foot_range(product.sizes[0]):
        row = for_foot(product.sizes, length)
        if row is None:
            first, last = product.sizes[0], product.sizes[-1]
            low, high = _with_measures(d, first), _with_measures(d, last)
            d.say(f"{length:g}cm不在{name}的尺码表里，表从{low}到{high}。")
            return
        d.uses(row, "size", "measures")
        line = f"{name}拿{say_size(row.size)}，表上是{row.measures}"
        d.say(f"脚长{length:g}cm，{line}。{_hint(d, note)}")
        say_stock_of_size(s, d, product, row)
        return
    if row is not None:
        d.uses(row, "size", "measures")
        measures = row.measures or d.without("的尺寸页面没写", SizeRow.measures)
        d.say(f"{name}{say_size(row.size)}对应{measures}。{_hint(d, note)}")
        say_stock_of_size(s, d, product, row)
        return
    first, last = product.sizes[0], product.sizes[-1]
    if foot_range(first):
        d.uses(first, "size")
        d.uses(last, "size")
        d.say(f"{name}有{first.size}–{last.size}码。{_hint(d, note)}")
        d.ask("foot", "您脚长多少厘米？我帮您对码。", data={"product_id": product.row.id})
        return
    lines = [d.uses(row, "size", "measures") for row in product.sizes]
    chart = "，".join(f"{row.size}：{row.measures}" for row in lines if row.measures)
    chart = chart or d.without("页面上没写具体尺寸", SizeRow.measures)
    d.say(f"{name}的尺码表：{chart}。{_hint(d, note)}")


def _with_measures(d: Draft, row: SizeRow) -> str:
    """36（脚长22.5–23cm）."""
    measures = d.uses(row, "size", "measures").measures
    return f"{row.size}（{measures or d.without('脚长没写', SizeRow.measures)}）"


def _hint(d: Draft, note: Sequence[Attribute]) -> str:
    """How the shoe runs, where the page tells."""
    return f"{say_facts(d, note)}。" if note else ""


def _foot_length(s: Situation) -> Optional[float]:
    """A foot length in cm in the message or its answer: 脚长24.5, 245; None where there is none."""
    text = str(s.given.get("text") or s.text)
    if s.given.get("text") is None and "脚" not in text and "cm" not in text.lower():
        return None
    if found := _FOOT.search(text):
        return float(found.group(1) + (found.group(2) or "").replace("．", "."))
    if found := _MILLIMETRES.search(text):
        return int(found.group(1)) / 10
    return None
