"""Settles a doubt of the classifier that the words themselves leave no room for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional

from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.understanding import Request, Understanding

#: Questions about goods that are answered from the same facts: which of them it is matters less
#: than that it is one of them.
_ABOUT_GOODS = frozenset({"ask_product", "ask_quality", "ask_stock"})
#: So likely they must be together, and so many times likelier than any other reading.
_LIKELY, _LIKELIER = 0.35, 2.0
_QUESTION = re.compile(
    r"[吗么嘛?？几哪怎]|多少|什么|啥|有没有|是不是|能不能|会不会|可不可以|多[大高长宽厚重久]"
    r"|([一-鿿])不\1|不$"
)
#: "有没有红色", "香辣味的有吗": whether a variant is there.
_IS_THERE = re.compile(r"有没有|(?<!没)有[^，,。]{0,8}[吗么嘛不?？]|还有")
_VARIANT = re.compile(r"[口味款装段码色]")
#: A threat of the authorities, whatever else a message complains of.
_AUTHORITY = r"(?:12315|消协|消费者协会|市场监管|工商局?)"
_THREAT = re.compile(
    rf"(?:要|打|找|去|向|上|告|投诉|举报)[^，,。!！?？]{{0,5}}{_AUTHORITY}|{_AUTHORITY}[^，,。]{{0,3}}(?:投诉|举报|见)"
)


def settled(understood: Understanding, context: Context) -> Understanding:
    """The message as sure where it plainly threatens, or plainly asks about goods that are known.

    Goods are known where the message names them or the conversation is about them.
    """
    if understood.doubt == "sure" and understood.requests:
        return understood
    intent = (
        "threaten_dispute" if _THREAT.search(understood.text) else _of_goods(understood, context)
    )
    if intent is None:
        return understood
    request = Request(intent, 1.0, 0, len(understood.text))
    return replace(understood, requests=(request,), doubt="sure")


def _of_goods(understood: Understanding, context: Context) -> Optional[str]:
    named = understood.value("product") or understood.value("item_number")
    if not (named or context.product_id) or not _QUESTION.search(understood.text):
        return None
    if understood.doubt != "unsure":
        return None
    ours = [(p, intent) for intent, p in understood.ranking if intent in _ABOUT_GOODS]
    others = max((p for intent, p in understood.ranking if intent not in _ABOUT_GOODS), default=0)
    together = sum(p for p, _ in ours)
    if together < max(_LIKELY, _LIKELIER * others):
        return None
    variant = {"colour", "size"} & {entity.kind for entity in understood.entities}
    if _IS_THERE.search(understood.text) and (variant or _VARIANT.search(understood.text)):
        return "ask_stock"
    return max(ours)[1]
