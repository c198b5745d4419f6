"""Warehouses, carriers, the regions they serve, postage, return addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import col, key, mapped, maybe, ref


@mapped
@dataclass(kw_only=True)
class Warehouse:
    """A place that ships. `cutoff` is Shanghai time ("16:00")."""

    __tablename__ = "warehouses"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = col(sa.String(64))
    province: str = col(sa.String(32))
    city: str = col(sa.String(32))
    #: Orders paid before it ship the same day.
    cutoff: str = col(sa.String(5))
    #: Whether it ships on weekends and holidays.
    ships_on_holidays: bool = col(sa.Boolean, False)


@mapped
@dataclass(kw_only=True)
class Carrier:
    """An express company that the shop works with."""

    __tablename__ = "carriers"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = col(sa.String(32))
    aliases: List[str] = col(sa.JSON, list)
    phone: Optional[str] = maybe(sa.String(32))
    #: Used unless the buyer asks for another one.
    is_default: bool = col(sa.Boolean, False)
    #: What the buyer pays on top for choosing it.
    extra_fen: int = col(sa.Integer, 0)
    #: How it delivers ("送货上门", "乡镇多为驿站自提").
    delivery_note: Optional[str] = maybe(sa.Text)


@mapped
@dataclass(kw_only=True)
class CarrierRegion:
    """Whether and how fast a carrier delivers to a province ("*" stands for the others)."""

    __tablename__ = "carrier_regions"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    carrier_id: str = ref("carriers.id")
    province: str = col(sa.String(32))
    served: bool = col(sa.Boolean, True)
    #: Days from shipping to arrival.
    days_min: int = col(sa.Integer, 2)
    days_max: int = col(sa.Integer, 4)


@mapped
@dataclass(kw_only=True)
class PostageRule:
    """Postage to a province by weight ("*" stands for the others)."""

    __tablename__ = "postage_rules"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    province: str = col(sa.String(32), unique=True)
    first_g: int = col(sa.Integer)
    first_fen: int = col(sa.Integer)
    step_g: int = col(sa.Integer)
    step_fen: int = col(sa.Integer)
    #: Goods total from which postage is free; None: never.
    free_from_fen: Optional[int] = maybe(sa.Integer)


@mapped
@dataclass(kw_only=True)
class ReturnAddress:
    """Where goods of a category go back to ("*" stands for the others)."""

    __tablename__ = "return_addresses"
    __sa_dataclass_metadata_key__ = "sa"

    category: str = key(sa.String(32))
    receiver: str = col(sa.String(64))
    phone: str = col(sa.String(32))
    address: str = col(sa.Text)
