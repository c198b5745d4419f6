"""Taking a fact away, decided for every table in one place.

A column that may be empty is emptied. Any other fact goes with its row. What then cannot stand
follows from the schema: a row that must name the one taken away goes with it (an order takes its
items, payments, parcels and refunds; a product its SKUs, attributes, papers, size chart and the
lines of orders), a row that may name it forgets it (an order its gift, carrier or warehouse).
The foreign keys stay enforced, so a database without the fact is one that could be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Iterable, Iterator

import sqlalchemy as sa

from tests.shop.replies.stage import Change, key_in, key_of
from xiaoer.shop.db.schema import metadata
from xiaoer.shop.replies.draft import FactRef


@dataclass(frozen=True)
class Removal:
    """How facts are taken away; the same removal serves every fact of a row."""

    #: The columns emptied and the rows deleted: table, key, column or "".
    of: frozenset[tuple[str, str, str]]

    @property
    def changes(self) -> list[Change]:
        """The statements, in an order that the foreign keys allow."""
        return [change for one in sorted(self.of) for change in _changes(*one)]

    def takes(self, fact: FactRef) -> bool:
        """Whether it empties the column of this fact."""
        return (fact.table, fact.key, fact.column) in self.of

    @property
    def names(self) -> frozenset[str]:
        """What is missing afterwards, as a `Gap` would name it."""
        return frozenset(name for table, _, column in self.of for name in _names(table, column))


def removal_of(*facts: FactRef) -> Removal:
    """How these facts are taken away."""
    return Removal(
        frozenset(
            (fact.table, fact.key, fact.column if column_of(fact).nullable else "")
            for fact in facts
        )
    )


def column_of(fact: FactRef) -> Any:
    """The column of a fact."""
    return metadata.tables[fact.table].columns[fact.column]


def setting(fact: FactRef, value: Any) -> Change:
    """Gives a fact another value."""
    return Change(_setting(fact.table, fact.column), {"of": key_in(fact), "new": value})


@cache
def _setting(name: str, column: str) -> Any:
    table = metadata.tables[name]
    new = sa.bindparam("new", type_=table.columns[column].type)
    return sa.update(table).where(_this(table)).values({column: new})


def _changes(table: str, key: str, column: str) -> Iterable[Change]:
    if column:
        return [setting(FactRef(table, key, column), None)]
    of = {"of": key_in(FactRef(table, key, ""))}
    return [Change(statement, of) for statement in _deleting(table)]


@cache
def _deleting(name: str) -> tuple[Any, ...]:
    table = metadata.tables[name]
    keys = sa.select(key_of(table)).where(_this(table))
    return (*_loosened(table, keys), sa.delete(table).where(_this(table)))


def _this(table: Any) -> Any:
    return key_of(table) == sa.bindparam("of")


def _loosened(table: Any, keys: Any) -> Iterator[Any]:
    """What happens to the rows that name the given ones, the farthest first."""
    for column in _naming(table):
        if column.nullable:
            yield sa.update(column.table).where(column.in_(keys)).values({column.name: None})
        else:
            yield from _loosened(
                column.table, sa.select(key_of(column.table)).where(column.in_(keys))
            )
            yield sa.delete(column.table).where(column.in_(keys))


@cache
def _naming(table: Any) -> tuple[Any, ...]:
    """The columns that name rows of a table; those of rows that hang on others come first."""
    return tuple(
        column
        for other in reversed(metadata.sorted_tables)
        for column in other.columns
        if any(foreign.column.table is table for foreign in column.foreign_keys)
    )


@cache
def _names(name: str, column: str) -> frozenset[str]:
    table = metadata.tables[name]
    if column:
        named = {foreign.column.table.name for foreign in table.columns[column].foreign_keys}
        return frozenset({f"{name}.{column}", *named})
    names = {name, *(f"{name}.{own.name}" for own in table.columns)}
    for naming in _naming(table):
        other = naming.table.name
        names |= {f"{other}.{naming.name}"} if naming.nullable else _names(other, "")
    return frozenset(names)
