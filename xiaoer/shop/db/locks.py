"""One at a time, across threads and processes."""

from __future__ import annotations

import zlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

#: Keeps our advisory locks apart from those of other programs in the same database.
_OURS = 7210002


def one_at_a_time(session: Session, what: str) -> None:
    """Waits until no other transaction holds `what`, and holds it until this one ends.

    On SQLite a writing transaction is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = zlib.crc32(what.encode()) - 2**31
        session.execute(
            sa.text("SELECT pg_advisory_xact_lock(:ours, :what)"), {"ours": _OURS, "what": number}
        )
