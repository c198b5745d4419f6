"""A case to test with, without the talk that opens one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.orders.model import Order


def file_case(shop: Shop, no: str, buyer: str = "b02", **more: Any) -> str:
    """Opens case `no` in a conversation of its own, over the buyer's first order."""
    now = shop.clock()
    shop.accept(f"chat-{no}", "收到的东西坏了", buyer_id=buyer)
    with shop.db.write() as session:
        query = select(Order.no).where(Order.buyer_id == buyer).order_by(Order.no)
        order = session.execute(query).scalars().first()
        case = Case(
            no=no,
            conversation_id=f"chat-{no}",
            issue="report_quality",
            problem="收到的东西坏了",
            opened_at=now,
            answer_due_at=now + timedelta(days=5),
            policy_version=shop.policy.current().version,
            order_no=order,
            buyer_id=buyer,
        )
        for name, value in more.items():
            setattr(case, name, value)
        session.add(case)
    return no
