"""What SKUs cost, in words."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft
from xiaoer.shop.replies.goods.variants import list_skus, say_size


def price_span(d: Draft, skus: Sequence[Sku]) -> str:
    """ "59元" or "19.9元起": the lowest price; notes the prices that decide it."""
    prices = sorted(sku.price_fen for sku in skus)
    if not prices:
        return ""
    lowest = [sku for sku in skus if sku.price_fen == prices[0]]
    if prices[0] == prices[-1] or len(lowest) == 1:
        for sku in lowest:
            d.uses(sku, "price_fen")
    return yuan(prices[0]) if prices[0] == prices[-1] else f"{yuan(prices[0])}起"


def price_list(d: Draft, skus: Sequence[Sku], most: Optional[int] = None) -> str:
    """标准款159元，除氯款189元: by what the price depends on; past `most` prices a count."""
    for sku in skus:
        d.uses(sku, "price_fen")
    by_price: Dict[int, List[Sku]] = {}
    for sku in sorted(skus, key=lambda sku: sku.price_fen):
        by_price.setdefault(sku.price_fen, []).append(sku)
    shown = list(by_price)[: most or len(by_price)]
    parts = [
        priced(kind, price) for kind, price in zip(kinds(d, by_price, shown), shown, strict=True)
    ]
    more = f"，共{len(by_price)}种价格" if len(parts) < len(by_price) else ""
    return "，".join(parts) + more


def kinds(d: Draft, groups: Mapping[int, Sequence[Sku]], shown: Sequence[int]) -> List[str]:
    """What the groups are called: by the property that alone tells them apart, where one does."""
    deciding = _deciding(groups)
    named = []
    for key in shown:
        if deciding:
            values = _held(d, groups[key], deciding)
            named.append("、".join(say_size(v) if deciding == "size" else v for v in values))
        else:
            named.append(list_skus(d, groups[key]))
    return named


def _held(d: Draft, group: Sequence[Sku], name: str) -> List[str]:
    """The values of a property, each once; noted where a single SKU stands for one."""
    holders: Dict[str, List[Sku]] = {}
    for sku in group:
        holders.setdefault(str(getattr(sku, name)), []).append(sku)
    for held in holders.values():
        if len(held) == 1:
            d.uses(held[0], name)
    return list(holders)


def priced(what: str, fen: int) -> str:
    """原味 100g 19.9元, 标准款159元: figures do not run into the price."""
    return f"{what}{' ' if what[-1:].isascii() else ''}{yuan(fen)}"


def _deciding(groups: Mapping[int, Sequence[Sku]]) -> Optional[str]:
    """The property that alone decides the group (the price, the postage), None where none does."""
    for name in ("variant", "size", "colour"):
        found: Dict[Optional[str], set[int]] = {}
        for key, group in groups.items():
            for sku in group:
                found.setdefault(getattr(sku, name), set()).add(key)
        if None not in found and all(len(keys) == 1 for keys in found.values()):
            return name
    return None
