"""Databases for tests: SQLite files, and PostgreSQL on its usual loopback port."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from typing import Iterator

import pytest
import sqlalchemy as sa

#: Any account that may create databases; CI machines trust root on loopback.
SERVER = os.environ.get("XIAOER_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/postgres")


def postgres_answers() -> bool:
    """Whether a PostgreSQL server can be used. In CI its absence is a failure, not a skip."""
    try:
        engine = sa.create_engine(SERVER, connect_args={"connect_timeout": 2})
        with engine.connect():
            return True
    except sa.exc.OperationalError:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs PostgreSQL at {SERVER}")
        return False


@contextmanager
def scratch_postgres() -> Iterator[str]:
    """A new empty database, dropped at the end; yields its URL."""
    if not postgres_answers():
        pytest.skip(f"no PostgreSQL at {SERVER}")
    name = f"xiaoer_test_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield str(
            sa.engine.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        )
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.dispose()
