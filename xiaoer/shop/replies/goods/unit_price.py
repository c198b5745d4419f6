"""What one piece costs, where the conversation leaves no doubt about it."""

from __future__ import annotations

from typing import Optional, Tuple

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.goods.variants import holds_pieces, wanted_skus

#: More pieces than this in a message are a slip of the pen or a test.
MOST_PIECES = 9_999
#: Measures of weight: "5斤" says nothing about the number of pieces.
_WEIGHTS = frozenset({"斤", "公斤", "千克", "kg", "克", "g", "市斤"})


def skus_meant(s: Situation) -> Tuple[Sku, ...]:
    """The SKUs that the message or the conversation means; all of the product where none is."""
    product = s.facts.product
    if product is None:
        return ()
    named = wanted_skus(s, product)
    if named:
        return named
    kept = tuple(sku for sku in product.skus if sku.id == s.context.sku_id)
    return kept or product.skus


def unit_price(s: Situation, d: Optional[Draft] = None) -> Optional[int]:
    """The price of one piece in fen, None where the SKUs that are meant differ.

    With a draft, the prices are noted as facts.
    """
    skus = skus_meant(s)
    prices = {sku.price_fen for sku in skus}
    if len(prices) != 1:
        return None
    if d is not None:
        for sku in skus:
            d.uses(sku, "price_fen")
    return prices.pop()


def pieces(s: Situation) -> Optional[int]:
    """How many pieces the message names; None where it names none, several different goods by
    their own numbers, or an absurd number.
    """
    named = counts(s)
    if len(named) > 1:
        return None
    number = named[0] if named else s.given.get("quantity")
    return number if isinstance(number, int) and 0 < number <= MOST_PIECES else None


def counts(s: Situation) -> Tuple[int, ...]:
    """The numbers of pieces in a message; "30袋" of a pack of 30袋 names the pack, not a number."""
    variants = s.facts.product.variants if s.facts.product else ()
    return tuple(
        int(one.value)
        for one in s.understanding.entities
        if one.kind == "quantity"
        and one.unit not in _WEIGHTS
        and not (one.unit and holds_pieces(variants, f"{one.value}{one.unit}"))
    )
