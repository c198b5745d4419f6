"""What each effect changes in the shop's own rows, in the transaction that commits it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, List, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales.booking import book, instruct
from xiaoer.shop.aftersales.facts import CaseFacts
from xiaoer.shop.aftersales.model import Case, Offer, Ticket
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import local
from xiaoer.shop.logistics.model import ReturnAddress
from xiaoer.shop.orders.model import Order, OrderItem, Payment, Refund, Return, Shipment
from xiaoer.shop.promotions.model import BuyerCoupon, Coupon


class CannotBeDone(Exception):
    """The facts have changed since the offer; the text is one word for the queue."""


@dataclass(frozen=True)
class Commit:
    """Everything that an effect works with. All rows are locked."""

    session: Session
    policy: Policy
    case: Case
    offer: Offer
    facts: CaseFacts
    #: What is really paid: the offer's sum, or what is left of the money.
    amount_fen: int
    now: datetime

    @property
    def pieces(self) -> int:
        """Pieces of the line that the offer is about."""
        return int(self.offer.detail.get("pieces", 1))


def coupon(c: Commit) -> None:
    """A coupon of the shop in the buyer's hands."""
    until = c.now + timedelta(days=c.policy.aftersales.coupon_days)
    assert c.offer.buyer_id is not None, "an order has its buyer"
    c.session.add(
        Coupon(
            id=c.offer.id,
            name="售后补偿券",
            value_fen=c.amount_fen,
            starts_at=c.now,
            ends_at=until,
        )
    )
    c.session.flush()
    c.session.add(
        BuyerCoupon(
            id=c.offer.id, coupon_id=c.offer.id, buyer_id=c.offer.buyer_id, expires_at=until
        )
    )
    book(c.session, c.offer, c.amount_fen, c.now)
    instruct(c.session, c.offer, "coupon", c.now, c.amount_fen, valid_until=until.isoformat())


def compensation(c: Commit) -> None:
    """Money to the buyer beside the order's price; owed where late goods are kept."""
    book(c.session, c.offer, c.amount_fen, c.now)
    instruct(c.session, c.offer, "payout", c.now, c.amount_fen)


def money_back(c: Commit) -> None:
    """A part of the price, by the original route: nothing is sent back."""
    _refund(c, "refund_only", "released")


def refund(c: Commit) -> None:
    """The price back. What has not left stays: held in the same transaction (policy §3)."""
    if c.facts.stage == "unshipped":
        _hold(c)
        _back_to_stock(c)
        if c.facts.whole_order:
            order = _order(c)
            order.state, order.closed_at, order.close_reason = "closed", c.now, "退款"
    elif c.offer.rule == "unshipped_refund":
        raise CannotBeDone("shipped")
    _refund(c, "refund_only", "released")


def intercept(c: Commit) -> None:
    """Stops a printed parcel; the money follows when the warehouse has it."""
    if c.facts.stage != "intercepting":
        raise CannotBeDone("shipped")
    _hold(c)
    _refund(c, "refund_only", "agreed")
    instruct(c.session, c.offer, "intercept", c.now)
    _ticket(c, "warehouse", "拦截包裹，拦到请登记", c.policy.changes.intercept_hours)


def send_back(c: Commit) -> None:
    """Goods on their way back; the money is booked when it is released."""
    refund_id = _refund(c, "return_refund", "awaiting_return")
    _expect_back(c, refund_id)


def exchange(c: Commit) -> None:
    """Reserves the other piece now; it ships when the first one is back."""
    sku_id = c.offer.detail.get("sku_id") or _item(c).sku_id
    _take(c, sku_id)
    _expect_back(c, None)
    _ticket(c, "warehouse", f"换货预留 {sku_id}×{c.pieces}", 24)


def resend(c: Commit) -> None:
    """The same again from stock."""
    sku_id = _item(c).sku_id
    _take(c, sku_id)
    instruct(c.session, c.offer, "ship", c.now, sku_id=sku_id, quantity=c.pieces)


def repair(c: Commit) -> None:
    """The goods come back, are repaired and sent out again."""
    _expect_back(c, None)
    instruct(c.session, c.offer, "repair", c.now, item_id=c.offer.item_id)


