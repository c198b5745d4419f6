"""Photos of a case and the look that a person takes at them (policy §2, evidence).

Evidence is asked for once and looked at within working hours; the buyer hears where it stands.
Nothing here refuses what is owed: a doubt goes to a manager, a picture known from another case is
flagged for whoever looks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Optional

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales.evidence_model import CasePhoto, Evidence
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.aftersales.states import RUNNING
from xiaoer.shop.audit.log import record
from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.db.base import cols
from xiaoer.shop.outbox.queue import add_due, cancel_due, move_due, tell_buyer

if TYPE_CHECKING:
    from xiaoer.shop.aftersales.photos import Photo

#: From which state evidence may move to which; None: there is none yet.
MOVES: Dict[Optional[str], FrozenSet[str]] = {
    None: frozenset({"asked", "received"}),
    "asked": frozenset({"received"}),
    "received": frozenset({"accepted", "again", "doubtful"}),
    "again": frozenset({"received"}),
    "doubtful": frozenset({"accepted", "again", "received"}),
    "accepted": frozenset(),
}
STATE_WORDS = {
    "asked": "等买家发照片",
    "received": "待核对",
    "accepted": "已通过",
    "again": "等买家补发",
    "doubtful": "有疑问",
}
#: What the ladder sees of each state in `Case.evidence`.
_ON_THE_CASE = {"again": "asked", "doubtful": "doubted"}
#: What a person who has looked may say.
VERDICTS = ("accepted", "again", "doubtful")
#: The photos of a case that is still open when their time is over are looked at again after this.
_STILL_OPEN = timedelta(days=30)


class EvidenceError(Exception):
    """It cannot be done; the text says why, for people."""


def evidence_of(session: Session, case_no: str) -> Optional[Evidence]:
    """The evidence of a case, None where none was asked for or came."""
    found: Optional[Evidence] = session.get(Evidence, case_no)
    return found


def photos_of(session: Session, case_no: str) -> List[CasePhoto]:
    """The photos of a case that are still kept, oldest first."""
    query = select(CasePhoto).where(
        CasePhoto.case_no == case_no, cols(CasePhoto).deleted_at.is_(None)
    )
    return list(session.execute(query.order_by(CasePhoto.id)).scalars())


def in_state(session: Session, *states: str) -> List[Evidence]:
    """Evidence in any of these states, what is due first in front."""
    query = select(Evidence).where(cols(Evidence).state.in_(states))
    return list(session.execute(query.order_by(Evidence.review_due_at, Evidence.case_no)).scalars())


def do_ask(session: Session, now: datetime, actor: str, case_no: str, wanted: str) -> bool:
    """Notes what the buyer is asked to show; False where that was done before (asked for once)."""
    case = _case(session, case_no, lock=True)
    if evidence_of(session, case_no) is not None:
        return False
    evidence = Evidence(case_no=case_no, state="asked", wanted=wanted, asked_at=now)
    session.add(evidence)
    _move(case, evidence, "asked")
    session.flush()
    record(session, now, actor, "evidence_asked", f"case:{case_no}", wanted=wanted)
    return True


def check_room(session: Session, policy: Policy, case_no: str) -> None:
    """Whether a case takes another photo. Raises EvidenceError."""
    _case(session, case_no)
    query = select(func.count()).select_from(CasePhoto).where(CasePhoto.case_no == case_no)
    if session.execute(query).scalar_one() >= policy.evidence.photos_per_case:
        raise EvidenceError(
            f"售后单 {case_no} 已有 {policy.evidence.photos_per_case} 张照片，不用再发了"
        )


def do_receive(
    session: Session,
    now: datetime,
    policy: Policy,
    case_no: str,
    photo: Photo,
    sender: str,
    like_case_no: Optional[str] = None,
) -> CasePhoto:
    """Puts a photo into a case and the case into the review queue; the buyer is told by when.

    The photo's file is stored before. One that the case has already changes nothing. Raises
    EvidenceError.
    """
    case = _case(session, case_no, lock=True)
    if known := _known(session, case_no, photo.original_sha256):
        return known
    check_room(session, policy, case_no)
    kept = CasePhoto(
        case_no=case_no,
        sha256=photo.sha256,
        original_sha256=photo.original_sha256,
        dhash=photo.dhash,
        width=photo.width,
        height=photo.height,
        received_at=now,
        sent_by=sender,
        like_case_no=like_case_no,
    )
    session.add(kept)
    session.flush()
    case.photo = True
    record(session, now, sender, "photo", f"case:{case_no}", photo=kept.id, like_case=like_case_no)
    until = now + timedelta(days=policy.evidence.photo_days)
    add_due(session, until, "photo_retention", f"photo_retention:{kept.id}", str(kept.id))
    _to_the_queue(session, now, policy, case, sender)
    return kept


def _move(case: Case, evidence: Evidence, state: str) -> None:
    evidence.state = state
    case.evidence = _ON_THE_CASE.get(state, state)


def _known(session: Session, case_no: str, original_sha256: str) -> Optional[CasePhoto]:
    query = select(CasePhoto).where(
        CasePhoto.case_no == case_no, CasePhoto.original_sha256 == original_sha256
    )
    found: Optional[CasePhoto] = session.execute(query).scalar_one_or_none()
    return found


def _to_the_queue(session: Session, now: datetime, policy: Policy, case: Case, sender: str) -> None:
    evidence = evidence_of(session, case.no)
    if evidence is None:
        evidence = Evidence(case_no=case.no, state="received")
        session.add(evidence)
    elif "received" not in MOVES[evidence.state]:
        return
    due = review_due(policy, now)
    _move(case, evidence, "received")
    evidence.received_at, evidence.review_due_at = now, due
    evidence.rounds += 1
    session.flush()
    record(session, now, sender, "evidence_received", f"case:{case.no}")
    move_due(session, due, "evidence_review", _clock(case.no), case.no)
    text = f"照片收到了，同事会在{say_moment(due, now)}前核对，有结果在这里告诉您。"
    _tell(session, now, case, evidence, text)


def review_due(policy: Policy, now: datetime) -> datetime:
    """By when a person looks: hours of working time from now on."""
    due = now + timedelta(hours=policy.evidence.review_hours)
    if desk_is_open(policy, now) and desk_is_open(policy, due):
        return due
    first = due if desk_is_open(policy, now) else now
    return desk_opens(policy, first) + timedelta(hours=policy.evidence.review_hours)


def do_review(
    session: Session,
    now: datetime,
    policy: Policy,
    actor: str,
    case_no: str,
    verdict: str,
    reason: Optional[str] = None,
) -> Evidence:
    """Notes what a person says who has looked, and queues the words to the buyer.

    `verdict` is one of VERDICTS; with "again" the reason is told to the buyer, with "doubtful" it
    stays inside. Raises EvidenceError.
    """
    # The clock first: the ticker takes it before the case, too.
    cancel_due(session, now, _clock(case_no))
    session.flush()
    case = _case(session, case_no, lock=True)
    evidence = evidence_of(session, case_no)
    if evidence is None or evidence.state == "asked":
        raise EvidenceError(f"售后单 {case_no} 还没有收到照片")
    if verdict not in MOVES[evidence.state]:
        state = STATE_WORDS[evidence.state]
        raise EvidenceError(f"售后单 {case_no} 的照片是“{state}”，不能改成“{STATE_WORDS[verdict]}”")
    if verdict != "accepted" and not (reason or "").strip():
        raise EvidenceError("要写明原因：补发要告诉买家还差什么，有疑问要让主管知道疑在哪里")
    _move(case, evidence, verdict)
    evidence.reviewed_at, evidence.reviewed_by, evidence.reason = now, actor, reason
    record(session, now, actor, f"evidence_{verdict}", f"case:{case_no}", reason=reason)
    _close_tickets(session, case_no)
    if verdict == "doubtful":
        _ticket(session, now, policy, case, evidence, f"售后单 {case_no} 的照片有疑问：{reason}")
    _tell(session, now, case, evidence, _result_words(verdict, reason))
    return evidence


def _result_words(verdict: str, reason: Optional[str]) -> str:
    if verdict == "accepted":
        return "照片核对好了，没有问题，接着给您处理。"
    if verdict == "again":
        return f"照片看过了，还需要您补拍一下：{reason}。拍好直接发到这里，辛苦您。"
    return "您发的照片还要请主管再核对一下，有结果在这里告诉您。"


def do_remind(session: Session, now: datetime, case_no: str) -> bool:
    """The clock of a look has run out: a manager hears of it, and so does the buyer."""
    evidence = session.get(Evidence, case_no, with_for_update=True)
    if evidence is None or evidence.state != "received":
        return False
    case = _case(session, case_no)
    session.add(
        Ticket(
            id=f"evidence_review:{case_no}:{evidence.rounds}",
            kind="manager",
            title=f"售后单 {case_no} 的照片到时限还没有人核对，请马上看",
            created_at=now,
            due_at=now,
            conversation_id=case.conversation_id,
            order_no=case.order_no,
            case_no=case_no,
        )
    )
    record(session, now, "ticker", "evidence_review_due", f"case:{case_no}")
    text = "抱歉，您的照片还没核对完，已经报给主管催办了，有结果在这里告诉您。"
    tell_buyer(
        session, now, case.conversation_id, f"evidence:{case_no}:{evidence.rounds}:late", text
    )
    return True


def do_retire(session: Session, now: datetime, photo_id: str) -> bool:
    """The time of a photo is over: its file may go, unless the case is still under way."""
    photo: Optional[CasePhoto] = session.get(CasePhoto, int(photo_id), with_for_update=True)
    if photo is None or photo.deleted_at is not None:
        return False
    if _case(session, photo.case_no).state in RUNNING:
        key = f"photo_retention:{photo.id}"
        move_due(session, now + _STILL_OPEN, "photo_retention", key, photo_id)
        return False
    photo.deleted_at = now
    record(session, now, "ticker", "photo_deleted", f"case:{photo.case_no}", photo=photo.id)
    return True


def kept_files(session: Session) -> FrozenSet[str]:
    """The hashes of all photos that are still kept."""
    query = select(CasePhoto.sha256).where(cols(CasePhoto).deleted_at.is_(None))
    return frozenset(session.execute(query).scalars())


def _close_tickets(session: Session, case_no: str) -> None:
    """Somebody has looked: what asked for it is done."""
    query = select(Ticket).where(
        Ticket.case_no == case_no,
        Ticket.state == "open",
        cols(Ticket).id.startswith("evidence_", autoescape=True),
    )
    for ticket in session.execute(query).scalars():
        ticket.state = "done"


def _ticket(
    session: Session, now: datetime, policy: Policy, case: Case, evidence: Evidence, title: str
) -> None:
    session.add(
        Ticket(
            id=f"evidence_doubt:{case.no}:{evidence.rounds}",
            kind="manager",
            title=title,
            created_at=now,
            due_at=review_due(policy, now),
            conversation_id=case.conversation_id,
            order_no=case.order_no,
            case_no=case.no,
        )
    )


def _tell(session: Session, now: datetime, case: Case, evidence: Evidence, text: str) -> None:
    key = f"evidence:{case.no}:{evidence.rounds}:{evidence.state}"
    tell_buyer(session, now, case.conversation_id, key, text)


def _clock(case_no: str) -> str:
    return f"evidence_review:{case_no}"


def _case(session: Session, case_no: str, lock: bool = False) -> Case:
    found: Optional[Case] = session.get(Case, case_no, with_for_update=lock)
    if found is None:
        raise EvidenceError(f"没有编号为 {case_no} 的售后单")
    return found
