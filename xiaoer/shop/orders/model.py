"""Buyers and their orders: items, payments, shipments, refunds, returns, notes, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref, serial

#: States of an order in the sequence in which they are reached; `closed` ends any of them.
ORDER_STATES = ("unpaid", "paid", "shipped", "signed", "completed", "closed")
#: An order in one of these is still under way for the buyer.
OPEN_STATES = frozenset({"unpaid", "paid", "shipped"})
SHIPMENT_STATES = (
    "pending",
    "label_printed",
    "handed_over",
    "in_transit",
    "delivering",
    "signed",
    "returning",
    "lost",
)
#: Before these the goods are still with the shop: an unshipped refund is owed at once.
UNSHIPPED_STATES = frozenset({"pending", "label_printed"})
REFUND_STATES = (
    "applied",
    "agreed",
    "awaiting_return",
    "returning",
    "inspecting",
    "released",
    "done",
    "refused",
    "withdrawn",
)


@mapped
@dataclass(kw_only=True)
class Buyer:
    """A customer. Phone and name are shown to nobody who need not see them."""

    __tablename__ = "buyers"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = col(sa.String(64))
    phone: str = col(sa.String(32))
    created_at: datetime = col(UtcDateTime)


@mapped
@dataclass(kw_only=True)
class Order:
    """One order. Amounts in fen: paid = goods − discount + postage."""

    __tablename__ = "orders"
    __sa_dataclass_metadata_key__ = "sa"

    no: str = key()
    buyer_id: str = ref("buyers.id")
    state: str = col(sa.String(16), index=True)
    created_at: datetime = col(UtcDateTime)
    goods_fen: int = col(sa.Integer)
    postage_fen: int = col(sa.Integer)
    discount_fen: int = col(sa.Integer)
    #: Payable while unpaid, paid afterwards.
    paid_fen: int = col(sa.Integer)
    receiver: str = col(sa.String(64))
    phone: str = col(sa.String(32))
    province: str = col(sa.String(32))
    city: str = col(sa.String(32))
    address: str = col(sa.Text)
    #: What the discount was ("满200减30", "优惠券"), None where there is none.
    discount_name: Optional[str] = maybe(sa.String(64))
    paid_at: Optional[datetime] = maybe(UtcDateTime)
    #: When the shop promised to ship it at the latest.
    promised_ship_at: Optional[datetime] = maybe(UtcDateTime)
    #: The buyer confirmed receipt.
    confirmed_at: Optional[datetime] = maybe(UtcDateTime)
    reviewed_at: Optional[datetime] = maybe(UtcDateTime)
    closed_at: Optional[datetime] = maybe(UtcDateTime)
    close_reason: Optional[str] = maybe(sa.String(64))
    #: Unpaid: when it closes by itself.
    closes_at: Optional[datetime] = maybe(UtcDateTime)
    warehouse_id: Optional[str] = maybe_ref("warehouses.id")
    carrier_id: Optional[str] = maybe_ref("carriers.id")
    campaign_id: Optional[str] = maybe_ref("campaigns.id")
    gift_id: Optional[str] = maybe_ref("gifts.id")
    freight_insured: bool = col(sa.Boolean, False)
    #: Paid, but the shop cannot fill it (超卖).
    unfillable: bool = col(sa.Boolean, False)


@mapped
@dataclass(kw_only=True)
class OrderItem:
    """A line of an order; `paid_fen` is its share of what was paid for goods."""

    __tablename__ = "order_items"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    order_no: str = ref("orders.no")
    product_id: str = ref("products.id")
    sku_id: str = ref("skus.id")
    #: As ordered: name and specification ("云朵卫衣", "黑色 L").
    name: str = col(sa.String(64))
    spec: str = col(sa.String(128))
    quantity: int = col(sa.Integer)
    price_fen: int = col(sa.Integer)
    paid_fen: int = col(sa.Integer)
    #: The buyer confirmed at purchase that it cannot be returned without a reason.
    no_return_confirmed: bool = col(sa.Boolean, False)


@mapped
@dataclass(kw_only=True)
class Payment:
    """Money in; `route` is where a refund goes back to."""

    __tablename__ = "payments"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    order_no: str = ref("orders.no")
    #: alipay, wechat, huabei, debit_card, credit_card.
    route: str = col(sa.String(32))
    amount_fen: int = col(sa.Integer)
    paid_at: datetime = col(UtcDateTime)


@mapped
@dataclass(kw_only=True)
class Shipment:
    """A parcel of an order."""

    __tablename__ = "shipments"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    order_no: str = ref("orders.no")
    state: str = col(sa.String(16))
    carrier_id: Optional[str] = maybe_ref("carriers.id")
    tracking_no: Optional[str] = maybe(sa.String(32), index=True)
    shipped_at: Optional[datetime] = maybe(UtcDateTime)
    signed_at: Optional[datetime] = maybe(UtcDateTime)
    #: Who signed, as the carrier wrote it ("丰巢柜", "本人").
    signed_by: Optional[str] = maybe(sa.String(64))
    #: The warehouse must not hand it over (a refund or an address change is under way).
    hold: bool = col(sa.Boolean, False)


@mapped
@dataclass(kw_only=True)
class Scan:
    """One event of a parcel's journey, as the carrier wrote it."""

    __tablename__ = "scans"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    shipment_id: str = ref("shipments.id")
    at: datetime = col(UtcDateTime, index=True)
    place: str = col(sa.String(64))
    text: str = col(sa.Text)


