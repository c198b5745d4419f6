"""Reads the facts of a case, inside the transaction that decides on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Dict, List, Optional, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales import amounts, sums
from xiaoer.shop.aftersales.facts import CaseFacts, Made
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Offer
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.clock import local
from xiaoer.shop.db.base import cols
from xiaoer.shop.orders.model import (
    UNSHIPPED_STATES,
    Order,
    OrderItem,
    Scan,
    Shipment,
)

#: Effects that take pieces out of the line of an order.
_TAKES_PIECES = ("refund", "return", "part_refund", "intercept")


class CaseIncomplete(Exception):
    """The case has no order or no issue yet: there is nothing to decide."""


def load_facts(
    session: Session, policy: Policy, case: Case, now: datetime, without: str = ""
) -> CaseFacts:
    """The case at this moment; `without` the reservation of one offer. Raises CaseIncomplete."""
    order: Optional[Order] = session.get(Order, case.order_no) if case.order_no else None
    if order is None or case.issue_type is None:
        raise CaseIncomplete(case.no)
    goods = _goods(session, order, case)
    product = session.get(Product, goods.items[0].product_id)
    parcels = list(session.execute(select(Shipment).where(Shipment.order_no == order.no)).scalars())
    issue = policy.aftersales.issue(
        case.issue_type, goods.items[0].product_id, product.category if product else ""
    )
    signed_on = _signed_on(order, parcels)
    fault = case.fault or issue.fault
    return CaseFacts(
        issue=case.issue_type,
        fault=fault,
        product_id=goods.items[0].product_id,
        category=product.category if product else "",
        item_name=goods.name,
        item_paid_fen=goods.paid_fen,
        order_paid_fen=order.paid_fen if order.paid_at else 0,
        stage=_stage(order, parcels),
        ordered=goods.ordered,
        pieces=goods.pieces,
        pieces_before=goods.before,
        postage_fen=order.postage_fen,
        whole_order=goods.whole,
        refunded_fen=sums.refunded(session, order.no),
        compensated_fen=sums.compensated(session, order.no),
        compensated_item_fen=sums.compensated(session, order.no, case.item_id),
        signed_on=signed_on,
        exempt=_exempt(product, goods.items),
        made_to_order=bool(product and product.made_to_order),
        unfillable=order.unfillable,
        stuck=_stuck(session, policy, parcels, now),
        same_stock=_same_stock(session, goods.items),
        other_stock=_other_stock(session, goods.items),
        repairable=bool(product and product.warranty_months),
        insured=order.freight_insured and order.state != "completed",
        evidence=case.evidence,
        overdue=now >= case.answer_due_at,
        grave=case.grave,
        price_drop_fen=_price_drop(session, policy, order, goods, now),
        late_fen=_late(session, policy, order, goods, parcels, now),
        **_history(session, case),
        **_goodwill(session, order, case, now, without),
    )


@dataclass(frozen=True)
class _Goods:
    """The lines of the order that the case is about."""

    items: Sequence[OrderItem]
    name: str
    paid_fen: int
    ordered: int
    pieces: int
    before: int
    whole: bool


def _goods(session: Session, order: Order, case: Case) -> _Goods:
    query = select(OrderItem).where(OrderItem.order_no == order.no).order_by(OrderItem.id)
    items = list(session.execute(query).scalars())
    if case.item_id is None and len(items) > 1:
        name = f"{items[0].name}等{len(items)}件"
        # The lines of a whole order go back together or not at all.
        return _Goods(items, name, sum(item.paid_fen for item in items), 1, 1, 0, True)
    item = next((item for item in items if item.id == case.item_id), items[0])
    before = min(_pieces_gone(session, order.no, item.id), item.quantity)
    pieces = min(case.quantity or item.quantity, item.quantity - before)
    whole = len(items) == 1 and before + pieces == item.quantity
    return _Goods([item], item.name, item.paid_fen, item.quantity, pieces, before, whole)


def _pieces_gone(session: Session, order_no: str, item_id: str) -> int:
    query = select(Offer.detail).where(
        Offer.order_no == order_no,
        Offer.item_id == item_id,
        Offer.state == "committed",
        cols(Offer).effect.in_(_TAKES_PIECES),
    )
    return sum(int(detail.get("pieces", 0)) for detail in session.execute(query).scalars())


def _stage(order: Order, parcels: Sequence[Shipment]) -> str:
    states = {parcel.state for parcel in parcels}
    if not states or states <= UNSHIPPED_STATES:
        if not states and order.state in ("shipped", "signed", "completed"):
            return "under_way" if order.state == "shipped" else "arrived"
        return "intercepting" if "label_printed" in states else "unshipped"
    return "arrived" if all(parcel.signed_at for parcel in parcels) else "under_way"


def _signed_on(order: Order, parcels: Sequence[Shipment]) -> Optional[date]:
    """The day of the last parcel; a confirmed receipt where no carrier told."""
    times = [parcel.signed_at for parcel in parcels]
    known = [moment for moment in times if moment is not None]
    if known and len(known) == len(times):
        return local(max(known)).date()
    return local(order.confirmed_at).date() if not times and order.confirmed_at else None


def _exempt(product: Optional[Product], items: Sequence[OrderItem]) -> Optional[str]:
    """By law, or by the page where the buyer confirmed it at purchase (policy §3)."""
    if product is not None and product.made_to_order:
        return "定制商品"
    if any(item.no_return_confirmed for item in items):
        return (product.no_return_reason if product else None) or "下单时确认过"
    return None


def _stuck(session: Session, policy: Policy, parcels: Sequence[Shipment], now: datetime) -> bool:
    """A parcel that is lost, or has not moved for longer than the policy allows."""
    limit = now - timedelta(hours=policy.parcels.no_movement_hours)
    for parcel in parcels:
        if parcel.state == "lost":
            return True
        if parcel.signed_at is None and parcel.shipped_at is not None:
            query = select(func.max(Scan.at)).where(Scan.shipment_id == parcel.id)
            moved = session.execute(query).scalar() or parcel.shipped_at
            if moved < limit:
                return True
    return False


def _same_stock(session: Session, items: Sequence[OrderItem]) -> int:
    skus = [session.get(Sku, item.sku_id) for item in items]
    return min((sku.stock if sku else 0) for sku in skus)


def _other_stock(session: Session, items: Sequence[OrderItem]) -> Dict[str, int]:
    """Of the same product, at the same price: an exchange pays no difference."""
    if len(items) > 1:
        return {}
    (item,) = items
    query = select(Sku).where(
        Sku.product_id == item.product_id, Sku.id != item.sku_id, Sku.price_fen == item.price_fen
    )
    return {sku.id: sku.stock for sku in session.execute(query).scalars()}


def _price_drop(
    session: Session, policy: Policy, order: Order, goods: _Goods, now: datetime
) -> int:
    """What the pieces cost less now, inside the published days."""
    days = policy.bargain.price_protection_days
    if order.paid_at is None or now > order.paid_at + timedelta(days=days):
        return 0
    drop = 0
    for item in goods.items:
        sku = session.get(Sku, item.sku_id)
        pieces = goods.pieces if len(goods.items) == 1 else item.quantity
        drop += max(0, item.price_fen - sku.price_fen) * pieces if sku else 0
    return min(drop, goods.paid_fen)


def _late(
    session: Session,
    policy: Policy,
    order: Order,
    goods: _Goods,
    parcels: Sequence[Shipment],
    now: datetime,
) -> int:
    """What late shipment costs the shop; 0 where it was in time or is paid already."""
    due = order.promised_ship_at
    shipped: List[datetime] = [p.shipped_at for p in parcels if p.shipped_at is not None]
    done = max(shipped) if shipped and len(shipped) == len(parcels) else now
    if due is None or order.paid_at is None or done <= due:
        return 0
    query = select(LedgerEntry.id).where(
        LedgerEntry.order_no == order.no, LedgerEntry.rule == "late_shipment_compensation"
    )
    if session.execute(query).first():
        return 0
    return amounts.late_fen(policy.shipping, goods.paid_fen)


def _history(session: Session, case: Case) -> Dict[str, Any]:
    query = select(Offer).where(Offer.case_no == case.no).order_by(Offer.number)
    offers = list(session.execute(query).scalars())
    coupons = [o for o in offers if o.effect == "coupon" and o.state in ("committed", "accepted")]
    return {
        "made": tuple(Made(o.rung, o.cost_fen, o.state, o.asked_fen) for o in offers),
        "approval_asked": any(offer.approval_id for offer in offers),
        "coupons_in_case": len(coupons),
    }


def _goodwill(
    session: Session, order: Order, case: Case, now: datetime, without: str
) -> Dict[str, Any]:
    today, month = sums.midnight(now), sums.month_ago(now)
    buyer = order.buyer_id
    return {
        "order_goodwill_fen": sums.order_goodwill(session, order.no, without),
        "approved_fen": sums.approved(session, order.no),
        "buyer_day_fen": sums.buyer_goodwill(session, buyer, today, without),
        "buyer_30_days_fen": sums.buyer_goodwill(session, buyer, month, without),
        "goodwill_cases": sums.buyer_cases(session, buyer, month, case.no),
        "shop_day_fen": sums.shop_goodwill(session, today, without),
        "shop_day_payouts": sums.shop_payouts(session, today, without),
    }
