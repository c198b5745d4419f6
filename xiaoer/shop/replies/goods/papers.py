"""The shop's own papers: which of them count, and how they are named."""

from __future__ import annotations

import re
from typing import Dict, List, Sequence

from xiaoer.shop.catalogue.model import Paper
from xiaoer.shop.clock import local
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts

#: What proves that goods are genuine, the strongest first.
_ORDER = (
    "authorisation",
    "trademark",
    "inspection_report",
    "certificate",
    "business_licence",
    "food_licence",
)
#: What says something about the goods themselves.
TESTS = frozenset({"inspection_report", "certificate"})

#: How buyers call the kinds of papers.
_CALLED = {
    "authorisation": re.compile(r"授权"),
    "trademark": re.compile(r"商标|注册证"),
    "inspection_report": re.compile(r"检[测验]|质检|报告"),
    "certificate": re.compile(r"3C|合格证|认证|证书", re.I),
    "business_licence": re.compile(r"执照|资质|工商|企业信息|注册的?公司|证[照件]|正规"),
    "food_licence": re.compile(r"许可|资质|证[照件]|卫生证"),
}
_NAMES = {
    "authorisation": "授权书",
    "trademark": "商标注册证",
    "inspection_report": "检测报告",
    "certificate": "认证证书",
    "business_licence": "营业执照",
    "food_licence": "食品经营许可证",
}
_BRAND = re.compile(r"[“「『\"]([^”」』\"]+)[”」』\"]")


def valid_papers(s: Situation) -> List[Paper]:
    """The papers of the product and of the shop that are in force, the strongest first.

    A paper of another brand than the product's proves nothing about it.
    """
    product = s.facts.product
    papers: Sequence[Paper] = s.facts.shop_papers
    if product is not None:
        papers = (*product.papers, *(p for p in papers if _same_brand(p, product)))
    today = local(s.now).date()
    inside = [paper for paper in papers if not paper.valid_until or paper.valid_until >= today]
    return sorted(inside, key=_rank)


def asked_papers(s: Situation, papers: Sequence[Paper]) -> List[Paper]:
    """Those of the papers that the message asks for by their kind."""
    kinds = asked_kinds(s)
    return [paper for paper in papers if paper.kind in kinds]


def asked_kinds(s: Situation) -> Dict[str, str]:
    """The kinds of papers that the message names, with what they are called."""
    return {kind: _NAMES[kind] for kind, words in _CALLED.items() if words.search(s.text)}


def name_paper(d: Draft, paper: Paper) -> str:
    """《name》."""
    return f"《{d.uses(paper, 'name').name}》"


def show_paper(d: Draft, paper: Paper) -> str:
    """The same with its issuer, its number and the last day of its validity."""
    said = name_paper(d, paper)
    if paper.issuer:
        said += f"，{d.uses(paper, 'issuer').issuer}出具"
    if paper.number:
        said += f"，编号{d.uses(paper, 'number').number}"
    if paper.valid_until:
        d.uses(paper, "valid_until")
        day = paper.valid_until
        said += f"，有效期到{day.year}年{day.month}月{day.day}日"
    return said


def _same_brand(paper: Paper, product: ProductFacts) -> bool:
    brand = _BRAND.search(paper.name)
    return brand is None or brand.group(1) in product.row.title


def _rank(paper: Paper) -> int:
    return _ORDER.index(paper.kind) if paper.kind in _ORDER else len(_ORDER)
