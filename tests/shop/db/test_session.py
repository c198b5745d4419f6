"""Transactions: all or nothing, on both databases."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.audit.model import ShopSetting
from xiaoer.shop.db import session
from xiaoer.shop.db.session import Database


def test_an_exception_leaves_nothing_behind(either_shop: Shop) -> None:
    with pytest.raises(ValueError, match="naive"), either_shop.db.write() as session:
        session.add(ShopSetting(name="half", value="done"))
        session.flush()
        raise ValueError("naive")
    with either_shop.db.read() as session:
        query = select(ShopSetting).where(ShopSetting.name == "half")
        assert session.execute(query).first() is None


def test_what_is_changed_while_reading_is_not_kept(either_shop: Shop) -> None:
    with either_shop.db.read() as session:
        session.get(ShopSetting, "shop_name").value = "别的店"
        session.flush()
    assert either_shop.setting("shop_name") != "别的店"


def test_rows_stay_usable_after_reading(either_shop: Shop) -> None:
    with either_shop.db.read() as session:
        setting = session.get(ShopSetting, "shop_name")
    assert setting.value


def test_writers_of_one_process_wait_for_their_turn(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SQLite itself is told not to wait at all.
    monkeypatch.setattr(session, "SQLITE_BUSY_S", 0)
    shutil.copy(demo_file, tmp_path / "shop.db")
    database = Database(f"sqlite:///{tmp_path / 'shop.db'}")

    def write(number: int) -> None:
        with database.write() as opened:
            opened.add(ShopSetting(name=f"writer-{number}", value="done"))
            opened.flush()
            time.sleep(0.002)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    with database.read() as opened:
        query = select(ShopSetting).where(ShopSetting.name.like("writer-%"))  # type: ignore[attr-defined]
        assert len(opened.execute(query).all()) == 40
    database.close()
