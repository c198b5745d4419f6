"""Which size to wear: from the chart, the body and what is in stock."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.catalogue.model import SizeRow
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import off_sale
from xiaoer.shop.replies.goods.open_points import not_on_page, note_open_point
from xiaoer.shop.replies.goods.page_facts import asked_facts, say_facts
from xiaoer.shop.replies.goods.shoe_size import advise_shoe
from xiaoer.shop.replies.goods.size_chart import (
    Body,
    fit,
    for_children,
    say_range,
    say_weight,
    uses_height,
    uses_weight,
)
from xiaoer.shop.replies.goods.size_doubt import doubts
from xiaoer.shop.replies.goods.size_stock import say_stock_of_size
from xiaoer.shop.replies.goods.variants import list_skus, say_size
from xiaoer.shop.replies.goods.waist import advise_waist
from xiaoer.shop.replies.registry import Subject, answers

#: The body known from before is the buyer's own, not that of somebody who is named now.
_SOMEBODY = re.compile(
    r"老公|老婆|对象|男友|女友|男朋友|女朋友|爸|妈|孩子|宝宝|儿子|女儿|朋友|弟|妹|爷|奶"
)
_SIZE_WORDS = re.compile(
    r"多大|尺码|大小|多高|多重|多长|几码|什么码|[几一二三四五六七八九十\d]+岁|月"
)


@answers("ask_size", subject=Subject.PRODUCT)
def ask_size(s: Situation, d: Draft) -> None:
    """Advice from height and weight; what is missing is asked for, outside the chart is said."""
    product = s.facts.product
    assert product is not None, "the subject is resolved before"
    if note_open_point(s, d) or off_sale(d, product):
        return
    rows = product.sizes
    if not rows:
        _without_chart(s, d, product)
    elif not uses_height(rows) and not uses_weight(rows):
        advise_shoe(s, d, product)
    elif (row := _named_row(s, product)) is not None and not _told_body(s):
        _judge(s, d, product, row)
    elif _told_body(s) or not advise_waist(s, d, product):
        _by_body(s, d, product)


def _by_body(s: Situation, d: Draft, product: ProductFacts) -> None:
    rows = product.sizes
    body = _body(s, product)
    # "扎不扎人，165穿多大" asks for a fact of the page besides.
    facts = asked_facts(_SIZE_WORDS.sub(" ", s.text), product)
    if facts:
        d.say(f"{d.uses(product.row, 'name').name}，{say_facts(d, facts[:2])}。")
    # Children grow into a size by height; the rest of a chart needs all that it names.
    enough = body.height is not None if uses_height(rows) else True
    if uses_weight(rows) and not (for_children(rows) and uses_height(rows)):
        enough = enough and body.weight is not None
    if doubts(s, d, product, body):
        return
    if enough:
        _advise(s, d, product, body)
    else:
        _ask_body(s, d, product, body)


def _ask_body(s: Situation, d: Draft, product: ProductFacts, body: Body) -> None:
    """Asks for what is missing, and says so."""
    rows = product.sizes
    who = "宝宝" if for_children(rows) else "您"
    name = d.uses(product.row, "name").name
    missing = []
    if uses_height(rows) and body.height is None:
        missing.append("身高多少")
    if uses_weight(rows) and body.weight is None:
        missing.append("体重多少斤" if not for_children(rows) else "现在多重")
    asked = "、".join(missing)
    if body.height is not None:
        known = f"身高{body.height}cm记下了，"
    elif body.weight is not None:
        known = f"体重{say_weight(body.weight, for_children(rows))}记下了，"
    else:
        known = f"{name}按尺码表帮您选，"
    data = {"height": body.height, "weight": body.weight, "child": for_children(rows)}
    d.ask("body", f"{known}{who}{asked}呢？", data=data)


def _advise(s: Situation, d: Draft, product: ProductFacts, body: Body) -> None:
    children, said = for_children(product.sizes), _say_body(body, product)
    found = fit(product.sizes, body)
    first, last = (d.uses(row, "size") for row in (found.rows[0], found.rows[-1]))
    small, large = say_size(first.size), say_size(last.size)
    if found.kind == "between" and body.weight is None and uses_weight(product.sizes):
        text = f"{said}在{small}和{large}的交界，宝宝现在多重？我再帮您定。"
        d.ask("body", text, data={"height": body.height, "child": True})
        return
    name = d.uses(product.row, "name").name
    near, far = say_range(d, first, product.sizes), say_range(d, last, product.sizes)
    if found.kind == "one":
        d.say(
            f"{said}，{name}建议拿{small}，表上{small}适合{near}。",
            f"{said}穿{small}合适，{name}{small}适合{near}。",
        )
        if children and body.weight is None:
            d.say("体重偏重的话告诉我，再帮您对一下。")
        say_stock_of_size(s, d, product, first)
    elif found.kind == "between":
        looser = "想多穿一阵" if children else "喜欢宽松"
        d.say(
            f"{said}，{name}正好在两个码之间：{small}适合{near}，{large}适合{far}。"
            f"想合身选{small}，{looser}选{large}。"
        )
        d.remember(size=last.size)
    elif found.kind == "split":
        bigger = max(found.rows, key=product.sizes.index)
        d.say(
            f"{said}，{name}按身高是{small}（{near}），按体重是{large}（{far}），"
            f"建议拿{say_size(bigger.size)}，不会紧。"
        )
        say_stock_of_size(s, d, product, bigger)
    else:
        _outside(d, product, first, said, found.kind)


def _outside(d: Draft, product: ProductFacts, row: SizeRow, said: str, kind: str) -> None:
    """The chart ends before this body: said as it is."""
    edge = "大" if kind == "over" else "小"
    limits = say_range(d, row, product.sizes)
    d.say(
        f"{said}，超出{product.row.name}的尺码表了：到头的{edge}码是{say_size(row.size)}，"
        f"适合{limits}。硬拿怕不合身，我不建议。"
    )
    d.offer("推荐别的款")


def _say_body(body: Body, product: ProductFacts) -> str:
    parts = []
    if body.height is not None and uses_height(product.sizes):
        parts.append(f"{body.height}cm")
    if body.weight is not None and uses_weight(product.sizes):
        parts.append(say_weight(body.weight, for_children(product.sizes)))
    return "、".join(parts)


def _judge(s: Situation, d: Draft, product: ProductFacts, row: SizeRow) -> None:
    """What a named size is for, and whether it suits the body known from before."""
    children = for_children(product.sizes)
    size = say_size(d.uses(row, "size").size)
    limits = say_range(d, row, product.sizes)
    measures = f"，{d.uses(row, 'measures').measures}" if row.measures else ""
    d.say(f"{d.uses(product.row, 'name').name}{size}适合{limits}{measures}。")
    body = _body(s, product)
    if (uses_height(product.sizes) and body.height is None) or (
        uses_weight(product.sizes) and body.weight is None
    ):
        return
    better = fit(product.sizes, body)
    who = "宝宝" if children else "您"
    if row in better.rows:
        d.say(f"按{who}{_say_body(body, product)}，{size}可以穿。")
        say_stock_of_size(s, d, product, row)
    elif better.kind in ("one", "between", "split"):
        wanted = d.uses(better.rows[0], "size")
        place = product.sizes.index
        feeling = "偏小" if place(row) < place(wanted) else "偏大"
        limits = say_range(d, wanted, product.sizes)
        d.say(
            f"按{who}{_say_body(body, product)}，{size}会{feeling}，"
            f"更合适的是{say_size(wanted.size)}（{limits}）。"
        )


def _without_chart(s: Situation, d: Draft, product: ProductFacts) -> None:
    name = d.uses(product.row, "name").name
    facts = asked_facts(f"{s.text} 尺寸 适用月龄", product)
    note = f"，{say_facts(d, facts)}" if facts else ""
    sizes = [sku for sku in product.skus if sku.size]
    if len({sku.size for sku in sizes}) < 2:
        d.say(f"{name}不分尺码{note}。")
        return
    not_on_page(s, d, f"{name}有{list_skus(d, sizes)}，页面上没有尺码表，我不敢随便推荐{note}。")


def _named_row(s: Situation, product: ProductFacts) -> Optional[SizeRow]:
    size = s.understanding.value("size")
    wanted = say_size(str(size).upper()) if size else ""
    return next((row for row in product.sizes if say_size(row.size.upper()) == wanted), None)


def _told_body(s: Situation) -> bool:
    return s.value("height") is not None or _weight(s) is not None


def _weight(s: Situation) -> Optional[int]:
    told = s.understanding.body_weight()
    return told if told is not None else s.given.get("weight")


def _body(s: Situation, product: ProductFacts) -> Body:
    """What this message says, else what the conversation knows of the buyer's own body.

    Numbers from before that this chart is not made for were those of somebody else.
    """
    told = Body(s.value("height"), _weight(s))
    if _SOMEBODY.search(s.text) or (told.height is not None and told.weight is not None):
        return told
    joined = Body(
        told.height if told.height is not None else s.context.height_cm,
        told.weight if told.weight is not None else s.context.weight_g,
    )
    outside = ("over", "under")
    theirs = fit(product.sizes, joined).kind in outside
    return told if theirs and fit(product.sizes, told).kind not in outside else joined
