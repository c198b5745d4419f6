"""A grown-up's figures on a chart for children, or a child's on one for grown-ups."""

from __future__ import annotations

import re

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.size_chart import (
    Body,
    for_children,
    grown_up,
    say_span,
    say_weight,
    small_child,
    uses_height,
    uses_weight,
)

_CHILD = re.compile(r"宝宝|孩子|小孩|娃|儿子|女儿|闺女|小朋友|[\d一二三四五六七八九]岁|月龄|个月")


def doubts(s: Situation, d: Draft, product: ProductFacts, body: Body) -> bool:
    """Says whom the chart is for, and asks for whom it is to be; False where there is no doubt."""
    if for_children(product.sizes):
        if not grown_up(body) or _CHILD.search(s.text):
            return False
        _for_children(d, product, body)
        return True
    if not small_child(body):
        return False
    _for_grown_ups(d, product, body)
    return True


def _for_children(d: Draft, product: ProductFacts, body: Body) -> None:
    rows = product.sizes
    missing = [
        *(["身高多少"] if uses_height(rows) else []),
        *(["现在多重"] if uses_weight(rows) else []),
    ]
    name = d.uses(product.row, "name").name
    d.say(
        f"{name}是给孩子的，尺码适合{say_span(d, rows, kilograms=True)}，"
        f"{_say(product, body, kilograms=False)}穿不了。"
    )
    question = f"是给孩子选的话，孩子{'、'.join(missing)}呢？"
    d.ask("body", question, data={"product_id": product.row.id, "child": True})
    if uses_height(rows):
        d.offer("推荐大人穿的衣服")


def _for_grown_ups(d: Draft, product: ProductFacts, body: Body) -> None:
    name = d.uses(product.row, "name").name
    d.say(
        f"{name}是大人的尺码，适合{say_span(d, product.sizes, kilograms=False)}，"
        f"{_say(product, body, kilograms=True)}的孩子穿会大很多，不建议。"
    )
    d.offer("推荐儿童衣服")


def _say(product: ProductFacts, body: Body, kilograms: bool) -> str:
    said = []
    if body.height is not None and uses_height(product.sizes):
        said.append(f"{body.height}cm")
    if body.weight is not None and uses_weight(product.sizes):
        said.append(say_weight(body.weight, kilograms))
    return "、".join(said)
