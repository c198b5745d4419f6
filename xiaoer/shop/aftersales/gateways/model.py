"""The local ledger: what a shop without systems of its own has been told to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped


@mapped
@dataclass(kw_only=True)
class LocalEntry:
    """One instruction that was carried out here. Amounts in fen."""

    __tablename__ = "local_ledger"
    __sa_dataclass_metadata_key__ = "sa"

    key: str = key(sa.String(160))
    #: The number that the receipt gives.
    reference: str = col(sa.String(64), unique=True)
    action: str = col(sa.String(16))
    order_no: str = col(sa.String(64), index=True)
    case_no: str = col(sa.String(64))
    amount_fen: int = col(sa.Integer)
    detail: Dict[str, Any] = col(sa.JSON)
    at: datetime = col(UtcDateTime)
