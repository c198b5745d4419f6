"""The list of what there is to try."""

from __future__ import annotations

from tests.shop.pack.conftest import DEMO, NOW
from xiaoer.shop.db.session import Database
from xiaoer.shop.orders.model import Order
from xiaoer.shop.pack import demo_overview, import_pack


def test_every_buyer_and_order_says_what_is_special(sqlite: Database) -> None:
    import_pack(sqlite, DEMO, NOW)
    buyers = demo_overview(sqlite, DEMO)
    assert [buyer.id for buyer in buyers] == sorted(buyer.id for buyer in buyers)
    assert all(buyer.special and len(buyer.phone_tail) == 4 for buyer in buyers)
    orders = [order for buyer in buyers for order in buyer.orders]
    assert len(orders) >= 45 and all(order.special and order.items for order in orders)


def test_states_are_those_of_the_database(sqlite: Database) -> None:
    import_pack(sqlite, DEMO, NOW)
    number = demo_overview(sqlite, DEMO)[1].orders[0].no
    with sqlite.write() as session:
        session.get(Order, number).state = "signed"
    assert demo_overview(sqlite, DEMO)[1].orders[0].state == "signed"


def test_an_empty_database_has_nothing_to_try(sqlite: Database) -> None:
    assert demo_overview(sqlite, DEMO) == []
