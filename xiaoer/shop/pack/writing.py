"""Writes checked rows: adds, changes and, where nothing refers to them, removes."""

from __future__ import annotations

from typing import Any, Dict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from xiaoer.shop.audit.model import ShopSetting
from xiaoer.shop.pack.report import Change, ImportReport, TableReport
from xiaoer.shop.pack.rows import ReadTable, Row


def write_table(session: Session, read: ReadTable, report: ImportReport) -> None:
    """Brings a table to what the sheet says; fields that it has no column for stay."""
    table = read.table
    counts = report.tables.setdefault(table.name, TableReport())
    key = getattr(table.model, table.key)
    stored: Dict[Any, Any] = {
        getattr(row, table.key): row
        for row in session.execute(sa.select(table.model).where(key.is_not(None))).scalars()
    }
    for row in read.rows:
        existing = stored.pop(row.key, None)
        if existing is None:
            session.add(table.model(**row.values))
            counts.added += 1
        elif _change(existing, row, table.name, report):
            counts.changed += 1
        else:
            counts.unchanged += 1
    if table.replace:
        for existing in stored.values():
            session.delete(existing)
            counts.removed += 1
    # Without relationships SQLAlchemy does not know which table comes first: table by table.
    session.flush()


def _change(existing: Any, row: Row, table: str, report: ImportReport) -> bool:
    before = len(report.changes)
    for name, new in row.values.items():
        old = getattr(existing, name)
        if old != new:
            report.changes.append(Change(table, row.key, name, old, new))
            setattr(existing, name, new)
    return len(report.changes) > before


def write_settings(session: Session, values: Dict[str, str], report: ImportReport) -> None:
    """Sets shop-wide values by name."""
    counts = report.tables.setdefault("shop_settings", TableReport())
    for name, value in values.items():
        setting = session.get(ShopSetting, name)
        if setting is None:
            session.add(ShopSetting(name=name, value=value))
            counts.added += 1
        elif setting.value != value:
            report.changes.append(Change("shop_settings", name, "value", setting.value, value))
            setting.value = value
            counts.changed += 1
        else:
            counts.unchanged += 1
    session.flush()
