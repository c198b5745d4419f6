"""Reads from the database what a reply needs, no more."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Attribute, BulkPrice, Paper, Product, SizeRow, Sku
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.lookup import all_rows, rows_with
from xiaoer.shop.logistics.model import (
    Carrier,
    CarrierRegion,
    PostageRule,
    ReturnAddress,
    Warehouse,
)
from xiaoer.shop.orders.model import (
    OPEN_STATES,
    Invoice,
    Order,
    OrderItem,
    OrderNote,
    Payment,
    Promise,
    Refund,
    Return,
    Scan,
    Shipment,
)
from xiaoer.shop.promotions.model import BuyerCoupon, Campaign, Coupon, Gift
from xiaoer.shop.replies.facts import (
    Logistics,
    OrderFacts,
    ProductFacts,
    Promotions,
    ShipmentFacts,
)

#: How many of a buyer's newest orders a conversation looks at.
ORDERS_SEEN = 20
#: How many products a recommendation chooses from.
CATALOGUE_SEEN = 60


def _by(rows: Iterable[Any], name: str) -> Dict[Any, List[Any]]:
    grouped: Dict[Any, List[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


_MINE = or_(
    cols(Order).buyer_id == bindparam("buyer"),
    cols(Order).no.in_(bindparam("proved", expanding=True)),
)
_VISIBLE = select(Order.no).where(_MINE).order_by(cols(Order).created_at.desc()).limit(ORDERS_SEEN)
_IN_OPEN_ORDERS = (
    select(OrderItem.product_id)
    .join(Order, Order.no == OrderItem.order_no)
    .where(_MINE, cols(Order).state.in_(OPEN_STATES))
    .order_by(cols(Order).created_at.desc(), OrderItem.id)
)


def visible_order_numbers(
    session: Session, buyer_id: Optional[str], proved: Sequence[str]
) -> List[str]:
    """The orders that a visitor may see: the buyer's own and those proved, newest first."""
    if not (buyer_id or proved):
        return []
    return list(session.execute(_VISIBLE, {"buyer": buyer_id, "proved": list(proved)}).scalars())


def products_in_open_orders(
    session: Session, buyer_id: Optional[str], proved: Sequence[str]
) -> List[str]:
    """The products of the visible orders that are under way, those of the newest order first."""
    found = session.execute(_IN_OPEN_ORDERS, {"buyer": buyer_id, "proved": list(proved)})
    return list(dict.fromkeys(found.scalars()))


def orders(session: Session, numbers: Sequence[str]) -> Tuple[OrderFacts, ...]:
    """The orders with everything that hangs on them, in the sequence asked for."""
    if not numbers:
        return ()

    def of(model: Any, *order_by: str) -> Dict[str, List[Any]]:
        return _by(rows_with(session, model, "order_no", numbers, *order_by), "order_no")

    rows = {row.no: row for row in rows_with(session, Order, "no", numbers)}
    items = of(OrderItem, "id")
    shipments = of(Shipment, "id")
    parcels = _parcels(session, [row for group in shipments.values() for row in group])
    refunds, returns = of(Refund, "applied_at"), of(Return, "id")
    payments, notes = of(Payment, "id"), of(OrderNote, "id")
    promises, invoices = of(Promise, "id"), of(Invoice)
    cases = of(Case, "opened_at")
    products = _get(session, Product, {i.product_id for group in items.values() for i in group})
    gifts = _get(session, Gift, {row.gift_id for row in rows.values()})
    warehouses = _get(session, Warehouse, {row.warehouse_id for row in rows.values()})
    return tuple(
        OrderFacts(
            row=rows[no],
            items=tuple(items[no]),
            payments=tuple(payments[no]),
            shipments=tuple(parcels[row.id] for row in shipments[no]),
            refunds=tuple(refunds[no]),
            returns=tuple(returns[no]),
            notes=tuple(notes[no]),
            promises=tuple(promises[no]),
            cases=tuple(cases[no]),
            invoice=next(iter(invoices[no]), None),
            gift=gifts.get(rows[no].gift_id),
            warehouse=warehouses.get(rows[no].warehouse_id),
            products={i.product_id: products[i.product_id] for i in items[no]},
        )
        for no in numbers
        if no in rows
    )


def _get(session: Session, model: Any, keys: Iterable[Any]) -> Dict[str, Any]:
    return {row.id: row for row in rows_with(session, model, "id", filter(None, keys))}


