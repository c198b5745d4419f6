"""Finds on a product's page what a message asks for."""

from __future__ import annotations

import re
from typing import Dict, List, Sequence, Set, Tuple

from xiaoer.shop.catalogue.model import Attribute
from xiaoer.shop.replies.draft import Draft
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.attribute_words import GROUPS

#: More facts than these in one reply are a page, not an answer.
MOST_FACTS = 3

_MEASURES = ("胸围", "衣长", "袖长", "肩宽", "腰围", "臀围", "裤长", "脚长", "裙长", "下摆")
_FILLER = re.compile(
    r"[^一-鿿a-zA-Z0-9]|亲|你好|您好|在吗|请问|我想|想问|问一下|问下|一下|这个|那个|这款|那款|你们|家的|的话"
    r"|怎么样|什么样|怎样|如何|介绍|说说|详细|了解|具体|情况|第[一二三四五六七八九十\d]+|最后|就|要|看|给我|发|[吗呢吧呀啊哦嘛的了是那它]"
)


def asked_facts(text: str, product: ProductFacts) -> Tuple[Attribute, ...]:
    """The attributes that a text asks for, in the order of the page, at most `MOST_FACTS`.

    The page's own words come first; words of the same kind (`attribute_words.py`) count where
    none of them is in the text.
    """
    question = without_names(text, product)
    own = {a.id: {a.name.lower(), *(w.lower() for w in a.asked_as)} for a in product.attributes}
    found = _hits(question, own)
    if not found:
        related = {key: _related(words) for key, words in own.items()}
        found = _hits(question, related)
    return tuple(a for a in product.attributes if a.id in found)[:MOST_FACTS]


def without_names(text: str, product: ProductFacts) -> str:
    """The text in lower case without the product's names: they are not what is asked for."""
    plain = text.lower()
    names = {product.row.name, product.row.noun, *product.row.aliases}
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name.lower(), " ")
    return plain


def is_open_question(text: str, product: ProductFacts) -> bool:
    """Whether nothing in particular is asked ("介绍一下这款", "那这个呢")."""
    return len(_FILLER.sub("", without_names(text, product))) < 2


def asked_measures(text: str) -> Tuple[str, ...]:
    """The measures of a garment that a text asks for (衣长, 胸围)."""
    return tuple(measure for measure in _MEASURES if measure in text)


def say_facts(d: Draft, attributes: Sequence[Attribute]) -> str:
    """材质：棉95%；厚薄：薄款."""
    said = (d.uses(attribute, "name", "value") for attribute in attributes)
    return "；".join(f"{a.name}：{a.value.rstrip('。；')}" for a in said)


def _hits(text: str, words: Dict[str, Set[str]]) -> List[str]:
    """The keys whose words stand in the text; a word inside a longer hit does not count."""
    hits = {word for group in words.values() for word in group if word and word in text}
    kept = {w for w in hits if not any(w != longer and w in longer for longer in hits)}
    return [key for key, group in words.items() if group & kept]


def _related(words: Set[str]) -> Set[str]:
    return {word.lower() for group in GROUPS if group & words for word in group}
