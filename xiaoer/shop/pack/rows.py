"""From typed sheets to rows with checked values: each cell by itself, then keys and doubles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, List, Tuple

from xiaoer.shop.pack.cells import ALLOWED, CellInvalid, empty_cell, read_cell
from xiaoer.shop.pack.problems import Problem
from xiaoer.shop.pack.source import Sheet
from xiaoer.shop.pack.tables import Table


@dataclass(frozen=True)
class Row:
    """A row whose every cell could be read. `values` holds only the fields that the sheet has."""

    number: int
    key: Any
    values: Dict[str, Any]


@dataclass(frozen=True)
class ReadTable:
    """A sheet as far as it could be read."""

    table: Table
    file: str
    rows: Tuple[Row, ...]
    problems: Tuple[Problem, ...] = ()
    #: Column header by field, for messages about a row's value.
    headers: Dict[str, str] = field(default_factory=dict)
    #: What could be read of rows with errors: others may still refer to them.
    broken: Tuple[Dict[str, Any], ...] = ()
    #: False where the sheet as a whole could not be read, so that nothing is known of its rows.
    readable: bool = True


def read_table(sheet: Sheet, table: Table, anchor: datetime) -> ReadTable:
    """Reads a sheet; every error of every cell is in `problems`."""
    problems = _header_problems(sheet, table) if sheet.readable else []
    if problems or not sheet.readable:
        return ReadTable(table, sheet.file, (), tuple(problems), readable=False)
    counts: Counter[Tuple[Any, ...]] = Counter()
    rows: List[Row] = []
    broken: List[Dict[str, Any]] = [
        dict(zip(sheet.header, cells, strict=True)) for cells in sheet.ragged
    ]
    for number, cells in sheet.rows:
        by_header = dict(zip(sheet.header, cells, strict=True))
        values, wrong = _values(sheet, table, number, by_header, anchor)
        problems += wrong
        _complete(table, values, counts)
        if wrong:
            broken.append(values)
            continue
        rows.append(Row(number, values[table.key], values))
    headers = {column.field: column.header for column in table.columns}
    problems += _doubles(sheet, table, rows, headers)
    return ReadTable(table, sheet.file, tuple(rows), tuple(problems), headers, tuple(broken))


def _header_problems(sheet: Sheet, table: Table) -> List[Problem]:
    known = {column.header for column in table.columns} | set(table.remarks)
    allowed = "可用的列：" + "、".join([c.header for c in table.columns] + list(table.remarks))
    problems = []
    for name, times in Counter(sheet.header).items():
        if name not in known:
            problems.append(
                Problem(sheet.file, "不认识这一列", row=1, column=name, allowed=allowed)
            )
        elif times > 1:
            problems.append(Problem(sheet.file, "这一列出现了两次", row=1, column=name))
    derived = {table.key, *table.counted[:1]} if table.identity else set(table.counted[:1])
    for column in table.columns:
        if column.required and column.header not in sheet.header and column.field not in derived:
            problems.append(
                Problem(sheet.file, "缺少这一列", row=1, column=column.header, allowed=allowed)
            )
    return problems


def _values(
    sheet: Sheet, table: Table, number: int, cells: Dict[str, str], anchor: datetime
) -> Tuple[Dict[str, Any], List[Problem]]:
    values: Dict[str, Any] = {}
    problems: List[Problem] = []
    for column in table.columns:
        text = cells.get(column.header)
        if text is None:
            continue
        if not text:
            if column.required:
                allowed = ALLOWED[column.kind]
                problems.append(Problem(sheet.file, "不能空着", number, column.header, allowed))
            values[column.field] = empty_cell(column)
            continue
        try:
            choices = table.choices.get(column.field, ())
            values[column.field] = read_cell(text, column, anchor, choices)
        except CellInvalid as error:
            problems.append(Problem(sheet.file, str(error), number, column.header, error.allowed))
    return values, problems


def _complete(table: Table, values: Dict[str, Any], counts: Counter[Tuple[Any, ...]]) -> None:
    """Fills in what the sheet leaves out: running numbers and keys."""
    if table.counted and table.counted[0] not in values:
        group = ("position", values.get(table.counted[1]))
        counts[group] += 1
        values[table.counted[0]] = counts[group]
    if values.get(table.key) is not None or not table.identity:
        return
    named = [str(values.get(name) or "") for name in table.identity if name != "#"]
    if "#" in table.identity:
        counts[tuple(named)] += 1
        named.append(str(counts[tuple(named)]))
    values[table.key] = "-".join(named)


def _doubles(sheet: Sheet, table: Table, rows: List[Row], headers: Dict[str, str]) -> List[Problem]:
    fields = {table.key} | {column.field for column in table.columns if column.unique}
    problems = []
    for name in sorted(fields):
        first: Dict[Any, int] = {}
        for row in rows:
            value = row.values.get(name)
            if value is not None and first.setdefault(value, row.number) != row.number:
                text = f"“{value}”与第{first[value]}行重复"
                problems.append(Problem(sheet.file, text, row.number, headers[name]))
    return problems
