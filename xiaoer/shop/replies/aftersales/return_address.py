"""Where goods go back to."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

from xiaoer.shop.logistics.model import ReturnAddress
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_name


def where_to(
    s: Situation, d: Draft, order: OrderFacts, items: Sequence[OrderItem]
) -> Optional[str]:
    """The addresses for these items, by category (policy §3), in words that follow 寄到.

    None where the shop has none for one of them: then a colleague has to say it.
    """
    groups: Dict[str, List[OrderItem]] = {}
    rows: Dict[str, ReturnAddress] = {}
    for item in items:
        product = order.products.get(item.product_id)
        category = d.uses(product, "category").category if product else ""
        row = s.facts.logistics.return_address(category)
        if row is None:
            return None
        rows[row.category] = row
        groups.setdefault(row.category, []).append(item)
    if len(groups) == 1:
        (row,) = rows.values()
        return _words(d, row)
    parts = (f"{goods_name(d, order, groups[key])}寄{_words(d, rows[key])}" for key in groups)
    return "；".join(parts)


def _words(d: Draft, row: ReturnAddress) -> str:
    d.uses(row, "address", "receiver", "phone")
    return f"{row.address}，{row.receiver}收，电话{row.phone}"
