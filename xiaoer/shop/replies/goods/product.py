"""Facts of a product's page: asked for, compared, or not written there."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence

from xiaoer.shop.catalogue.model import Attribute, Product, Sku
from xiaoer.shop.dialogue.compared import is_comparison
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.eating import answer_eating
from xiaoer.shop.replies.goods.open_points import not_on_page, note_open_point
from xiaoer.shop.replies.goods.page_facts import (
    MOST_FACTS,
    asked_facts,
    asked_measures,
    is_open_question,
    say_facts,
)
from xiaoer.shop.replies.goods.prices import price_list, price_span
from xiaoer.shop.replies.goods.variants import list_skus, named_variants, say_size
from xiaoer.shop.replies.registry import Need, Subject, answers

#: How many facts an introduction names.
INTRODUCED = 3

_USAGE = re.compile(
    r"怎么用|如何用|使用方法|用法|怎么使用|怎么吃|食用方法|怎么保养|保养|打理|怎么操作|注意事项"
)
_CHOICES = re.compile(
    r"(几|哪些|什么|多少|啥)(个|种)?(颜色|色|款|规格|口味|尺码|型号|码)|有(哪些|几)款|颜色有"
    r"|(多少|几)(包|袋|片|个|罐|瓶|盒|斤|克)"
)


@answers("ask_product", subject=Subject.PRODUCT, needs={Need.COMPARED})
def ask_product(s: Situation, d: Draft) -> None:
    """The fact that is asked for, never one that the page does not hold."""
    if note_open_point(s, d):
        return
    within = next((one for one in s.facts.compared if len(named_variants(s, one)) > 1), None)
    if s.facts.compared and within is None:
        _compare_products(s, d, s.facts.compared)
        return
    product = within or s.facts.product
    if within:
        d.remember(product_id=within.row.id)
    assert product is not None, "the subject is resolved before"
    if answer_eating(s, d, product):
        return
    if product.sizes and asked_measures(s.text) and _say_measures(s, d, product):
        return
    found = asked_facts(s.text, product)
    if is_comparison(s.text) and _compare_variants(s, d, product, found):
        return
    if _USAGE.search(s.text) and product.row.usage_note:
        _say_usage(d, product)
    elif found:
        _say_found(s, d, product, found)
    elif _CHOICES.search(s.text) and product.skus:
        listed = list_skus(d, product.skus, s.policy.dialogue.list_length)
        d.say(f"{d.uses(product.row, 'name').name}有这些：{listed}。")
    elif is_open_question(s.text, product) and product.attributes:
        _introduce(d, product)
    else:
        name = d.uses(product.row, "name").name
        not_on_page(s, d, f"{name}的页面上没有写这一点，我不能随口答您。")


def _say_found(s: Situation, d: Draft, product: ProductFacts, found: Sequence[Attribute]) -> None:
    name = d.uses(product.row, "name").name
    said = say_facts(d, found)
    if is_comparison(s.text):
        # The other side of the comparison is not in the catalogue.
        d.say(f"{d.without('单看', Product, Sku)}{name}，{said}。")
        return
    d.say(f"{name}，{said}。", f"亲，{name}页面上写的是，{said}。")


def _say_usage(d: Draft, product: ProductFacts) -> None:
    row = d.uses(product.row, "name", "usage_note")
    d.say(f"{row.name}：{(row.usage_note or '').rstrip('。')}。")


def _introduce(d: Draft, product: ProductFacts) -> None:
    name = d.uses(product.row, "name").name
    d.say(f"{name}，{say_facts(d, product.attributes[:INTRODUCED])}。想了解哪方面可以再问我。")


def _say_measures(s: Situation, d: Draft, product: ProductFacts) -> bool:
    """The measures asked for, of the size that is named or of each; False where none is given."""
    wanted = str(s.value("size") or "").upper()
    lines: List[str] = []
    for row in product.sizes:
        if wanted and row.size.upper() != wanted:
            continue
        found = [_measure(row.measures or "", name) for name in asked_measures(s.text)]
        if any(found):
            d.uses(row, "size", "measures")
            lines.append(f"{say_size(row.size)}{'、'.join(f for f in found if f)}")
    if not lines:
        return False
    d.say(f"{d.uses(product.row, 'name').name}：{'，'.join(lines)}。")
    return True


def _measure(measures: str, name: str) -> Optional[str]:
    found = re.search(rf"{name}\s*[\d.]+(?:[–—~-][\d.]+)?\s*(?:cm|厘米)?", measures)
    return found.group(0) if found else None


def _compare_variants(
    s: Situation, d: Draft, product: ProductFacts, found: Sequence[Attribute]
) -> bool:
    """How the variants of one product differ: what the page says of them, and what they cost."""
    if len(product.variants) < 2:
        return False
    named = named_variants(s, product)
    chosen = named if len(named) > 1 else product.variants
    facts = found or [a for a in product.attributes if _mentions_variant(a, chosen)]
    name = d.uses(product.row, "name").name
    prices = price_list(d, [sku for sku in product.skus if sku.variant in chosen])
    if facts:
        d.say(f"{name}，{say_facts(d, facts[:MOST_FACTS])}。价格是{prices}。")
    else:
        d.say(f"{name}的{d.without('区别在规格和价格', Attribute)}：{prices}。")
    return True


def _mentions_variant(attribute: Attribute, variants: Sequence[str]) -> bool:
    """Whether a fact tells one variant from another ("香辣味另加辣椒")."""
    words = {word for variant in variants for word in re.findall(r"[一-鿿]{2,}", variant)}
    return any(word in attribute.value for word in words)


def _compare_products(s: Situation, d: Draft, products: Sequence[ProductFacts]) -> None:
    """Side by side: the facts asked for, else those that differ, and the price."""
    names = [d.uses(product.row, "name").name for product in products]
    lines = []
    for shared in _shared_names(s, products)[:MOST_FACTS]:
        values = [d.uses(_named(product, shared), "value", "name").value for product in products]
        pairs = zip(names, values, strict=True)
        lines.append(f"{shared}：" + "；".join(f"{n}是{v.rstrip('。')}" for n, v in pairs))
    prices = [price_span(d, product.skus) for product in products]
    if all(prices):
        pairs = zip(names, prices, strict=True)
        lines.append("价格：" + "；".join(f"{n}{p}" for n, p in pairs))
    d.say("\n".join([f"{'、'.join(names)}对比一下：", *lines]))
    d.show("product", [Option(name, p.row.id) for name, p in zip(names, products, strict=True)])


def _shared_names(s: Situation, products: Sequence[ProductFacts]) -> List[str]:
    """Names of facts that all of them have: those asked for, else those whose values differ."""
    values = [{a.name: a.value for a in product.attributes} for product in products]
    shared = [name for name in values[0] if all(name in other for other in values[1:])]
    asked = {a.name for product in products for a in asked_facts(s.text, product)}
    if wanted := [name for name in shared if name in asked]:
        return wanted
    return [name for name in shared if len({other[name] for other in values}) > 1]


def _named(product: ProductFacts, name: str) -> Attribute:
    return next(a for a in product.attributes if a.name == name)
