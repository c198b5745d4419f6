"""The rows that a reply is built from: loaded beforehand, so that building is a pure function."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Dict, Optional, Tuple

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Attribute, BulkPrice, Paper, Product, SizeRow, Sku
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.logistics.model import (
    Carrier,
    CarrierRegion,
    PostageRule,
    ReturnAddress,
    Warehouse,
)
from xiaoer.shop.orders.model import (
    OPEN_STATES,
    UNSHIPPED_STATES,
    Buyer,
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


@dataclass(frozen=True)
class ProductFacts:
    """A product with all that its page knows."""

    row: Product
    skus: Tuple[Sku, ...]
    attributes: Tuple[Attribute, ...] = ()
    sizes: Tuple[SizeRow, ...] = ()
    bulk_prices: Tuple[BulkPrice, ...] = ()
    papers: Tuple[Paper, ...] = ()
    #: What the catalogue offers when this one is sold out.
    alternative: Optional[Product] = None

    @property
    def colours(self) -> Tuple[str, ...]:
        """Colours in the order of the SKUs, each once."""
        return tuple(dict.fromkeys(sku.colour for sku in self.skus if sku.colour))

    @property
    def size_names(self) -> Tuple[str, ...]:
        """Sizes in the order of the SKUs, each once."""
        return tuple(dict.fromkeys(sku.size for sku in self.skus if sku.size))

    @property
    def variants(self) -> Tuple[str, ...]:
        """Flavours or specifications in the order of the SKUs, each once."""
        return tuple(dict.fromkeys(sku.variant for sku in self.skus if sku.variant))


@dataclass(frozen=True)
class ShipmentFacts:
    """A parcel with its scans, oldest first."""

    row: Shipment
    scans: Tuple[Scan, ...] = ()
    carrier: Optional[Carrier] = None

    @property
    def last_scan(self) -> Optional[Scan]:
        """The newest event, None before the first."""
        return self.scans[-1] if self.scans else None


@dataclass(frozen=True)
class OrderFacts:
    """An order with everything that hangs on it."""

    row: Order
    items: Tuple[OrderItem, ...]
    payments: Tuple[Payment, ...] = ()
    shipments: Tuple[ShipmentFacts, ...] = ()
    refunds: Tuple[Refund, ...] = ()
    returns: Tuple[Return, ...] = ()
    notes: Tuple[OrderNote, ...] = ()
    promises: Tuple[Promise, ...] = ()
    #: After-sales cases, oldest first.
    cases: Tuple[Case, ...] = ()
    invoice: Optional[Invoice] = None
    gift: Optional[Gift] = None
    warehouse: Optional[Warehouse] = None
    #: The products of the items by id.
    products: Dict[str, Product] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a buyer recognises it by: the goods, and the end of the number."""
        first = self.items[0] if self.items else None
        goods = f"{first.name}（{first.spec}）" if first else "订单"
        more = f"等{len(self.items)}件" if len(self.items) > 1 else ""
        return f"{goods}{more} 尾号{self.row.no[-4:]}"

    @property
    def is_open(self) -> bool:
        """Still under way for the buyer."""
        return self.row.state in OPEN_STATES

    @property
    def unshipped(self) -> bool:
        """Paid and not handed to a carrier (policy: unshipped refund)."""
        return self.row.state == "paid" and all(
            shipment.row.state in UNSHIPPED_STATES for shipment in self.shipments
        )

    @property
    def signed_at(self) -> Optional[datetime]:
        """When the last parcel was signed for, None before."""
        times = [shipment.row.signed_at for shipment in self.shipments]
        return max((t for t in times if t), default=None) if all(times) else None

    @property
    def open_refund(self) -> Optional[Refund]:
        """The newest refund that still runs."""
        ended = {"done", "refused", "withdrawn"}
        running = [refund for refund in self.refunds if refund.state not in ended]
        return max(running, key=lambda refund: refund.applied_at, default=None)


