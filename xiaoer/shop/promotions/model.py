"""Campaigns, gifts and coupons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import List, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref


@mapped
@dataclass(kw_only=True)
class Campaign:
    """A promotion with its rule. An empty scope means the whole shop."""

    __tablename__ = "campaigns"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = col(sa.String(64))
    starts_at: datetime = col(UtcDateTime)
    ends_at: datetime = col(UtcDateTime)
    #: The rule in the shop's own words ("每满200减30，上不封顶").
    rule: str = col(sa.Text)
    #: spend_save, percent, nth_piece, add_on (换购), deposit.
    kind: str = col(sa.String(32))
    threshold_fen: Optional[int] = maybe(sa.Integer)
    save_fen: Optional[int] = maybe(sa.Integer)
    #: 80 means that the buyer pays 80 %.
    percent: Optional[int] = maybe(sa.Integer)
    product_ids: List[str] = col(sa.JSON, list)
    negotiable: bool = col(sa.Boolean, True)
    #: Unpaid orders of the campaign close after so many minutes; None: the policy's.
    unpaid_close_minutes: Optional[int] = maybe(sa.Integer)


@mapped
@dataclass(kw_only=True)
class Gift:
    """A gift that goes into the parcel. An empty scope means the whole shop."""

    __tablename__ = "gifts"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = col(sa.String(64))
    #: regular: with every order; threshold: from min_fen or min_quantity on; bargain: offered
    #: when a price request fails.
    kind: str = col(sa.String(16))
    product_ids: List[str] = col(sa.JSON, list)
    min_fen: int = col(sa.Integer, 0)
    min_quantity: int = col(sa.Integer, 0)
    stock: int = col(sa.Integer, 0)
    #: What the buyer gets off instead of the gift; None: cannot be exchanged.
    swap_fen: Optional[int] = maybe(sa.Integer)


@mapped
@dataclass(kw_only=True)
class Coupon:
    """A coupon that the shop issues. An empty scope means the whole shop."""

    __tablename__ = "coupons"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = col(sa.String(64))
    value_fen: int = col(sa.Integer)
    #: Goods total without postage from which it applies.
    threshold_fen: int = col(sa.Integer, 0)
    starts_at: datetime = col(UtcDateTime)
    ends_at: datetime = col(UtcDateTime)
    product_ids: List[str] = col(sa.JSON, list)
    #: How to get it; None: it is not given out any more.
    claim_note: Optional[str] = maybe(sa.Text)


@mapped
@dataclass(kw_only=True)
class BuyerCoupon:
    """A coupon in a buyer's hands; state: unused, used, void."""

    __tablename__ = "buyer_coupons"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    coupon_id: str = ref("coupons.id")
    buyer_id: str = ref("buyers.id")
    expires_at: datetime = col(UtcDateTime)
    state: str = col(sa.String(16), "unused")
    order_no: Optional[str] = maybe_ref("orders.no")
