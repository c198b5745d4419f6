"""The names that the understanding must know, taken from the database."""

from __future__ import annotations

from typing import Dict

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.logistics.model import Carrier
from xiaoer.shop.logistics.regions import names_beside_cities


def lexicon(session: Session) -> Dict[str, Dict[str, str]]:
    """Maps, by kind of entity, what buyers type to the canonical name."""
    product: Dict[str, str] = {}
    for row in session.execute(select(Product).order_by(Product.id)).scalars():
        for word in (row.name, row.noun, *row.aliases):
            product[word] = word
    carrier: Dict[str, str] = {}
    for row in session.execute(select(Carrier).order_by(Carrier.id)).scalars():
        for word in (row.name, *row.aliases):
            carrier[word] = row.name
    colours = session.execute(select(Sku.colour).distinct().order_by(Sku.colour)).scalars()
    return {
        "product": product,
        "carrier": carrier,
        "region": {name: name for name in names_beside_cities()},
        "colour": {colour: colour for colour in colours if colour},
    }
