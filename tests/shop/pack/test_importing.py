"""Loading a pack: all of it, the same again, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.shop.pack.conftest import DEMO, NOW, SMALL, PackWriter, dump
from xiaoer.shop.audit.model import AuditEntry, ShopSetting
from xiaoer.shop.catalogue.model import Attribute, Product, Sku
from xiaoer.shop.db.session import Database
from xiaoer.shop.orders.model import Order, OrderItem, OrderNote
from xiaoer.shop.pack import PackInvalid, import_pack


def test_the_demo_shop_loads_twice_into_the_same_database(database: Database) -> None:
    first = import_pack(database, DEMO, NOW)
    before = dump(database)
    second = import_pack(database, DEMO, NOW + timedelta(hours=3, seconds=7))
    assert first.changed and not second.changed
    assert dump(database) == before


def test_both_kinds_of_database_get_the_same_rows(database: Database, sqlite: Database) -> None:
    import_pack(database, DEMO, NOW)
    import_pack(sqlite, DEMO, NOW)
    assert dump(database) == dump(sqlite)


def test_on_another_day_what_is_relative_moves_along(sqlite: Database, pack: PackWriter) -> None:
    folder = pack()
    import_pack(sqlite, folder, NOW)
    report = import_pack(sqlite, folder, NOW + timedelta(days=1))
    with sqlite.read() as session:
        order = session.get(Order, "o1")
        assert order.created_at == (NOW + timedelta(days=1)).replace(second=0) - timedelta(hours=5)
    assert {change.table for change in report.changes} == {
        *("buyers", "orders", "payments", "order_notes", "shop_settings")
    }


def test_values_arrive_as_the_fields_want_them(sqlite: Database, pack: PackWriter) -> None:
    import_pack(sqlite, pack(), NOW)
    with sqlite.read() as session:
        product = session.get(Product, "p1")
        assert product.aliases == ["茶杯", "小杯"] and product.on_sale is True
        assert session.get(Sku, "s1").price_fen == 1990
        assert session.get(Sku, "s2").colour is None
        facts = session.execute(sa.select(Attribute).order_by(Attribute.position)).scalars().all()
        assert [(a.id, a.position) for a in facts] == [("p1-材质", 1), ("p1-容量", 2)]
        assert session.get(OrderItem, "o1-1").paid_fen == 3480
        assert session.execute(sa.select(OrderNote.key)).scalars().all() == ["o1-1"]


def test_the_shop_remembers_pack_name_and_version(sqlite: Database, pack: PackWriter) -> None:
    def settings() -> dict[str, str]:
        with sqlite.read() as session:
            return {
                row.name: row.value for row in session.execute(sa.select(ShopSetting)).scalars()
            }

    first = import_pack(sqlite, pack(), NOW)
    assert settings()["pack"] == "small" and settings()["shop_name"] == "试试小店"
    assert settings()["catalogue_version"] == first.catalogue_version
    import_pack(sqlite, pack({"skus.csv": SMALL["skus.csv"].replace("19.9,5", "19.9,4")}), NOW)
    assert settings()["catalogue_version"] != first.catalogue_version


def test_columns_that_a_sheet_lacks_leave_stored_values_alone(
    sqlite: Database, pack: PackWriter
) -> None:
    import_pack(sqlite, pack(), NOW)
    report = import_pack(sqlite, pack({"skus.csv": "id,product_id,price\ns1,p1,18\n"}), NOW)
    with sqlite.read() as session:
        assert session.get(Sku, "s1").stock == 5 and session.get(Sku, "s1").price_fen == 1800
        assert session.get(Sku, "s2") is not None
    change = next(change for change in report.changes if change.table == "skus")
    assert (change.key, change.field, change.old, change.new) == ("s1", "price_fen", 1990, 1800)


def test_facts_that_the_sheet_no_longer_has_are_gone(sqlite: Database, pack: PackWriter) -> None:
    import_pack(sqlite, pack(), NOW)
    fewer = {"attributes.csv": "product_id,name,value\np1,材质,白瓷\n"}
    report = import_pack(sqlite, pack(fewer), NOW)
    assert report.tables["attributes"].removed == 1 and report.tables["attributes"].changed == 1
    with sqlite.read() as session:
        kept = session.execute(sa.select(Attribute)).scalars().one()
        assert kept.value == "白瓷" and kept.asked_as == ["材质", "什么料"]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    database: Database, pack: PackWriter
) -> None:
    before = dump(database)
    report = import_pack(database, pack(), NOW, dry_run=True)
    assert report.tables["products"].added == 2
    assert dump(database) == before


def test_a_pack_may_refer_to_what_the_database_already_has(
    sqlite: Database, pack: PackWriter
) -> None:
    import_pack(sqlite, pack(), NOW)
    without = {name: None for name in SMALL if name not in ("shop.yml", "skus.csv")}
    import_pack(sqlite, pack({**without, "skus.csv": "id,product_id,price\ns3,p2,90\n"}), NOW)
    with sqlite.read() as session:
        assert session.get(Sku, "s3").product_id == "p2"


def test_one_error_and_nothing_is_written(database: Database, pack: PackWriter) -> None:
    import_pack(database, pack(), NOW)
    before = dump(database)
    wrong = {
        "products.csv": SMALL["products.csv"].replace("茶盘,tea", "新茶盘,tea"),
        "payments.csv": "order_no,route,amount,paid_at\no1,现金,40.8,-4h\n",
    }
    with pytest.raises(PackInvalid):
        import_pack(database, pack(wrong), NOW)
    assert dump(database) == before


def test_an_import_is_audited_where_it_changed_something(
    sqlite: Database, pack: PackWriter
) -> None:
    import_pack(sqlite, pack(), NOW, actor="staff:owner")
    import_pack(sqlite, pack(), NOW, actor="staff:owner")
    with sqlite.read() as session:
        entry = session.execute(sa.select(AuditEntry)).scalars().one()
    assert (entry.actor, entry.subject) == ("staff:owner", "pack:small")
    assert entry.detail["products"]["added"] == 2
