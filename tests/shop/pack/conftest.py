"""Empty databases to import into, and small packs to break."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.databases import scratch_postgres
from xiaoer.shop.clock import SHANGHAI
from xiaoer.shop.db.migrate import migrate
from xiaoer.shop.db.schema import metadata
from xiaoer.shop.db.session import Database
from xiaoer.shop.pack import import_pack

DEMO = Path(__file__).parents[3] / "packs" / "demo"
NOW = datetime(2026, 11, 18, 10, 0, 42, tzinfo=SHANGHAI)

#: A pack without errors: two products, one of them with an order.
SMALL: Dict[str, str] = {
    "shop.yml": "name: 试试小店\n",
    "products.csv": "id,title,name,category,noun,aliases\n"
    "p1,陶瓷茶杯 200ml,茶杯,tea,杯子,茶杯|小杯\n"
    "p2,竹茶盘,茶盘,tea,盘子,\n",
    "skus.csv": "id,product_id,price,stock,colour\ns1,p1,19.9,5,白色\ns2,p2,88,0,\n",
    "attributes.csv": "product_id,name,value,asked_as\n"
    "p1,材质,高白泥,材质|什么料\np1,容量,200ml,\n",
    "buyers.csv": "id,name,phone,created_at,about\nb1,甲某,13800000001,-9d,试用买家\n",
    "orders.csv": "no,buyer_id,state,created_at,goods,postage,discount,paid,receiver,phone,"
    "province,city,address,paid_at,about\n"
    "o1,b1,paid,-5h,39.8,6,5,40.8,甲某,13800000001,浙江,杭州,某路1号,-4h,待发货\n",
    "order_items.csv": "order_no,product_id,sku_id,name,spec,quantity,price,paid\n"
    "o1,p1,s1,茶杯,白色,2,19.9,34.8\n",
    "payments.csv": "order_no,route,amount,paid_at\no1,alipay,40.8,-4h\n",
    "order_notes.csv": "order_no,text,author,at\no1,【轻放 店小二】,店小二,-3h\n",
}

PackWriter = Callable[..., Path]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file; copied, never written to."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database."""
    database = Database(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'shop.db')}")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, empty_file: Path, tmp_path: Path
) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'either.db')}")
        yield database
        database.close()
        return
    with scratch_postgres() as url:
        migrate(url)
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def pack(tmp_path: Path) -> PackWriter:
    """Writes SMALL with some files changed (text or bytes) or left out (None)."""

    def write(changes: Dict[str, Any] | None = None) -> Path:
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        for name, content in {**SMALL, **(changes or {})}.items():
            path = folder / name
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


def dump(database: Database) -> Dict[str, List[Any]]:
    """Every row of every table, sorted, as the database gives it back."""
    with database.read() as session:
        return {
            table.name: sorted(
                (tuple(row) for row in session.execute(sa.select(table))),
                key=lambda row: [str(value) for value in row],
            )
            for table in metadata.sorted_tables
        }


#: Times of day at which the demo may be seeded: just after and before midnight, office hours.
MOMENTS = [time(0, 1), time(10, 0), time(23, 58)]


@pytest.fixture(scope="session", params=MOMENTS, ids=str)
def seeded(request: pytest.FixtureRequest, empty_file: Path, tmp_path_factory: Any) -> Any:
    """The demo shop as seeded at one of MOMENTS: (session, that moment)."""
    now = datetime.combine(date(2026, 11, 18), request.param, tzinfo=SHANGHAI)
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("demo") / "demo.db")
    database = Database(f"sqlite:///{path}")
    import_pack(database, DEMO, now)
    with database.read() as session:
        yield session, now
    database.close()


def rows(session: Session, model: Any) -> List[Any]:
    return list(session.execute(sa.select(model)).scalars())


def by(items: List[Any], name: str) -> Dict[Any, List[Any]]:
    groups: Dict[Any, List[Any]] = defaultdict(list)
    for item in items:
        groups[getattr(item, name)].append(item)
    return groups
