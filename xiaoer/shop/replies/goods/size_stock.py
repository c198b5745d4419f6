"""Whether an advised size is there."""

from __future__ import annotations

from xiaoer.shop.catalogue.model import SizeRow
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import is_presale, restock_words, there
from xiaoer.shop.replies.goods.variants import fitting_colours, list_skus, say_size


def say_stock_of_size(s: Situation, d: Draft, product: ProductFacts, row: SizeRow) -> None:
    """In which colours the advised size is there; a back-in-stock notice where in none."""
    d.remember(size=row.size)
    skus = [sku for sku in product.skus if sku.size and say_size(sku.size) == say_size(row.size)]
    colour = s.value("colour") or s.context.colour
    if colour and (fits := fitting_colours(product.colours, (colour,))):
        skus = [sku for sku in skus if sku.colour in fits] or skus
    if not skus:
        return
    for sku in skus:
        d.uses(sku, "stock")
    size = say_size(row.size)
    if present := there(skus):
        state = "可以预订" if is_presale(s, d, product) else "现在有货"
        d.say(f"{list_skus(d, present) or size}{state}。")
        return
    d.say(f"不过{list_skus(d, skus)}暂时卖完了{restock_words(s, d, skus)}。")
    data = {"sku_ids": [sku.id for sku in skus], "product_id": product.row.id}
    options = (Option("确认", "yes"), Option("先不用", "no"))
    d.ask("confirm", "要不要到货后在这里通知您？", options, data, intent="ask_stock")
