"""Printing: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


def command() -> str:
    """How this command was called, so that a hint can be typed as it stands."""
    called = Path(sys.argv[0])
    if called.name != "xiaoer" or shutil.which("xiaoer") == str(called):
        return "xiaoer"
    here = Path.cwd()
    return str(called.relative_to(here) if called.is_relative_to(here) else called)


def say(text: str) -> None:
    """Prints a result."""
    print(text)


def progress(text: str) -> None:
    """Tells what is going on while somebody waits."""
    print(f"… {text}", file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """Prints a value as JSON; dataclasses as objects, moments as ISO 8601 in UTC."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints rows under column names."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*row)
    console = Console()
    if not console.is_terminal:
        # Piped into a file or another program: no line is broken.
        console = Console(width=500)
    console.print(shown, markup=False)


def moment(value: datetime | None) -> str:
    """A moment on a Shanghai clock; "" for none."""
    from xiaoer.shop.clock import local

    return f"{local(value):%m-%d %H:%M}" if value else ""
