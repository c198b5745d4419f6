"""Who changed what, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, mapped, serial


@mapped
@dataclass(kw_only=True)
class AuditEntry:
    """One change. Never updated, never deleted."""

    __tablename__ = "audit"
    __sa_dataclass_metadata_key__ = "sa"

    id: int = serial()
    at: datetime = col(UtcDateTime)
    #: "bot", "buyer:<id>", "staff:<name>", "ticker", "cli".
    actor: str = col(sa.String(64))
    action: str = col(sa.String(64))
    #: What was changed ("conversation:c1", "approval:A7").
    subject: str = col(sa.String(128), index=True)
    detail: Dict[str, Any] = col(sa.JSON)


@mapped
@dataclass(kw_only=True)
class ShopSetting:
    """A value that belongs to the shop as a whole (name, when the pack was loaded, its version)."""

    __tablename__ = "shop_settings"
    __sa_dataclass_metadata_key__ = "sa"

    name: str = col(sa.String(64), primary_key=True)
    value: str = col(sa.Text)
