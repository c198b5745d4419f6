"""What a case is proved with, and how far the shop has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from xiaoer.shop.db.base import UtcDateTime, col, key, mapped, maybe, maybe_ref, ref, serial


@mapped
@dataclass(kw_only=True)
class Evidence:
    """The evidence of one case; its states and their moves stand in `evidence.py`."""

    __tablename__ = "case_evidence"
    __sa_dataclass_metadata_key__ = "sa"

    case_no: str = key(sa.ForeignKey("cases.no"))
    state: str = col(sa.String(16), index=True)
    #: What the buyer was asked to show, None where photos came unasked.
    wanted: Optional[str] = maybe(sa.Text)
    asked_at: Optional[datetime] = maybe(UtcDateTime)
    received_at: Optional[datetime] = maybe(UtcDateTime)
    #: A person looks at it by then.
    review_due_at: Optional[datetime] = maybe(UtcDateTime)
    reviewed_at: Optional[datetime] = maybe(UtcDateTime)
    reviewed_by: Optional[str] = maybe(sa.String(64))
    reason: Optional[str] = maybe(sa.Text)
    #: How often photos have come in to be looked at.
    rounds: int = col(sa.Integer, 0)


@mapped
@dataclass(kw_only=True)
class CasePhoto:
    """A photo of a case. The file lies under `sha256` in the photo folder."""

    __tablename__ = "case_photos"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (sa.UniqueConstraint("case_no", "original_sha256"),)

    id: int = serial()
    case_no: str = ref("cases.no")
    sha256: str = col(sa.String(64), index=True)
    #: Of the file as it was sent.
    original_sha256: str = col(sa.String(64), index=True)
    dhash: str = col(sa.String(16))
    width: int = col(sa.Integer)
    height: int = col(sa.Integer)
    received_at: datetime = col(UtcDateTime)
    #: "buyer:<id>", "staff:<name>".
    sent_by: str = col(sa.String(64))
    #: Another case with the same picture, or one that looks like it.
    like_case_no: Optional[str] = maybe_ref("cases.no")
    #: The file is gone (policy: photo_days).
    deleted_at: Optional[datetime] = maybe(UtcDateTime)
