"""Statements that are put into words once, and rows past the ORM.

A turn runs two dozen small statements. To build one, to hash it and to keep track of its rows
takes SQLAlchemy's ORM ten times as long as it takes the database to run it. Here a statement is
written out once for each kind of database, and run by the driver inside the session's transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")
#: A column's name, and what makes the driver's value of ours, or ours of the driver's.
_Conversion = Tuple[str, Callable[[Any], Any]]
#: The name under which an UPDATE binds the row's key.
_KEY = "key_of_the_row"


@dataclass(frozen=True)
class _Words:
    """A statement for one kind of database."""

    text: str
    #: What the statement itself binds.
    fixed: Dict[str, Any]
    #: The names of the values in order, None where the driver takes them by name.
    places: Optional[Sequence[str]]
    conversions: Sequence[_Conversion]


class _Statement:
    """What a query and a change have in common."""

    def __init__(self, statement: Any, model: Any, columns: Optional[Sequence[str]] = None) -> None:
        """`columns` are those that an INSERT or UPDATE sets."""
        self._statement, self._model, self._columns = statement, model, columns
        self._known: Dict[str, _Words] = {}

    def _words(self, connection: Any) -> _Words:
        dialect = connection.dialect
        if dialect.name not in self._known:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
            conversions = list(self._conversions(dialect))
            self._known[dialect.name] = _Words(
                str(compiled), dict(compiled.params), compiled.positiontup, conversions
            )
        return self._known[dialect.name]

    def _conversions(self, dialect: Any) -> Iterable[_Conversion]:
        raise NotImplementedError

    def _run(self, connection: Any, values: Dict[str, Any]) -> Any:
        """Runs it with values bound by name; returns the driver's cursor."""
        words = self._words(connection)
        bound: Any = {**words.fixed, **values}
        if words.places is not None:
            bound = tuple(bound[name] for name in words.places)
        cursor = connection.connection.cursor()
        errors = connection.dialect.dbapi.Error
        try:
            cursor.execute(words.text, bound)
        except errors as error:
            raise sa.exc.DBAPIError.instance(words.text, bound, error, errors) from error
        return cursor


class Query(_Statement):
    """A SELECT of the rows of one table, or of one column of texts or whole numbers.

    What is bound when it is run are texts, whole numbers and None.
    """

    def __init__(self, statement: Any) -> None:
        (described,) = statement.column_descriptions
        super().__init__(statement, described["entity"])

    def values(self, session: Session, **bound: Any) -> List[Any]:
        """The values of the column, in order."""
        return [value for (value,) in self._run(session.connection(), bound).fetchall()]

    def rows(self, session: Session, **bound: Any) -> List[Any]:
        """The rows, in order: objects of their class that no session knows.

        They cannot be changed; `changing` gives a copy that can.
        """
        connection = session.connection()
        names, conversions = _names(self._model), self._words(connection).conversions
        rows = []
        for found in self._run(connection, bound).fetchall():
            row = object.__new__(self._model)
            fields = row.__dict__
            fields.update(zip(names, found, strict=True))
            for name, convert in conversions:
                fields[name] = convert(fields[name])
            rows.append(row)
        return rows

    def row(self, session: Session, **bound: Any) -> Any:
        """The first row, None where there is none."""
        return next(iter(self.rows(session, **bound)), None)

    def _conversions(self, dialect: Any) -> Iterable[_Conversion]:
        for column in self._model.__table__.columns:
            convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if convert is not None:
                yield column.key, convert


class _Change(_Statement):
    """An INSERT or UPDATE of one row."""

    def store(self, session: Session, values: Dict[str, Any]) -> None:
        """Stores values of ours by column."""
        connection = session.connection()
        for name, convert in self._words(connection).conversions:
            values[name] = convert(values[name])
        self._run(connection, values)

    def _conversions(self, dialect: Any) -> Iterable[_Conversion]:
        for name in self._columns or ():
            kind = self._model.__table__.columns[name].type
            convert = kind.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                yield name, convert


@contextmanager
def changing(session: Session, row: Row) -> Iterator[Row]:
    """A copy of a row that was read; what the block changes on it is stored at the block's end.

    The row is locked by the caller.
    """
    copy: Any = replace(row)  # type: ignore[type-var]  # every mapped class is a dataclass
    yield copy
    model: Any = type(row)
    names = [name for name in _names(model) if getattr(copy, name) != getattr(row, name)]
    if names:
        update(session, copy, names)


def insert(session: Session, row: Any) -> None:
    """Stores a new row. A number that the database gives it is not told."""
    model: Any = type(row)
    change, names = _insert(model)
    change.store(session, {name: getattr(row, name) for name in names})


def update(session: Session, row: Any, names: Sequence[str]) -> None:
    """Stores the named columns of a row that is there."""
    model: Any = type(row)
    change, key = _update(model, tuple(names))
    values = {name: getattr(row, name) for name in names}
    change.store(session, {**values, _KEY: getattr(row, key)})


@cache
def _names(model: Any) -> Tuple[str, ...]:
    return tuple(column.key for column in model.__table__.columns)


@cache
def _insert(model: Any) -> Tuple[_Change, Sequence[str]]:
    columns = model.__table__.columns
    given = {c.key for c in columns if c.primary_key and isinstance(c.type, sa.Integer)}
    names = tuple(name for name in _names(model) if name not in given)
    return _Change(sa.insert(model).inline(), model, names), names


@cache
def _update(model: Any, names: Tuple[str, ...]) -> Tuple[_Change, str]:
    (key,) = model.__table__.primary_key.columns
    return _Change(sa.update(model).where(key == sa.bindparam(_KEY)), model, names), key.key
