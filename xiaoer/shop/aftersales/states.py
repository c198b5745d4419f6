"""The states of a case, and the only moves between them."""

from __future__ import annotations

from datetime import datetime
from typing import Dict, FrozenSet

from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.audit.log import record

#: open: being cleared up or haggled over, nothing on the table; offered: an offer is;
#: evidence: agreed, a photo or a look at it is missing; approval: a manager is asked;
#: executing: done in our books, the money or the goods are on their way; returning: the buyer
#: sends goods back; person: a colleague has it; solved: done, the buyer is asked whether content;
#: withdrawn: the buyer took it back. Nothing leaves `closed`.
MOVES: Dict[str, FrozenSet[str]] = {
    "open": frozenset(
        {"offered", "approval", "executing", "returning", "person", "solved", "withdrawn", "closed"}
    ),
    "offered": frozenset(
        {
            "open",
            "evidence",
            "approval",
            "executing",
            "returning",
            "person",
            "solved",
            "withdrawn",
            "closed",
        }
    ),
    "evidence": frozenset(
        {"open", "offered", "approval", "executing", "returning", "person", "withdrawn", "closed"}
    ),
    "approval": frozenset({"open", "offered", "person", "withdrawn", "closed"}),
    "executing": frozenset({"open", "offered", "approval", "person", "solved", "withdrawn"}),
    "returning": frozenset(
        {"offered", "approval", "executing", "person", "solved", "withdrawn", "closed"}
    ),
    "person": frozenset(
        {"open", "offered", "approval", "executing", "returning", "solved", "withdrawn", "closed"}
    ),
    "solved": frozenset({"open", "offered", "approval", "person", "closed"}),
    "withdrawn": frozenset({"open", "person", "closed"}),
    "closed": frozenset(),
}
#: The shop still has to do or to say something.
RUNNING = frozenset(MOVES) - {"solved", "withdrawn", "closed"}
#: The buyer has had no answer yet: the legal clock runs.
UNANSWERED = frozenset({"open", "approval", "evidence", "person"})


class CaseMoveNotAllowed(Exception):
    """The case cannot go from its present state to the wanted one."""


def move(session: Session, case: Case, to: str, actor: str, reason: str, now: datetime) -> None:
    """Moves a case that the caller's transaction has locked; the state it is in is no move.

    Raises CaseMoveNotAllowed.
    """
    if case.state == to:
        return
    if to not in MOVES[case.state]:
        raise CaseMoveNotAllowed(f"{case.no}: {case.state} -> {to}")
    before, case.state = case.state, to
    record(session, now, actor, "case_move", f"case:{case.no}", before=before, after=to, why=reason)
