"""Reads from the database what a reply needs, no more."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from sqlalchemy import bindparam, literal, or_, select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Attribute, BulkPrice, Paper, Product, SizeRow, Sku
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.lookup import all_rows, rows_with
from xiaoer.shop.db.statements import Query
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


@cache
def _mine(proved: Tuple[str, ...]) -> Tuple[Query, Query]:
    """Finds the visible orders, and the products of those under way; `proved` names the numbers."""
    numbers = (cols(Order).no == bindparam(name) for name in proved)
    mine = or_(cols(Order).buyer_id == bindparam("buyer"), *numbers)
    newest = cols(Order).created_at.desc()
    visible = select(Order.no).where(mine).order_by(newest).limit(ORDERS_SEEN)
    under_way = cols(Order).state.in_([literal(state) for state in OPEN_STATES])
    products = select(OrderItem.product_id).join(Order, Order.no == OrderItem.order_no)
    products = products.where(mine, under_way).order_by(newest, OrderItem.id)
    return Query(visible), Query(products)


def visible_order_numbers(
    session: Session, buyer_id: Optional[str], proved: Sequence[str]
) -> List[str]:
    """The orders that a visitor may see: the buyer's own and those proved, newest first."""
    if not (buyer_id or proved):
        return []
    numbers = {f"proved_{place}": number for place, number in enumerate(proved)}
    return _mine(tuple(numbers))[0].values(session, buyer=buyer_id, **numbers)


def products_in_open_orders(
    session: Session, buyer_id: Optional[str], proved: Sequence[str]
) -> List[str]:
    """The products of the visible orders that are under way, those of the newest order first."""
    numbers = {f"proved_{place}": number for place, number in enumerate(proved)}
    found = _mine(tuple(numbers))[1].values(session, buyer=buyer_id, **numbers)
    return list(dict.fromkeys(found))


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
            products={key: products[key] for i in items[no] if (key := i.product_id) in products},
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


_ON_SALE = Query(
    select(Product.id)
    .where(cols(Product).on_sale.is_(True))
    .order_by(cols(Product).sold_30d.desc(), Product.id)
    .limit(CATALOGUE_SEEN)
)
_OF_THE_SHOP = Query(select(Paper).where(cols(Paper).product_id.is_(None)).order_by(Paper.id))
_COMPLETED = Query(
    select(Order.no)
    .where(cols(Order).buyer_id == bindparam("buyer"), cols(Order).state == "completed")
    .limit(1)
)
_REQUESTS = Query(
    select(Approval)
    .where(
        or_(
            cols(Approval).conversation_id == bindparam("conversation"),
            cols(Approval).conversation_id.in_(
                select(Conversation.id).where(cols(Conversation).buyer_id == bindparam("buyer"))
            ),
        )
    )
    .order_by(Approval.requested_at)
)


def catalogue(session: Session) -> Tuple[ProductFacts, ...]:
    """The products on sale with their SKUs, best-selling first."""
    return products(session, _ON_SALE.values(session), whole=False)


def shop_papers(session: Session) -> Tuple[Paper, ...]:
    """The papers of the whole shop."""
    return tuple(_OF_THE_SHOP.rows(session))


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
    return tuple(_REQUESTS.rows(session, conversation=conversation_id, buyer=buyer_id))


def has_completed_purchase(session: Session, buyer_id: Optional[str]) -> bool:
    """Whether the buyer has completed an order before (member prices)."""
    if not buyer_id:
        return False
    return bool(_COMPLETED.values(session, buyer=buyer_id))
