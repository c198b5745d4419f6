"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List


@dataclass(frozen=True)
class Change:
    """One field of one existing row that the pack changes."""

    table: str
    key: Any
    field: str
    old: Any
    new: Any


@dataclass
class TableReport:
    """Rows of one table, counted."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass
class ImportReport:
    """Rows by table, and every changed field. `catalogue_version` is the pack's content hash."""

    pack: str
    shop_name: str
    catalogue_version: str
    tables: Dict[str, TableReport] = field(default_factory=dict)
    changes: List[Change] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything in the database differs from before."""
        return any(t.added or t.changed or t.removed for t in self.tables.values())
