"""Brings a database to the schema that this version of the code knows."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

_MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseUnusable(Exception):
    """The database cannot be used; the message says why and what to do, in words for people."""


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    # Alembic's file format treats % as the start of a variable.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def head() -> str:
    """The newest revision that this code knows."""
    found: Optional[str] = ScriptDirectory.from_config(_config("sqlite://")).get_current_head()
    assert found is not None, "the migrations folder is part of the package"
    return found


def current(url: str) -> Optional[str]:
    """The revision of a database, None where it is empty.

    Raises DatabaseUnusable where it cannot be opened, is no database, or belongs to a newer
    version.
    """
    try:
        engine = sa.create_engine(url, future=True)
        with engine.connect() as connection:
            revision: Optional[str] = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.ArgumentError as error:
        raise DatabaseUnusable(
            f"数据库地址看不懂：{_shown(url)}。请检查 XIAOER_DATABASE_URL，"
            "例如 sqlite:///var/xiaoer.db 或 postgresql://用户@127.0.0.1/库名"
        ) from error
    except sa.exc.DBAPIError as error:
        raise DatabaseUnusable(
            f"打不开数据库 {_shown(url)}：{_reason(error)}。"
            "请检查文件是否是 SQLite 数据库、目录是否可写，或 PostgreSQL 是否已启动、账号是否正确"
        ) from error
    engine.dispose()
    known = {
        script.revision for script in ScriptDirectory.from_config(_config(url)).walk_revisions()
    }
    if revision is not None and revision not in known:
        raise DatabaseUnusable(
            f"数据库 {_shown(url)} 的结构版本 {revision} 比当前程序（{head()}）新。"
            "请更新程序后再启动，或换一个数据库"
        )
    return revision


def migrate(url: str) -> bool:
    """Upgrades to the newest schema; returns whether anything had to be done."""
    if url.startswith("sqlite"):
        database = sa.engine.make_url(url).database
        if database and database != ":memory:":
            Path(database).parent.mkdir(parents=True, exist_ok=True)
    if current(url) == head():
        return False
    command.upgrade(_config(url), "head")
    return True


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", error)).strip().splitlines()[0]


def _shown(url: str) -> str:
    try:
        return str(sa.engine.make_url(url).render_as_string(hide_password=True))
    except sa.exc.ArgumentError:
        return repr(url.split("@")[-1])
