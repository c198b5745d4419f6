"""Which products a message sets side by side."""

from __future__ import annotations

import re
from typing import Tuple

from xiaoer.shop.catalogue.index import CatalogueIndex
from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.understanding import Understanding

#: More than these are a list, not a comparison.
MOST_COMPARED = 3

_COMPARING = re.compile(
    r"区别|差别|区分|差异|不同|不一样|一样的?(吗|么|嘛|不|吧)|有啥差|差在|对比|比较|哪(个|款|种|件)"
    r"(更|比较|卖得|销量)?(好|高|多|厚|薄|大|小|重|轻|贵|便宜|甜|辣|适合|划算)"
)
#: "和猪肉脯有什么区别" sets it beside what is talked about.
_WITH_IT = re.compile(r"^(那|这个|这款|它)?(和|跟|与|比)|(和|跟|与|比)(这|那|它|刚才)")
#: "哪个厚一点" chooses among what was shown.
_AMONG = re.compile(r"[两二三23][款个种件]|哪|它们")


def is_comparison(text: str) -> bool:
    """Whether a message asks how things differ."""
    return bool(_COMPARING.search(text))


def compared_products(
    understood: Understanding, context: Context, index: CatalogueIndex
) -> Tuple[str, ...]:
    """The ids of two or three products that are compared; empty where it is no comparison.

    They are named, or one is named and the other talked about, or the last list showed them.
    """
    text = understood.text
    if not is_comparison(text):
        return ()
    named = [item for item in understood.values("item_number") if index.known(item)]
    named += [product for product in index.named(text) if product not in named]
    if len(named) == 1 and context.product_id not in (None, named[0]) and _WITH_IT.search(text):
        named.insert(0, str(context.product_id))
    if not named and context.shown_kind == "product" and _AMONG.search(text):
        named = [option.value for option in context.shown]
    known = tuple(product for product in named if index.known(product))
    return known if 2 <= len(known) <= MOST_COMPARED else ()
