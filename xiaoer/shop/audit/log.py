"""Writes the audit entry that stands beside every change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from xiaoer.shop.audit.model import AuditEntry


def record(
    session: Session, now: datetime, actor: str, action: str, subject: str, **detail: Any
) -> None:
    """Adds an entry to the running transaction."""
    session.add(AuditEntry(at=now, actor=actor, action=action, subject=subject, detail=detail))