def _parcels(session: Session, shipments: Sequence[Shipment]) -> Dict[str, ShipmentFacts]:
    ids = [row.id for row in shipments]
    scans = _by(rows_with(session, Scan, "shipment_id", ids, "at"), "shipment_id")
    carriers = _get(session, Carrier, {row.carrier_id for row in shipments})
    return {
        row.id: ShipmentFacts(row, tuple(scans[row.id]), carriers.get(row.carrier_id or ""))
        for row in shipments
    }


def products(session: Session, ids: Sequence[str], whole: bool = True) -> Tuple[ProductFacts, ...]:
    """Products with their SKUs; `whole` adds attributes, size chart, papers, bulk prices."""
    if not ids:
        return ()

    def of(model: Any, *order_by: str) -> Dict[str, List[Any]]:
        return _by(rows_with(session, model, "product_id", ids, *order_by), "product_id")

    rows = _get(session, Product, ids)
    nothing: Dict[str, List[Any]] = defaultdict(list)
    attributes = of(Attribute, "position", "id") if whole else nothing
    sizes = of(SizeRow, "position", "id") if whole else nothing
    bulk = of(BulkPrice, "min_quantity") if whole else nothing
    papers = of(Paper, "id") if whole else nothing
    others = _get(session, Product, {row.alternative_id for row in rows.values()}) if whole else {}
    skus = of(Sku, "id")
    return tuple(
        ProductFacts(
            row=rows[key],
            skus=tuple(skus[key]),
            attributes=tuple(attributes[key]),
            sizes=tuple(sizes[key]),
            bulk_prices=tuple(bulk[key]),
            papers=tuple(papers[key]),
            alternative=others.get(rows[key].alternative_id or ""),
        )
        for key in ids
        if key in rows
    )


_ON_SALE = (
    select(Product.id)
    .where(cols(Product).on_sale.is_(True))
    .order_by(cols(Product).sold_30d.desc(), Product.id)
    .limit(CATALOGUE_SEEN)
)
_OF_THE_SHOP = select(Paper).where(cols(Paper).product_id.is_(None)).order_by(Paper.id)
_COMPLETED = (
    select(Order.no)
    .where(cols(Order).buyer_id == bindparam("buyer"), cols(Order).state == "completed")
    .limit(1)
)


def catalogue(session: Session) -> Tuple[ProductFacts, ...]:
    """The products on sale with their SKUs, best-selling first."""
    return products(session, list(session.execute(_ON_SALE).scalars()), whole=False)


def shop_papers(session: Session) -> Tuple[Paper, ...]:
    """The papers of the whole shop."""
    return tuple(session.execute(_OF_THE_SHOP).scalars())


def promotions(session: Session, buyer_id: Optional[str]) -> Promotions:
    """Campaigns, gifts, coupons, and what the buyer has in hand."""
    coupons = {row.id: row for row in all_rows(session, Coupon, "id")}
    buyers = [buyer_id] if buyer_id else []
    own = rows_with(session, BuyerCoupon, "buyer_id", buyers, "expires_at", "id")
    return Promotions(
        campaigns=tuple(all_rows(session, Campaign, "starts_at")),
        gifts=tuple(all_rows(session, Gift, "min_fen", "id")),
        coupons=tuple(coupons.values()),
        own=tuple((row, coupons[row.coupon_id]) for row in own),
    )


def logistics(session: Session) -> Logistics:
    """Warehouses, carriers, regions, postage and return addresses."""
    return Logistics(
        warehouses={row.id: row for row in all_rows(session, Warehouse, "id")},
        carriers=tuple(all_rows(session, Carrier, "id")),
        carrier_regions=tuple(all_rows(session, CarrierRegion, "id")),
        postage=tuple(all_rows(session, PostageRule, "id")),
        return_addresses=tuple(all_rows(session, ReturnAddress)),
    )


def approvals(
    session: Session, conversation_id: str, buyer_id: Optional[str]
) -> Tuple[Approval, ...]:
    """The approval requests of a conversation and of its buyer's others, newest last."""
    wanted = [conversation_id]
    if buyer_id:
        mine = rows_with(session, Conversation, "buyer_id", [buyer_id])
        wanted += [one.id for one in mine if one.id != conversation_id]
    return tuple(rows_with(session, Approval, "conversation_id", wanted, "requested_at"))


def has_completed_purchase(session: Session, buyer_id: Optional[str]) -> bool:
    """Whether the buyer has completed an order before (member prices)."""
    if not buyer_id:
        return False
    return session.execute(_COMPLETED, {"buyer": buyer_id}).first() is not None