@dataclass(frozen=True)
class Promotions:
    """Campaigns (running and coming), gifts, coupons, and the buyer's own coupons."""

    campaigns: Tuple[Campaign, ...] = ()
    gifts: Tuple[Gift, ...] = ()
    coupons: Tuple[Coupon, ...] = ()
    #: Newest expiry last; each with its coupon.
    own: Tuple[Tuple[BuyerCoupon, Coupon], ...] = ()

    def running(self, now: datetime, product_id: Optional[str] = None) -> Tuple[Campaign, ...]:
        """Campaigns in force for a product (None: any product)."""
        return tuple(
            campaign
            for campaign in self.campaigns
            if campaign.starts_at <= now < campaign.ends_at
            and covers(campaign.product_ids, product_id)
        )

    def coming(self, now: datetime) -> Tuple[Campaign, ...]:
        """Campaigns that have not started, the next first."""
        later = [campaign for campaign in self.campaigns if campaign.starts_at > now]
        return tuple(sorted(later, key=lambda campaign: campaign.starts_at))


@dataclass(frozen=True)
class Logistics:
    """How goods travel."""

    warehouses: Dict[str, Warehouse] = field(default_factory=dict)
    carriers: Tuple[Carrier, ...] = ()
    carrier_regions: Tuple[CarrierRegion, ...] = ()
    postage: Tuple[PostageRule, ...] = ()
    return_addresses: Tuple[ReturnAddress, ...] = ()

    @property
    def default_carrier(self) -> Optional[Carrier]:
        """The carrier used unless the buyer asks for another one."""
        return next((carrier for carrier in self.carriers if carrier.is_default), None)

    def region(self, carrier_id: str, province: str) -> Optional[CarrierRegion]:
        """How a carrier serves a province: its own row, else the carrier's row for the others."""
        rows = {row.province: row for row in self.carrier_regions if row.carrier_id == carrier_id}
        return rows.get(province) or rows.get("*")

    def postage_to(self, province: str) -> Optional[PostageRule]:
        """The postage rule of a province."""
        rows = {row.province: row for row in self.postage}
        return rows.get(province) or rows.get("*")

    def return_address(self, category: str) -> Optional[ReturnAddress]:
        """Where goods of a category go back to."""
        rows = {row.category: row for row in self.return_addresses}
        return rows.get(category) or rows.get("*")


@dataclass(frozen=True)
class Facts:
    """All facts of one reply. What a request did not need is empty."""

    shop_name: str
    conversation: Conversation
    #: None: an anonymous visitor.
    buyer: Optional[Buyer] = None
    #: What the request is about, where that is known.
    product: Optional[ProductFacts] = None
    order: Optional[OrderFacts] = None
    #: The orders that this visitor may see, newest first.
    orders: Tuple[OrderFacts, ...] = ()
    #: Products to choose from or to recommend, best-selling first, with their SKUs.
    catalogue: Tuple[ProductFacts, ...] = ()
    #: Products that the message sets side by side.
    compared: Tuple[ProductFacts, ...] = ()
    #: Products that the message wants together, each with its number.
    together: Tuple[ProductFacts, ...] = ()
    #: Papers of the whole shop.
    shop_papers: Tuple[Paper, ...] = ()
    promotions: Promotions = Promotions()
    logistics: Logistics = Logistics()
    #: Price requests of this conversation and of the buyer's others, newest last.
    approvals: Tuple[Approval, ...] = ()
    #: The buyer has completed a purchase (member prices).
    returning: bool = False
    #: How a try to prove an order ended: "ok", "wrong", or "wait" with the seconds in
    #: `proof_wait_s`; None where none was made.
    proof: Optional[str] = None
    proof_wait_s: int = 0


def covers(scope: list[str], product_id: Optional[str]) -> bool:
    """Whether a scope (empty: the whole shop) includes a product."""
    return not scope or product_id is None or product_id in scope
