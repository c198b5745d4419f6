"""Which products a message wants together, each in a number of its own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Mapping, Tuple

from xiaoer.shop.catalogue.index import CatalogueIndex
from xiaoer.shop.dialogue.understanding import Understanding

#: Stands between goods that are wanted side by side: 卫衣和T恤, 卫衣，T恤, 卫衣两件T恤一件.
_JOINT = re.compile(
    r"[，,、;；+＋&\s和跟与加比]|还有|还要|另外|再[来要加]|[\d一两三四五六七八九十]"
)
#: More than these are a list of the shop.
MOST = 8


def together(
    understood: Understanding, given: Mapping[str, Any], index: CatalogueIndex
) -> Tuple[str, ...]:
    """The ids of two or more products that stand side by side; empty where it is one, or where a
    word fits several.
    """
    text = str((given.get("basket") or {}).get("text") or understood.text)
    found = index.mentions(text)
    if not all(len(ids) == 1 for _, _, ids in found):
        return ()
    for (_, end, one), (start, _, other) in pairwise(found):
        if one != other and not _JOINT.search(text[end:start]):
            return ()
    products = tuple(dict.fromkeys(ids[0] for _, _, ids in found))
    return products if 2 <= len(products) <= MOST else ()
