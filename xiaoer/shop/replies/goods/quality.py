"""How good something is: what page, papers and sales say, without praise."""

from __future__ import annotations

from typing import List, Tuple

from xiaoer.shop.catalogue.model import Attribute
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.open_points import not_on_page, note_open_point
from xiaoer.shop.replies.goods.page_facts import asked_facts, say_facts
from xiaoer.shop.replies.goods.papers import TESTS, name_paper, valid_papers
from xiaoer.shop.replies.registry import Subject, answers

#: Names of facts that tell of quality where nothing particular is asked, most telling first.
_TELLING = ("材质", "配料", "填充", "工艺", "生产日期", "安全", "标准", "认证", "承重")
#: How many of them are said.
TOLD = 2


@answers("ask_quality", subject=Subject.PRODUCT)
def ask_quality(s: Situation, d: Draft) -> None:
    """The facts that bear on the worry, a test report where there is one, what was sold."""
    product = s.facts.product
    assert product is not None, "the subject is resolved before"
    if note_open_point(s, d):
        return
    name = d.uses(product.row, "name").name
    asked = asked_facts(s.text, product)
    facts = asked or _telling(product)
    tests = [paper for paper in valid_papers(s) if paper.kind in TESTS]
    if not facts and not tests:
        not_on_page(s, d, f"{name}的页面上没有写用料和检测的内容。{_sold(d, product)}")
        return
    if facts:
        d.say(
            f"{name}，{say_facts(d, facts)}。", f"亲，{name}页面上写的是，{say_facts(d, facts)}。"
        )
    if tests:
        d.say(f"有{name_paper(d, tests[0])}可以查，{_sold(d, product)}{_return_right(s, d)}")
    elif not asked:
        d.say(f"{_sold(d, product)}{_return_right(s, d)}")


def _telling(product: ProductFacts) -> Tuple[Attribute, ...]:
    found: List[Attribute] = []
    for word in _TELLING:
        found += [a for a in product.attributes if word in a.name and a not in found]
    return tuple(found[:TOLD])


def _sold(d: Draft, product: ProductFacts) -> str:
    if product.row.sold_30d <= 0:
        return ""
    return f"近30天卖出{d.uses(product.row, 'sold_30d').sold_30d}件。"


def _return_right(s: Situation, d: Draft) -> str:
    """The 7-day right, where the page excludes nothing."""
    product = s.facts.product
    if product is None or product.row.made_to_order or product.row.no_return_reason:
        return ""
    d.uses(product.row, "no_return_reason", "made_to_order")
    return f"签收后{s.policy.clocks.no_reason_days}天内，商品完好可以无理由退。"
