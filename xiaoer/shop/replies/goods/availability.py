"""Whether a product can be had at all, and where to look instead."""

from __future__ import annotations

from typing import Optional, Sequence

from xiaoer.shop.calendar import say_day
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import local
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts


def off_sale(d: Draft, product: ProductFacts) -> bool:
    """Says that a product is not sold any more, with what comes close; False where it is sold."""
    if d.uses(product.row, "on_sale").on_sale:
        return False
    d.say(f"{d.uses(product.row, 'name').name}目前已经下架了，买不了了。")
    if not say_alternative(d, product):
        d.offer("推荐类似的")
    return True


def say_alternative(d: Draft, product: ProductFacts) -> bool:
    """Names what the catalogue offers instead; False where it offers nothing."""
    other = product.alternative
    if other is None or not other.on_sale:
        return False
    d.uses(product.row, "alternative_id")
    d.uses(other, "name", "on_sale")
    d.say(f"可以看看相近的{other.name}，链接编号{other.id}。")
    return True


def there(skus: Sequence[Sku], pieces: int = 1) -> Sequence[Sku]:
    """The SKUs with so many pieces in stock."""
    return [sku for sku in skus if sku.stock >= pieces]


def restock_words(s: Situation, d: Draft, skus: Sequence[Sku]) -> str:
    """When sold-out SKUs come back ("，预计后天到货"); a day that is over counts as unknown."""
    today = local(s.now).date()
    coming = [sku for sku in skus if sku.restock_on and sku.restock_on >= today]
    days = sorted({sku.restock_on for sku in coming if sku.restock_on})
    if not days:
        for sku in skus:
            d.uses(sku, "restock_on")
        return d.without("，到货时间还没定", Sku.restock_on, Sku)
    for sku in coming:
        if sku.restock_on == days[0]:
            d.uses(sku, "restock_on")
    if len(days) == 1 and len(coming) == len(skus):
        return f"，预计{say_day(days[0], today)}到货"
    return d.without(f"，最早的预计{say_day(days[0], today)}到货", Sku.restock_on)


def over_limit(d: Draft, product: ProductFacts, pieces: int) -> bool:
    """Says that one buyer may not order so many; False where there is no such limit."""
    limit = product.row.purchase_limit
    if limit is None or pieces <= limit:
        return False
    name = d.uses(product.row, "name", "purchase_limit").name
    d.say(f"{name}每人限购{limit}件，{pieces}件拍不了，{limit}件以内可以。")
    return True


def is_presale(s: Situation, d: Draft, product: ProductFacts) -> bool:
    """Whether the product ships on a later day; a day that is over makes it ordinary goods."""
    ships_on = d.uses(product.row, "presale_ships_on").presale_ships_on
    return ships_on is not None and ships_on >= local(s.now).date()


def presale_words(s: Situation, d: Draft, product: ProductFacts) -> Optional[str]:
    """Ship date, deposit and balance of presale goods, and what is owed if it is missed.

    None where the product is no presale, or its day is over (policy §1, presale goods).
    """
    row = product.row
    if not is_presale(s, d, product) or row.presale_ships_on is None:
        return None
    said = f"这款是预售，{say_day(row.presale_ships_on, local(s.now).date())}发货"
    if row.presale_deposit_fen is not None:
        said += f"，定金{yuan(d.uses(row, 'presale_deposit_fen').presale_deposit_fen or 0)}"
    if row.presale_balance_fen is not None:
        said += f"，尾款{yuan(d.uses(row, 'presale_balance_fen').presale_balance_fen or 0)}"
    rules = s.policy.shipping
    return f"{said}。晚发的话按商品金额的{rules.late_percent}%赔付，至少{rules.late_minimum}元。"
