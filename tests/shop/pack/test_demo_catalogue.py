"""The demo shop's catalogue, promotions and logistics: everything worth a question is there."""

from __future__ import annotations

from typing import Any

from tests.shop.pack.conftest import DEMO, by, rows
from xiaoer.policy import PolicySource
from xiaoer.shop.catalogue.model import Attribute, Paper, Product, SizeRow, Sku
from xiaoer.shop.logistics.model import Carrier, CarrierRegion, PostageRule, Warehouse
from xiaoer.shop.orders.model import Order
from xiaoer.shop.pack.tables import TABLES
from xiaoer.shop.promotions.model import BuyerCoupon, Campaign, Coupon, Gift


def test_there_is_enough_to_try(seeded: Any) -> None:
    session, _ = seeded
    products = rows(session, Product)
    assert len(products) >= 16 and {p.category for p in products} == {"clothing", "snacks", "baby"}
    assert len(rows(session, Sku)) >= 60
    assert len(rows(session, Order)) >= 45
    assert len(rows(session, Carrier)) == 5 and len(rows(session, Warehouse)) == 2
    facts = by(rows(session, Attribute), "product_id")
    assert all(8 <= len(facts[product.id]) <= 14 for product in products)
    assert all(fact.asked_as for product in products for fact in facts[product.id])
    papers = by(rows(session, Paper), "kind")
    assert set(papers) >= {"business_licence", "food_licence", "trademark", "authorisation"}


def test_every_special_kind_of_product_is_there(seeded: Any) -> None:
    session, _ = seeded
    products, skus = rows(session, Product), by(rows(session, Sku), "product_id")
    assert any(
        p.presale_ships_on and p.presale_deposit_fen and p.presale_balance_fen for p in products
    )
    assert any(p.made_to_order for p in products)
    assert any(p.no_return_reason for p in products)
    assert any(p.purchase_limit for p in products) and any(p.not_for_cart for p in products)
    assert any(p.warranty_months and p.service_note for p in products)
    sold_out = [p for p in products if all(sku.stock == 0 for sku in skus[p.id])]
    assert [p for p in sold_out if any(s.stock for s in skus.get(p.alternative_id, []))]
    every = [sku for group in skus.values() for sku in group]
    assert any(sku.stock == 0 and sku.restock_on for sku in every)
    assert any(sku.member_price_fen for sku in every)
    charts = by(rows(session, SizeRow), "product_id")
    assert {p.category for p in products if p.id in charts} == {"clothing", "baby"}


def test_prices_go_down_in_the_right_order(seeded: Any) -> None:
    session, _ = seeded
    for sku in rows(session, Sku):
        steps = [sku.price_fen, sku.member_price_fen, sku.floor_price_fen]
        given = [step for step in steps if step is not None]
        assert given == sorted(given, reverse=True), sku.id


def test_campaigns_gifts_and_coupons(seeded: Any) -> None:
    session, now = seeded
    campaigns = rows(session, Campaign)
    running = [c for c in campaigns if c.starts_at <= now < c.ends_at]
    assert any(c.kind == "spend_save" and c.negotiable and not c.product_ids for c in running)
    assert any(c.product_ids and not c.negotiable for c in running)
    assert any(c.starts_at > now for c in campaigns) and any(c.ends_at < now for c in campaigns)
    assert {gift.kind for gift in rows(session, Gift)} == {"regular", "threshold", "bargain"}
    coupons = rows(session, Coupon)
    assert any(c.claim_note and c.starts_at <= now < c.ends_at for c in coupons)
    assert any(c.ends_at < now for c in coupons) and any(c.product_ids for c in coupons)
    in_hands = rows(session, BuyerCoupon)
    assert any(c.state == "unused" and c.expires_at < now for c in in_hands)
    assert any(c.state == "used" and c.order_no for c in in_hands)


def test_remote_regions(seeded: Any) -> None:
    session, _ = seeded
    regions = by(rows(session, CarrierRegion), "province")
    assert {r.carrier_id for r in regions["西藏"] if not r.served} == {"yunda"}
    assert all(r.days_min >= 3 for r in regions["新疆"])
    rules = {rule.province: rule for rule in rows(session, PostageRule)}
    assert rules["新疆"].free_from_fen is None and rules["*"].free_from_fen


def test_wording_is_lawful() -> None:
    forbidden = [*PolicySource().current().wording.forbidden, "最", "防病", "增强免疫", "特效"]
    for path in sorted(DEMO.glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in forbidden if word in text], path.name


def test_a_word_asks_for_one_fact_of_a_product(seeded: Any) -> None:
    session, _ = seeded
    for product_id, facts in by(rows(session, Attribute), "product_id").items():
        words = [word for fact in facts for word in {fact.name, *fact.asked_as}]
        assert len(set(words)) == len(words), product_id


def test_the_description_of_the_form_names_every_sheet() -> None:
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    assert not [name for name in TABLES if f"`{name}.csv`" not in text]
