"""Reading cases."""

from __future__ import annotations

from typing import Any, Dict, Optional

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.aftersales.states import RUNNING
from xiaoer.shop.db.base import cols
from xiaoer.shop.db.statements import Query

_NEWEST_OPEN = Query(
    select(Case)
    .where(
        cols(Case).conversation_id == bindparam("conversation"),
        or_(*(cols(Case).state == state for state in sorted(RUNNING))),
    )
    .order_by(cols(Case).opened_at.desc())
    .limit(1)
)


def open_case(session: Session, conversation_id: str) -> Optional[Dict[str, Any]]:
    """The newest running case of a conversation as channels show it, None where there is none."""
    case = _NEWEST_OPEN.row(session, conversation=conversation_id)
    return None if case is None else {"number": case.no, "state": case.state, "issue": case.issue}
