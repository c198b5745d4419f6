"""What the shop sells: products, SKUs, attributes, size charts, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import List, Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import col, key, mapped, maybe, maybe_ref, ref


@mapped
@dataclass(kw_only=True)
class Product:
    """A product page. `id` is the item number that buyers paste from its link."""

    __tablename__ = "products"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    title: str = col(sa.Text)
    #: The short name that replies use ("云朵卫衣").
    name: str = col(sa.String(64))
    #: clothing, snacks, baby …: chooses explanations and the return address.
    category: str = col(sa.String(32), index=True)
    #: What a buyer calls the kind of thing ("卫衣"); several products may share one.
    noun: str = col(sa.String(32))
    #: Other words for it that buyers type.
    aliases: List[str] = col(sa.JSON, list)
    warehouse_id: Optional[str] = maybe_ref("warehouses.id")
    #: Pieces sold in the last 30 days, for recommendations.
    sold_30d: int = col(sa.Integer, 0)
    on_sale: bool = col(sa.Boolean, True)
    #: Presale: goods ship on this day; deposit and balance in fen.
    presale_ships_on: Optional[date] = maybe(sa.Date)
    presale_deposit_fen: Optional[int] = maybe(sa.Integer)
    presale_balance_fen: Optional[int] = maybe(sa.Integer)
    made_to_order: bool = col(sa.Boolean, False)
    #: Why the page excludes the 7-day return ("生鲜"), None where it does not.
    no_return_reason: Optional[str] = maybe(sa.String(64))
    warranty_months: Optional[int] = maybe(sa.Integer)
    #: How the warranty or installation works, in the shop's words.
    service_note: Optional[str] = maybe(sa.Text)
    #: How to use, wash or store it.
    usage_note: Optional[str] = maybe(sa.Text)
    #: Pieces that one buyer may order, None where there is no limit.
    purchase_limit: Optional[int] = maybe(sa.Integer)
    #: Why it cannot go into the cart ("秒杀价商品"), None where it can.
    not_for_cart: Optional[str] = maybe(sa.String(64))
    #: What the catalogue offers when this one is sold out.
    alternative_id: Optional[str] = maybe(sa.String(64))


@mapped
@dataclass(kw_only=True)
class Sku:
    """One buyable variant. Any of colour, size and variant may be None."""

    __tablename__ = "skus"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    product_id: str = ref("products.id")
    price_fen: int = col(sa.Integer)
    stock: int = col(sa.Integer, 0)
    colour: Optional[str] = maybe(sa.String(32))
    size: Optional[str] = maybe(sa.String(32))
    #: Flavour, pack or specification ("原味", "500g×2袋").
    variant: Optional[str] = maybe(sa.String(64))
    #: Price after a completed purchase of the buyer; None: none.
    member_price_fen: Optional[int] = maybe(sa.Integer)
    #: The policy's lowest price; "lowest" may be said only at it.
    floor_price_fen: Optional[int] = maybe(sa.Integer)
    weight_g: int = col(sa.Integer, 500)
    restock_on: Optional[date] = maybe(sa.Date)


@mapped
@dataclass(kw_only=True)
class BulkPrice:
    """Price per piece from a number of pieces on."""

    __tablename__ = "bulk_prices"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    product_id: str = ref("products.id")
    min_quantity: int = col(sa.Integer)
    price_fen: int = col(sa.Integer)


@mapped
@dataclass(kw_only=True)
class Attribute:
    """A fact of the product page: name and value as shown ("材质", "棉95% 氨纶5%")."""

    __tablename__ = "attributes"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    product_id: str = ref("products.id")
    name: str = col(sa.String(64))
    value: str = col(sa.Text)
    #: Words in a question that ask for this fact ("缩水", "掉色").
    asked_as: List[str] = col(sa.JSON, list)
    position: int = col(sa.Integer, 0)


@mapped
@dataclass(kw_only=True)
class SizeRow:
    """One line of a size chart. Heights in cm, weights in grams, inclusive."""

    __tablename__ = "size_rows"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    product_id: str = ref("products.id")
    size: str = col(sa.String(32))
    height_min: Optional[int] = maybe(sa.Integer)
    height_max: Optional[int] = maybe(sa.Integer)
    weight_min_g: Optional[int] = maybe(sa.Integer)
    weight_max_g: Optional[int] = maybe(sa.Integer)
    #: Measures as shown ("胸围104cm 衣长66cm").
    measures: Optional[str] = maybe(sa.Text)
    position: int = col(sa.Integer, 0)


@mapped
@dataclass(kw_only=True)
class Paper:
    """A document of the shop: business licence, trademark, authorisation, inspection report."""

    __tablename__ = "papers"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    #: None: a paper of the whole shop.
    product_id: Optional[str] = maybe_ref("products.id")
    kind: str = col(sa.String(32))
    name: str = col(sa.Text)
    issuer: Optional[str] = maybe(sa.String(64))
    number: Optional[str] = maybe(sa.String(64))
    valid_until: Optional[date] = maybe(sa.Date)