@mapped
@dataclass(kw_only=True)
class Refund:
    """Money back. kind: refund_only, return_refund."""

    __tablename__ = "refunds"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    order_no: str = ref("orders.no")
    kind: str = col(sa.String(16))
    state: str = col(sa.String(16), index=True)
    amount_fen: int = col(sa.Integer)
    reason: str = col(sa.String(128))
    applied_at: datetime = col(UtcDateTime)
    #: Where it goes back to: the payment's route.
    route: str = col(sa.String(32))
    item_id: Optional[str] = maybe_ref("order_items.id")
    agreed_at: Optional[datetime] = maybe(UtcDateTime)
    #: The shop let the money go.
    released_at: Optional[datetime] = maybe(UtcDateTime)
    refused_reason: Optional[str] = maybe(sa.Text)


@mapped
@dataclass(kw_only=True)
class Return:
    """Goods on the way back for a refund or an exchange."""

    __tablename__ = "returns"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    order_no: str = ref("orders.no")
    address: str = col(sa.Text)
    send_by: date = col(sa.Date)
    refund_id: Optional[str] = maybe_ref("refunds.id")
    tracking_no: Optional[str] = maybe(sa.String(32))
    sent_at: Optional[datetime] = maybe(UtcDateTime)
    arrived_at: Optional[datetime] = maybe(UtcDateTime)


@mapped
@dataclass(kw_only=True)
class OrderNote:
    """A note for the warehouse: content, who, when (【换L花色，无差价 店小二/8.28】)."""

    __tablename__ = "order_notes"
    __sa_dataclass_metadata_key__ = "sa"

    id: int = serial()
    order_no: str = ref("orders.no")
    text: str = col(sa.Text)
    author: str = col(sa.String(64))
    at: datetime = col(UtcDateTime)
    #: One per message: a retried turn writes the same key.
    key: Optional[str] = maybe(sa.String(128), unique=True)


@mapped
@dataclass(kw_only=True)
class Promise:
    """Something the shop said it would do; state: open, kept, broken, cancelled."""

    __tablename__ = "promises"
    __sa_dataclass_metadata_key__ = "sa"

    id: int = serial()
    #: gift, note, ship_by, carrier, price_difference, restock …
    kind: str = col(sa.String(32))
    content: str = col(sa.Text)
    made_at: datetime = col(UtcDateTime)
    due_at: datetime = col(UtcDateTime)
    state: str = col(sa.String(16), "open")
    order_no: Optional[str] = maybe_ref("orders.no")
    conversation_id: Optional[str] = maybe_ref("conversations.id")
    key: Optional[str] = maybe(sa.String(128), unique=True)


@mapped
@dataclass(kw_only=True)
class Invoice:
    """An invoice of an order; state: requested, issued."""

    __tablename__ = "invoices"
    __sa_dataclass_metadata_key__ = "sa"

    order_no: str = key(sa.ForeignKey("orders.no"))
    state: str = col(sa.String(16))
    requested_at: datetime = col(UtcDateTime)
    title: Optional[str] = maybe(sa.String(128))
    tax_no: Optional[str] = maybe(sa.String(32))
    issued_at: Optional[datetime] = maybe(UtcDateTime)
