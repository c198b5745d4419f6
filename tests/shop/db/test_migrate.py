"""Migrations: from nothing to the models, back again, and clear words for what cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.databases import scratch_postgres
from xiaoer.shop.db.migrate import (
    DatabaseUnusable,
    alembic_config,
    current,
    head,
    migrate,
    revisions,
)
from xiaoer.shop.db.schema import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with scratch_postgres() as address:
        yield address


def test_the_migrations_make_what_the_models_say(url: str) -> None:
    assert migrate(url)
    assert not migrate(url), "a second time there is nothing to do"
    engine = sa.create_engine(url, future=True)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_down_and_up_again(url: str) -> None:
    migrate(url)
    command.downgrade(alembic_config(url), "base")
    assert current(url) is None
    assert migrate(url)
    assert current(url) == head()


def test_the_files_are_named_after_their_revisions() -> None:
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    newest_first = [script.revision for script in scripts.walk_revisions()]
    assert list(revisions()) == newest_first[::-1]
    assert [head()] == scripts.get_heads()


def test_a_newer_schema_is_left_alone(url: str) -> None:
    migrate(url)
    engine = sa.create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DatabaseUnusable, match="比当前程序"):
        migrate(url)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "看不懂"),
        ("postgresql://nobody@127.0.0.1:1/none", "打不开"),
        ("sqlite:////proc/nowhere/x.db", "打不开"),
    ],
)
def test_what_cannot_be_opened_is_named(address: str, said: str) -> None:
    with pytest.raises(DatabaseUnusable, match=said):
        current(address)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.write_text("this is a letter, not a database" * 100, encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="SQLite"):
        migrate(f"sqlite:///{path}")