def _refund(c: Commit, kind: str, state: str) -> str:
    """A refund row by the original route (policy §2, money); booked where the money goes now."""
    refund_id, route = f"R{c.offer.id}", _route(c)
    now = c.now if state == "released" else None
    c.session.add(
        Refund(
            id=refund_id,
            order_no=c.offer.order_no,
            kind=kind,
            state=state,
            amount_fen=c.amount_fen,
            reason=c.offer.rule,
            applied_at=c.now,
            route=route,
            item_id=c.offer.item_id,
            agreed_at=c.now,
            released_at=now,
        )
    )
    c.session.flush()
    if state == "released":
        book(c.session, c.offer, c.amount_fen, c.now)
        instruct(
            c.session, c.offer, "refund", c.now, c.amount_fen, route=route, refund_id=refund_id
        )
    return refund_id


def _route(c: Commit) -> str:
    query = select(Payment.route).where(Payment.order_no == c.offer.order_no)
    route: Optional[str] = c.session.execute(query.order_by(Payment.paid_at)).scalars().first()
    if route is None:
        raise CannotBeDone("no_payment")
    return route


def _hold(c: Commit) -> None:
    query = select(Shipment).where(Shipment.order_no == c.offer.order_no)
    for parcel in c.session.execute(query).scalars():
        parcel.hold = True


def _back_to_stock(c: Commit) -> None:
    """What never left can be sold again; what the shop never had cannot."""
    for item in _items(c):
        sku = _sku(c, item.sku_id)
        pieces = c.pieces if c.offer.item_id else item.quantity
        sku.stock = 0 if c.facts.unfillable else sku.stock + pieces


def _take(c: Commit, sku_id: str) -> None:
    sku = _sku(c, sku_id)
    if sku.stock < c.pieces:
        raise CannotBeDone("no_stock")
    sku.stock -= c.pieces


def _expect_back(c: Commit, refund_id: Optional[str]) -> None:
    """Where to and until when the goods are sent back (policy §3, return address by category)."""
    addresses = {row.category: row for row in c.session.execute(select(ReturnAddress)).scalars()}
    to = addresses.get(c.facts.category) or addresses.get("*")
    if to is None:
        raise CannotBeDone("no_return_address")
    c.session.add(
        Return(
            id=f"B{c.offer.id}",
            order_no=c.offer.order_no,
            address=f"{to.receiver} {to.phone} {to.address}",
            send_by=local(c.now).date() + timedelta(days=c.policy.clocks.no_reason_days),
            refund_id=refund_id,
        )
    )
    c.session.flush()


def _ticket(c: Commit, kind: str, what: str, hours: float) -> None:
    c.session.add(
        Ticket(
            id=f"{c.offer.id}:{kind}",
            kind=kind,
            title=f"售后单{c.case.no}：{what}",
            created_at=c.now,
            due_at=c.now + timedelta(hours=hours),
            conversation_id=c.case.conversation_id,
            order_no=c.offer.order_no,
            case_no=c.case.no,
        )
    )
    c.session.flush()


def _order(c: Commit) -> Order:
    order: Order = c.session.get(Order, c.offer.order_no)
    return order


def _items(c: Commit) -> List[OrderItem]:
    query = select(OrderItem).where(OrderItem.order_no == c.offer.order_no)
    items: List[OrderItem] = list(c.session.execute(query.order_by(OrderItem.id)).scalars())
    return [item for item in items if c.offer.item_id in (None, item.id)]


def _item(c: Commit) -> OrderItem:
    items = _items(c)
    if len(items) != 1:
        raise CannotBeDone("several_items")
    return items[0]


def _sku(c: Commit, sku_id: str) -> Sku:
    sku: Any = c.session.get(Sku, sku_id, with_for_update=True, populate_existing=True)
    if sku is None:
        raise CannotBeDone("no_stock")
    found: Sku = sku
    return found


EFFECTS: Dict[str, Callable[[Commit], None]] = {
    "coupon": coupon,
    "compensation": compensation,
    "part_refund": money_back,
    "price_difference": money_back,
    "refund": refund,
    "intercept": intercept,
    "return": send_back,
    "exchange": exchange,
    "resend": resend,
    "repair": repair,
}
#: After these the buyer sends something back.
SENDS_BACK = frozenset({"return", "exchange", "repair"})
