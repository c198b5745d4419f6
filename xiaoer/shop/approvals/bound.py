"""What a manager can grant at most: less than what is paid."""

from __future__ import annotations

from typing import Optional, Tuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.orders.model import Order


def price_of(session: Session, approval: Approval) -> Optional[Tuple[str, int]]:
    """What the request is about and its price in fen: the order, else the product's dearest SKU.

    None where neither is known.
    """
    order: Optional[Order] = session.get(Order, approval.order_no) if approval.order_no else None
    if order is not None:
        return "这单", order.paid_fen
    query = select(func.max(Sku.price_fen)).where(Sku.product_id == approval.product_id)
    dearest = session.execute(query).scalar_one_or_none()
    return ("这款", dearest) if dearest is not None else None
