"""What there is to try in a seeded shop: its buyers, their orders, what is special about each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Tuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from xiaoer.shop.db.session import Database
from xiaoer.shop.orders.model import Buyer, Order, OrderItem
from xiaoer.shop.pack.source import Source, read_folder


@dataclass(frozen=True)
class DemoOrder:
    """One order; `items` as a buyer would name them, `special` why it is worth trying."""

    no: str
    state: str
    items: Tuple[str, ...]
    special: str


@dataclass(frozen=True)
class DemoBuyer:
    """One buyer with their orders, newest first."""

    id: str
    name: str
    phone_tail: str
    special: str
    orders: Tuple[DemoOrder, ...]


def demo_overview(database: Database, folder: Path) -> List[DemoBuyer]:
    """The pack's buyers as they stand in the database now, in the order of their ids.

    What is special comes from the `about` columns of the pack, which are not stored.
    """
    source = read_folder(folder)
    about = {**_remarks(source, "buyers", "id"), **_remarks(source, "orders", "no")}
    with database.read() as session:
        orders = _orders(session, about)
        buyers = session.execute(sa.select(Buyer).order_by(Buyer.id)).scalars()
        return [
            DemoBuyer(
                id=buyer.id,
                name=buyer.name,
                phone_tail=buyer.phone[-4:],
                special=about[buyer.id],
                orders=tuple(orders[buyer.id]),
            )
            for buyer in buyers
            if buyer.id in about
        ]


def _orders(session: Session, about: Dict[str, str]) -> Dict[str, List[DemoOrder]]:
    items: Dict[str, List[str]] = defaultdict(list)
    for item in session.execute(sa.select(OrderItem).order_by(OrderItem.id)).scalars():
        items[item.order_no].append(f"{item.name} {item.spec} ×{item.quantity}")
    orders: Dict[str, List[DemoOrder]] = defaultdict(list)
    newest_first = sa.select(Order).order_by(sa.desc(Order.created_at), Order.no)
    for order in session.execute(newest_first).scalars():
        special = about.get(order.no, "")
        shown = DemoOrder(order.no, order.state, tuple(items[order.no]), special)
        orders[order.buyer_id].append(shown)
    return orders


def _remarks(source: Source, table: str, key: str) -> Dict[str, str]:
    sheet = source.sheets.get(table)
    if sheet is None or "about" not in sheet.header:
        return {}
    key_at, about_at = sheet.header.index(key), sheet.header.index("about")
    return {cells[key_at]: cells[about_at] for _, cells in sheet.rows}
