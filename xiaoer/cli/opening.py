"""Opening the shop for a command: settings, database, and what to do where it is not ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xiaoer.cli.errors import CommandFailed

if TYPE_CHECKING:
    from xiaoer.settings import Settings
    from xiaoer.shop import Shop


def read_settings(**given: Any) -> Settings:
    """The settings of the environment; `given` are the command's own options, None left out."""
    from xiaoer.settings import Settings

    return Settings(**{name: value for name, value in given.items() if value is not None})


def open_shop(settings: Settings) -> Shop:
    """The shop of a database that is there and up to date.

    Raises CommandFailed where it is not, DatabaseUnusable, PolicyInvalid.
    """
    from xiaoer.bootstrap import build_shop
    from xiaoer.shop.db.migrate import current, head

    remedy = "请先运行 xiaoer migrate（或 make run，它会自动准备好一切）"
    if not _is_there(settings.url):
        raise CommandFailed(f"还没有数据库。{remedy}")
    revision = current(settings.url)
    if revision is None:
        raise CommandFailed(f"数据库是空的。{remedy}")
    if revision != head():
        raise CommandFailed(f"数据库的结构是旧的。{remedy}")
    return build_shop(settings)


def _is_there(url: str) -> bool:
    """Whether connecting would not create an empty SQLite file by the way."""
    if not url.startswith("sqlite:///"):
        return True
    from pathlib import Path

    path = url[len("sqlite:///") :]
    return path in ("", ":memory:") or Path(path).exists()
