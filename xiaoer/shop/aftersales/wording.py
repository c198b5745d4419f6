"""The words of a step: the policy's, filled with the facts."""

from __future__ import annotations

from datetime import datetime

from xiaoer.policy import Policy
from xiaoer.policy.aftersales import Issue
from xiaoer.shop.aftersales.facts import CaseFacts
from xiaoer.shop.calendar import say_moment
from xiaoer.shop.money import yuan


def words_of(
    facts: CaseFacts,
    policy: Policy,
    issue: Issue,
    rung: str,
    amount_fen: int,
    valid_until: datetime,
    now: datetime,
) -> str:
    """What the buyer reads. Amounts in fen; nothing of ladders, caps or limits."""
    return policy.aftersales.words_for(rung).format(
        item=facts.item_name,
        amount=yuan(amount_fen),
        postage=postage_words(facts, issue, rung),
        day=say_moment(valid_until, now),
    )


def seller_pays(facts: CaseFacts, issue: Issue) -> bool:
    """Postage follows the fault; a carrier's half is settled between carrier and shop."""
    return facts.at_fault or issue.postage == "seller"


def postage_words(facts: CaseFacts, issue: Issue, rung: str) -> str:
    """Who pays for sending to and fro."""
    if seller_pays(facts, issue):
        return "来回运费我们出" if rung in ("exchange", "repair") else "寄回运费我们出"
    if facts.insured:
        return "寄回运费由运费险赔付"
    return "来回运费您承担" if rung in ("exchange", "repair") else "寄回运费您承担"
