"""`import_pack`: a folder of spreadsheets becomes the shop's data, or nothing happens."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List, Set, Tuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from xiaoer.shop.audit.log import record
from xiaoer.shop.audit.model import ShopSetting
from xiaoer.shop.clock import local
from xiaoer.shop.db.schema import metadata
from xiaoer.shop.db.session import Database
from xiaoer.shop.pack.checks import Known, check_amounts, check_ranges, check_references, references
from xiaoer.shop.pack.clocks import set_clocks
from xiaoer.shop.pack.moments import floor_minute
from xiaoer.shop.pack.problems import PackInvalid, Problem
from xiaoer.shop.pack.report import ImportReport
from xiaoer.shop.pack.rows import ReadTable, read_table
from xiaoer.shop.pack.source import Source, read_folder
from xiaoer.shop.pack.tables import TABLES
from xiaoer.shop.pack.writing import write_settings, write_table

#: Names of rows in shop_settings. The moment that relative times count from, ISO 8601 in UTC:
ANCHOR = "pack_anchor"
PACK = "pack"
VERSION = "catalogue_version"


def import_pack(
    database: Database,
    folder: Path,
    now: datetime,
    *,
    dry_run: bool = False,
    actor: str = "cli",
) -> ImportReport:
    """Loads a pack in one transaction; with `dry_run` only tells what would change.

    Relative times in the pack count from `now` (aware UTC, cut to the minute). Loading the same
    pack again on the same Shanghai day keeps the first moment, so that nothing moves; on another
    day everything relative moves with the day. An import that changes something is audited as
    done by `actor`.
    Raises PackInvalid with every error of every file; nothing is written then.
    """
    source = read_folder(folder)
    with database.read() as session:
        anchor = _anchor(session, source, now)
        tables, problems = _read_tables(source, anchor)
        problems += _cross_checks(session, tables)
    if problems:
        raise PackInvalid(problems)
    report = ImportReport(source.name, source.shop["name"], source.version)
    with database.read() if dry_run else database.write() as session:
        for name in TABLES:
            if name in tables:
                write_table(session, tables[name], report)
        write_settings(session, _settings(source, anchor), report)
        set_clocks(session)
        if report.changed:
            _log(session, report, actor, now)
    return report


def _anchor(session: Session, source: Source, now: datetime) -> datetime:
    pack, anchor = session.get(ShopSetting, PACK), session.get(ShopSetting, ANCHOR)
    if pack is not None and anchor is not None and pack.value == source.name:
        first = datetime.fromisoformat(anchor.value)
        if first <= now and local(first).date() == local(now).date():
            return first
    return floor_minute(now.astimezone(timezone.utc))


def _read_tables(source: Source, anchor: datetime) -> Tuple[Dict[str, ReadTable], List[Problem]]:
    problems = list(source.problems)
    tables = {}
    for name, sheet in source.sheets.items():
        read = read_table(sheet, TABLES[name], anchor)
        problems += read.problems
        tables[name] = read
    return tables, problems


def _cross_checks(session: Session, tables: Dict[str, ReadTable]) -> List[Problem]:
    known = _known(session, tables)
    problems: List[Problem] = []
    for read in tables.values():
        problems += check_references(read, known)
        problems += check_ranges(read)
    # Sums over rows that could not be read would only repeat their errors.
    if not any(read.problems for read in tables.values()):
        problems += check_amounts(tables)
    return problems


def _known(session: Session, tables: Dict[str, ReadTable]) -> Known:
    known: Dict[Tuple[str, str], Set[Any]] = {}
    for table, column in {target for read in tables.values() for _, target in references(read)}:
        stored = session.execute(sa.select(metadata.tables[table].c[column])).scalars()
        values = set(stored)
        if (read := tables.get(table)) is not None:
            if not read.readable:
                continue
            values.update(row.values.get(column) for row in read.rows)
            values.update(row.get(column) for row in read.broken)
        known[(table, column)] = values - {None}
    return known


def _log(session: Session, report: ImportReport, actor: str, now: datetime) -> None:
    counted = {name: asdict(counts) for name, counts in report.tables.items()}
    record(session, now, actor, "import_pack", f"pack:{report.pack}", **counted)


def _settings(source: Source, anchor: datetime) -> Dict[str, str]:
    shop = {f"shop_{name}": value for name, value in source.shop.items()}
    return {**shop, PACK: source.name, ANCHOR: anchor.isoformat(), VERSION: source.version}
