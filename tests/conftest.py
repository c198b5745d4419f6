"""A demo shop for every test, and a buyer who talks to the core without Rasa."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator

import pytest
from sqlalchemy import select

from tests.databases import scratch_postgres
from tests.talk import Talk
from xiaoer.policy import PolicySource
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.db.migrate import migrate
from xiaoer.shop.db.session import Database
from xiaoer.shop.orders.model import Buyer
from xiaoer.shop.pack.importing import import_pack

ROOT = Path(__file__).parent.parent

#: The tests' policy.
PATIENT = ROOT / "tests" / "patient.yml"
#: A Wednesday morning: the desk is open, the warehouses ship.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo shop as it is at NOW; copied, never written to."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    url = f"sqlite:///{path}"
    migrate(url)
    database = Database(url)
    import_pack(database, ROOT / "packs" / "demo", NOW)
    database.close()
    return path


@pytest.fixture
def clock() -> ManualClock:
    """The clock of `shop`; move it with `advance`."""
    return ManualClock(NOW)


@pytest.fixture
def shop(demo_file: Path, tmp_path: Path, clock: ManualClock) -> Iterator[Shop]:
    """The demo shop in a database of its own."""
    path = tmp_path / "shop.db"
    shutil.copy(demo_file, path)
    database = Database(f"sqlite:///{path}")
    yield Shop(database, PolicySource(PATIENT), clock)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_shop(
    request: pytest.FixtureRequest, demo_file: Path, tmp_path: Path, clock: ManualClock
) -> Iterator[Shop]:
    """The demo shop on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "shop.db"
        shutil.copy(demo_file, path)
        database = Database(f"sqlite:///{path}")
        yield Shop(database, PolicySource(PATIENT), clock)
        database.close()
        return
    with scratch_postgres() as url:
        migrate(url)
        database = Database(url)
        import_pack(database, ROOT / "packs" / "demo", NOW)
        yield Shop(database, PolicySource(PATIENT), clock)
        database.close()


@pytest.fixture
def talk(shop: Shop) -> Any:
    """Opens a conversation: `talk("buyer id")` or, for a visitor, `talk()`."""
    count = 0

    def open_conversation(buyer: str | None = None) -> Talk:
        nonlocal count
        count += 1
        return Talk(shop, f"test-{count}", buyer)

    return open_conversation


@pytest.fixture
def buyers(shop: Shop) -> list[str]:
    """The ids of the demo buyers, sorted."""
    with shop.db.read() as session:
        return list(session.execute(select(Buyer.id).order_by(Buyer.id)).scalars())


@pytest.fixture
def sold_out(shop: Shop) -> str:
    """The id of a product on sale of which no SKU is in stock."""
    with shop.db.read() as session:
        in_stock = select(Sku.product_id).where(Sku.stock > 0)
        query = select(Product.id).where(Product.id.not_in(in_stock), Product.on_sale.is_(True))
        return str(session.execute(query.order_by(Product.id)).scalars().first())
