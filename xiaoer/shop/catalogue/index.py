"""Finds the products that a text names, in memory, fresh after every import."""

from __future__ import annotations

import threading
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.audit.model import ShopSetting
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.lookup import rows_with

#: The shop setting that every import changes.
VERSION = "catalogue_version"
#: The shop setting with the shop's name.
NAME = "shop_name"


#: What may stand before a noun of one character without making another word of it (黑鞋, 双鞋).
_BEFORE = frozenset(
    "的双款件个条这那买卖看穿试换退洗要拿拍寄收订配和与或有是给把对家店们吗呢了过着起色码号"
    "黑白灰红蓝绿黄紫粉棕驼米新旧大小男女童孩生人"
)


def _stands(word: str, text: str, at: int) -> bool:
    """Whether a word at a place is one of its own: the 鞋 in 拖鞋 is not."""
    before = text[at - 1] if at else ""
    return len(word) > 1 or before in _BEFORE or not "一" <= before <= "鿿"


def _stands_in(word: str, text: str) -> bool:
    places = (at for at in range(len(text)) if text.startswith(word, at))
    return any(_stands(word, text, at) for at in places)


def mentions(
    text: str, words: Mapping[str, Sequence[str]]
) -> List[Tuple[int, int, Tuple[str, ...]]]:
    """Where words (in lower case) stand in a text, the longest ones first, without overlaps."""
    lowered, found = text.lower(), []
    taken = [False] * len(lowered)
    for word in sorted((one for one in words if one in lowered), key=len, reverse=True):
        at = lowered.find(word)
        while at >= 0:
            if _stands(word, lowered, at) and not any(taken[at : at + len(word)]):
                found.append((at, at + len(word), tuple(dict.fromkeys(words[word]))))
                taken[at : at + len(word)] = [True] * len(word)
            at = lowered.find(word, at + 1)
    return sorted(found)


class CatalogueIndex:
    """Maps names, nouns and aliases to product ids; reloaded when the catalogue's version moves."""

    def __init__(self) -> None:
        self.shop_name = ""
        self._lock = threading.Lock()
        self._version: Optional[str] = None
        self._words: Dict[str, List[str]] = {}
        self._ids: frozenset[str] = frozenset()

    def refresh(self, session: Session) -> None:
        """Reloads where the catalogue has changed; one small query otherwise."""
        found = rows_with(session, ShopSetting, "name", (VERSION, NAME))
        settings = {row.name: row.value for row in found}
        version = settings.get(VERSION, "")
        self.shop_name = settings.get(NAME, "")
        if version == self._version:
            return
        words: Dict[str, List[str]] = {}
        rows = session.execute(
            select(Product.id, Product.name, Product.noun, Product.aliases).where(
                cols(Product).on_sale.is_(True)
            )
        ).all()
        for product_id, name, noun, aliases in rows:
            for word in {name, noun, *(aliases or [])}:
                words.setdefault(word.lower(), []).append(product_id)
        with self._lock:
            self._words, self._ids = words, frozenset(row[0] for row in rows)
            self._version = version

    def known(self, product_id: str) -> bool:
        """Whether a product of this id is on sale."""
        return product_id in self._ids

    def named(self, text: str) -> Tuple[str, ...]:
        """The ids of the products that a text names; the longest words win.

        "云朵卫衣" names one product although "卫衣" names three.
        """
        lowered = text.lower()
        there = (word for word in self._words if word in lowered and _stands_in(word, lowered))
        hits = sorted(there, key=len, reverse=True)
        kept: List[str] = []
        for word in hits:
            if not any(word in longer for longer in kept):
                kept.append(word)
        if not kept:
            return ()
        groups = [set(self._words[word]) for word in kept]
        common = set.intersection(*groups)
        chosen = common or set.union(*groups)
        return tuple(sorted(chosen))

    def mentions(self, text: str) -> List[Tuple[int, int, Tuple[str, ...]]]:
        """Where a text names products, in order: start, end, and the ids that the words fit."""
        return mentions(text, self._words)
