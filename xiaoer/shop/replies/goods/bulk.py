"""Bulk prices: which tier a number of pieces reaches."""

from __future__ import annotations

from typing import List, Optional

from xiaoer.shop.catalogue.model import BulkPrice
from xiaoer.shop.replies.facts import ProductFacts


def tiers(product: ProductFacts) -> List[BulkPrice]:
    """All tiers, the smallest number first."""
    return sorted(product.bulk_prices, key=lambda tier: tier.min_quantity)


def bulk_tier(product: ProductFacts, price: int, number: int) -> Optional[BulkPrice]:
    """The tier that a number of pieces of this price reaches, None where there is none."""
    reached = [
        tier
        for tier in tiers(product)
        if tier.min_quantity <= number and meant_for(product, tier) == price
    ]
    return reached[-1] if reached else None


def meant_for(product: ProductFacts, tier: BulkPrice) -> Optional[int]:
    """The price that a tier reduces: of several the lowest above it, the others stay as they are.

    A shop with a 7-pack for 29.9 and a 30-pack for 109 means the latter by "99 from 10 on".
    """
    above = [sku.price_fen for sku in product.skus if sku.price_fen > tier.price_fen]
    return min(above, default=None)
