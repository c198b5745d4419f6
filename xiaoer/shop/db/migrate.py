"""Brings a database to the schema that this version of the code knows.

Every command looks at the revision first, few change it: Alembic is loaded for these alone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Tuple

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseUnusable(Exception):
    """The database cannot be used; the message says why and what to do, in words for people."""


def alembic_config(url: str) -> Config:
    """What Alembic's commands need to migrate this database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    # Alembic's file format treats % as the start of a variable.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@cache
def revisions() -> Tuple[str, ...]:
    """The revisions that this code knows, oldest first: the first word of each file's name."""
    files = (_MIGRATIONS / "versions").glob("*.py")
    return tuple(sorted(file.stem.partition("_")[0] for file in files))


def head() -> str:
    """The newest revision that this code knows."""
    return revisions()[-1]


def current(url: str) -> Optional[str]:
    """The revision of a database, None where it is empty.

    Raises DatabaseUnusable where it cannot be opened, is no database, or belongs to a newer
    version.
    """
    try:
        engine = sa.create_engine(url, future=True)
        with engine.connect() as connection:
            revision = _stored_revision(connection)
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
    if revision is not None and revision not in revisions():
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
    from alembic import command

    command.upgrade(alembic_config(url), "head")
    return True


def _stored_revision(connection: sa.engine.Connection) -> Optional[str]:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: Optional[str] = connection.execute(
        sa.text("SELECT version_num FROM alembic_version")
    ).scalar()
    return found


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", error)).strip().splitlines()[0]


def _shown(url: str) -> str:
    try:
        return str(sa.engine.make_url(url).render_as_string(hide_password=True))
    except sa.exc.ArgumentError:
        return repr(url.split("@")[-1])
