"""A yes becomes an effect: one transaction, exactly once (policy §2, consent and once)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.aftersales import amounts
from xiaoer.shop.aftersales.carrying import EFFECTS, SENDS_BACK, CannotBeDone, Commit
from xiaoer.shop.aftersales.expiry import end_if_over
from xiaoer.shop.aftersales.facts import CaseFacts
from xiaoer.shop.aftersales.guards import evidence_missing, goodwill_stopped
from xiaoer.shop.aftersales.loading import load_facts
from xiaoer.shop.aftersales.locking import lock_offer
from xiaoer.shop.aftersales.model import Case, Offer, Ticket
from xiaoer.shop.aftersales.points import passing
from xiaoer.shop.aftersales.states import move
from xiaoer.shop.audit.log import record
from xiaoer.shop.money import yuan
from xiaoer.shop.outbox.queue import cancel_due, tell_buyer


class ForeignOffer(Exception):
    """The offer was made to somebody else."""


@dataclass(frozen=True)
class Outcome:
    """What a yes came to.

    state: committed; already (an earlier yes did it); photo, review, sku (agreed, that is
    missing); expired; gone (refused, or another offer took its place); stopped (a guard or the
    facts do not allow it any more: a person has it).
    """

    state: str
    offer: Offer
    #: What the buyer hears.
    words: str
    reason: Optional[str] = None


#: What is said after a commit, by effect.
_DONE = {
    "coupon": "{amount}的店铺券登记好了，发到您账户会再告诉您。",
    "compensation": "{amount}的补偿登记好了，打款后在这里告诉您。",
    "part_refund": "{amount}的退款登记好了，按原付款方式退回，办好在这里告诉您。",
    "price_difference": "{amount}的差价登记好了，按原付款方式退回，办好在这里告诉您。",
    "refund": "{amount}的退款登记好了，按原付款方式退回，办好在这里告诉您。",
    "intercept": "已经请仓库拦截，拦到就退您{amount}，结果在这里告诉您。",
    "return": "退货登记好了，寄回地址和单号填写马上发给您，收到检查没问题就退{amount}。",
    "exchange": "换货登记好了，新的已经给您留好，寄回地址马上发给您。",
    "resend": "补发登记好了，发出后把单号发给您。",
    "repair": "维修登记好了，寄回地址马上发给您。",
}
_MISSING = {
    "photo": "好的。还差一张照片，麻烦拍清楚有问题的地方发来，收到就给您办。",
    "review": "好的。照片已经收到，同事看过就给您办，结果在这里告诉您。",
    "sku": "好的。想换成哪个颜色或尺码，告诉我就行。",
}
_EXPIRED = "之前那个方案已经过期了，我重新给您看一下。"
_GONE = "之前那个方案已经不作数了，我们按最新说的来。"
_STOPPED = "这一步我这边办不了，已经转给同事核实，结果在这里告诉您。"
_ALREADY = "这个已经给您办过了，不用再确认。"


def accept(
    session: Session,
    policy: Policy,
    offer_id: str,
    key: str,
    buyer_id: Optional[str],
    now: datetime,
    actor: str,
    tell: bool = False,
) -> Outcome:
    """Takes the buyer's yes to an offer, and commits it where nothing is missing.

    `key` names the yes (a message, a button): the same one, or any other to the same offer, does
    nothing twice. `buyer_id` is who says it. With `tell` the words are queued to the buyer, for a
    yes that is not answered in a chat. Raises NothingOffered, ForeignOffer.
    """
    case, offer = lock_offer(session, offer_id)
    passing("locked")
    if offer.buyer_id is not None and buyer_id != offer.buyer_id:
        raise ForeignOffer(offer_id)
    outcome = _closed(session, case, offer, now) or _agreed(
        session, policy, case, offer, key, now, actor
    )
    if tell and outcome.state not in ("already", "gone"):
        tell_buyer(
            session, now, case.conversation_id, f"offer:{offer.id}:{outcome.state}", outcome.words
        )
    passing("queued")
    return outcome


def _closed(session: Session, case: Case, offer: Offer, now: datetime) -> Optional[Outcome]:
    """What a yes finds that comes too late or a second time; None: the offer is open."""
    if offer.state == "committed":
        return Outcome("already", offer, _ALREADY)
    if offer.state == "expired" or end_if_over(session, case, offer, now):
        return Outcome("expired", offer, _EXPIRED)
    if offer.state not in ("offered", "accepted"):
        return Outcome("gone", offer, _GONE)
    return None


def _agreed(
    session: Session,
    policy: Policy,
    case: Case,
    offer: Offer,
    key: str,
    now: datetime,
    actor: str,
) -> Outcome:
    facts = load_facts(session, policy, case, now, without=offer.id)
    if missing := _missing(policy, facts, offer):
        offer.state, offer.accept_key = "accepted", key[:128]
        move(session, case, "evidence", actor, missing, now)
        return Outcome(missing, offer, _MISSING[missing])
    reason = _stopped(policy, facts, offer)
    if reason is None:
        passing("checked")
        try:
            with session.begin_nested():
                return _commit(session, policy, case, offer, facts, key, now, actor)
        except CannotBeDone as error:
            reason = str(error)
    return _to_person(session, policy, case, offer, reason, now, actor)


def _missing(policy: Policy, facts: CaseFacts, offer: Offer) -> Optional[str]:
    """What has to come first (policy §2, evidence); a manager who agreed has looked at it."""
    if offer.rung == "exchange" and not offer.detail.get("sku_id") and not facts.at_fault:
        return "sku"
    if offer.approval_id is not None:
        return None
    rules = policy.aftersales
    issue = rules.issue(facts.issue, facts.product_id, facts.category)
    return evidence_missing(facts, rules, issue, offer.rung, offer.kind, offer.cost_fen)


def _stopped(policy: Policy, facts: CaseFacts, offer: Offer) -> Optional[str]:
    """The guard that does not hold now, in one word. What is owed knows no cap."""
    if offer.kind == "owed":
        return None
    approved = offer.approval_id is not None
    return goodwill_stopped(facts, policy.aftersales, offer.effect, offer.cost_fen, approved)


def _commit(
    session: Session,
    policy: Policy,
    case: Case,
    offer: Offer,
    facts: CaseFacts,
    key: str,
    now: datetime,
    actor: str,
) -> Outcome:
    amount = _payable(facts, offer)
    if offer.effect is not None:
        EFFECTS[offer.effect](Commit(session, policy, case, offer, facts, amount, now))
    passing("booked")
    offer.state, offer.answered_at, offer.accept_key = "committed", now, key[:128]
    cancel_due(session, now, f"offer_expiry:{offer.id}")
    to = "returning" if offer.effect in SENDS_BACK else "executing"
    move(session, case, to if offer.effect else "solved", actor, offer.rule, now)
    record(
        session,
        now,
        actor,
        "commit",
        f"offer:{offer.id}",
        effect=offer.effect,
        kind=offer.kind,
        amount_fen=amount,
        rule=offer.rule,
        key=key,
    )
    session.flush()
    passing("done")
    words = _DONE.get(offer.effect or "", "好的。").format(amount=yuan(amount))
    return Outcome("committed", offer, words)


def _payable(facts: CaseFacts, offer: Offer) -> int:
    """The offer's sum; of money back never more than is left of what was paid."""
    if offer.effect in ("refund", "return", "intercept", "part_refund", "price_difference"):
        left = min(offer.cost_fen, amounts.money_left(facts))
        if left <= 0:
            raise CannotBeDone("nothing_left")
        return left
    return offer.cost_fen


def _to_person(
    session: Session,
    policy: Policy,
    case: Case,
    offer: Offer,
    reason: str,
    now: datetime,
    actor: str,
) -> Outcome:
    """The buyer agreed and it cannot be done: nobody is left to find that out alone."""
    offer.state, offer.answered_at = "stopped", now
    session.add(
        Ticket(
            id=f"{offer.id}:stopped",
            kind="aftersales",
            title=f"售后单{case.no}：买家已同意“{offer.words}”，系统没有执行（{reason}）",
            created_at=now,
            due_at=min(
                now + timedelta(hours=policy.desk.urgent_ticket_hours), max(now, case.answer_due_at)
            ),
            conversation_id=case.conversation_id,
            order_no=case.order_no,
            case_no=case.no,
        )
    )
    move(session, case, "person", actor, reason, now)
    return Outcome("stopped", offer, _STOPPED, reason)
