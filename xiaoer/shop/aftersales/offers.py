"""Puts the ladder's next step to the buyer, and takes a no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import List, Optional

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales.expiry import end_if_over, set_clock
from xiaoer.shop.aftersales.ladder import next_step
from xiaoer.shop.aftersales.loading import load_facts
from xiaoer.shop.aftersales.locking import lock_case
from xiaoer.shop.aftersales.model import Case, Offer, Ticket
from xiaoer.shop.aftersales.proposals import Ask, Proposal, Remedy, Standing, Step, ToPerson
from xiaoer.shop.aftersales.states import move
from xiaoer.shop.approvals.decide import do_request
from xiaoer.shop.audit.log import record
from xiaoer.shop.calendar import after_desk_time
from xiaoer.shop.db.base import cols
from xiaoer.shop.money import yuan

#: Nothing was answered to these yet.
_OPEN = ("offered", "accepted", "awaiting_approval")


@dataclass(frozen=True)
class Answer:
    """What the shop says next, and the offer that it put on the table for it."""

    step: Step
    #: The new offer, or the standing one; None: there is none.
    offer: Optional[Offer] = None


def propose(
    session: Session,
    policy: Policy,
    case_no: str,
    ask: Ask,
    now: datetime,
    actor: str,
    words: Optional[str] = None,
) -> Answer:
    """Takes what the buyer said about a case to the next step of its ladder.

    Whatever was on the table is refused by it, unless it is what the buyer asks for. `words`
    replace the policy's (an explanation that fits the goods). Raises NoSuchCase, CaseIncomplete.
    """
    case = lock_case(session, case_no)
    table = on_the_table(session, case, now)
    if ask.kind == "opens" and table is not None:
        return Answer(Standing(), table)
    facts = load_facts(session, policy, case, now, without=table.id if table else "")
    step = next_step(facts, policy, ask, now)
    if isinstance(step, Standing):
        return Answer(step, table)
    if table is not None:
        _refuse(session, table, now, actor, ask.kind)
    if isinstance(step, ToPerson):
        _to_person(session, policy, case, step, now, actor)
        return Answer(step)
    offer = _written(session, policy, case, step, now, words or step.words)
    record(
        session,
        now,
        actor,
        "offer",
        f"case:{case.no}",
        offer=offer.id,
        rung=offer.rung,
        cost_fen=offer.cost_fen,
        kind=offer.kind,
        rule=offer.rule,
    )
    if isinstance(step, Proposal) and step.approval:
        _request(session, policy, case, offer, facts.order_goodwill_fen, now)
        move(session, case, "approval", actor, offer.rule, now)
    elif isinstance(step, Proposal):
        set_clock(session, offer)
        move(session, case, "offered", actor, offer.rule, now)
    if offer.rule == "unsafe_refund_at_once":
        _ticket(session, policy, case, "unsafe", now, urgent=True)
    return Answer(step, offer)


def refuse(session: Session, case_no: str, now: datetime, actor: str) -> bool:
    """Takes a plain no: nothing is on the table any more. Returns whether something was."""
    case = lock_case(session, case_no)
    table = on_the_table(session, case, now)
    if table is None:
        return False
    _refuse(session, table, now, actor, "refuses")
    move(session, case, "open", actor, f"{table.id} refused", now)
    return True


def on_the_table(session: Session, case: Case, now: datetime) -> Optional[Offer]:
    """The open offer of a locked case; one whose time is over is ended by the look."""
    query = (
        select(Offer)
        .where(Offer.case_no == case.no, cols(Offer).state.in_(_OPEN))
        .order_by(cols(Offer).number.desc())
        .execution_options(populate_existing=True)
    )
    found: List[Offer] = list(session.execute(query).scalars())
    still = [offer for offer in found if not end_if_over(session, case, offer, now)]
    return still[0] if still else None


def _refuse(session: Session, offer: Offer, now: datetime, actor: str, why: str) -> None:
    offer.state, offer.answered_at = "refused", now
    record(session, now, actor, "refused", f"offer:{offer.id}", why=why)


def _written(
    session: Session, policy: Policy, case: Case, step: Step, now: datetime, words: str
) -> Offer:
    assert isinstance(step, (Proposal, Remedy)), "only these are put to the buyer"
    assert case.order_no is not None, "a case with facts has its order"
    query = select(func.count()).select_from(Offer).where(Offer.case_no == case.no)
    number = int(session.execute(query).scalar()) + 1
    remedy = isinstance(step, Remedy)
    offer = Offer(
        id=f"{case.no}-{number}",
        case_no=case.no,
        number=number,
        order_no=case.order_no,
        conversation_id=case.conversation_id,
        rung=step.rung,
        effect=step.effect,
        kind=step.kind if isinstance(step, Proposal) else "owed",
        cost_fen=step.cost_fen if isinstance(step, Proposal) else 0,
        rule=step.rule,
        words=words,
        detail=dict(step.detail) if isinstance(step, Proposal) else {},
        state="committed" if remedy else "offered",
        offered_at=now,
        valid_until=step.valid_until if isinstance(step, Proposal) else now,
        policy_version=policy.version,
        buyer_id=case.buyer_id,
        item_id=case.item_id,
        asked_fen=step.asked_fen if isinstance(step, Proposal) else None,
    )
    session.add(offer)
    session.flush()
    if remedy and step.effect == "ticket":
        _ticket(session, policy, case, step.rung, now)
    return offer


def _request(
    session: Session, policy: Policy, case: Case, offer: Offer, already_fen: int, now: datetime
) -> None:
    """Asks a manager, for real: nothing is promised or reserved before the answer."""
    working = timedelta(minutes=policy.aftersales.approval.minutes)
    until = after_desk_time(policy, now, working)
    number = f"G{offer.id}"
    before = f"本单已补偿{yuan(already_fen)}，同意后共{yuan(already_fen + offer.cost_fen)}"
    do_request(
        session,
        now,
        case.conversation_id,
        number,
        (until - now) / timedelta(minutes=1),
        "goodwill",
        f"售后单{case.no}：{case.problem[:120]}。申请补偿{yuan(offer.cost_fen)}；{before}",
        order_no=case.order_no,
        asked_fen=offer.cost_fen,
        case_no=case.no,
        already_fen=already_fen,
    )
    offer.state, offer.approval_id = "awaiting_approval", number


#: What a ticket to a person is called, by reason.
_TITLES = {
    "unsafe": "食品或使用安全",
    "track": "请快递核实包裹",
    "deliver_invoice": "开具发票",
    "exhausted": "方案都没有谈妥，请人工跟进",
    "made_to_order": "定制商品已投产，买家要求退款",
    "kill_switch": "补偿已暂停，请人工跟进",
    "goodwill_cases": "买家近30天已有补偿，请人工跟进",
    "buyer": "达到买家补偿上限，请人工跟进",
    "shop_day": "达到当天补偿上限，请人工跟进",
    "coupon": "不发优惠券，请人工跟进",
}


def _to_person(
    session: Session, policy: Policy, case: Case, step: ToPerson, now: datetime, actor: str
) -> None:
    _ticket(session, policy, case, step.reason, now, step.urgent)
    move(session, case, "person", actor, step.reason, now)


def _ticket(
    session: Session, policy: Policy, case: Case, reason: str, now: datetime, urgent: bool = False
) -> None:
    """One ticket per case and reason; due before the legal clock of the case."""
    number = f"{case.no}:{reason}"[:64]
    if session.get(Ticket, number) is not None:
        return
    hours = policy.desk.urgent_ticket_hours if urgent else 24
    session.add(
        Ticket(
            id=number,
            kind="manager" if urgent else "aftersales",
            title=f"售后单{case.no}：{_TITLES.get(reason, '需要人工处理')}",
            created_at=now,
            due_at=min(now + timedelta(hours=hours), max(now, case.answer_due_at)),
            conversation_id=case.conversation_id,
            order_no=case.order_no,
            case_no=case.no,
        )
    )
    session.flush()
