"""What the buyer may have by law or contract, whatever the ladder says (policy §2, §3). Pure."""

from __future__ import annotations

from datetime import date, timedelta

from xiaoer.policy.schema import Clocks
from xiaoer.shop.aftersales.facts import CaseFacts

#: Faults that are none of the goods': they do not send them back after the seven days.
_NOT_OF_GOODS = frozenset({"late_shipment", "not_received", "invoice", "installation"})


def within(facts: CaseFacts, days: int, today: date) -> bool:
    """Whether today is at most the last of so many days after signing; 24:00 of it ends it."""
    return facts.signed_on is not None and today <= facts.signed_on + timedelta(days=days)


def no_reason(facts: CaseFacts, clocks: Clocks, today: date) -> bool:
    """The 7-day return. The state of the order does not matter: confirmed, reviewed, closed."""
    return (
        facts.stage == "arrived"
        and facts.exempt is None
        and facts.intact
        and within(facts, clocks.no_reason_days, today)
    )


def for_fault(facts: CaseFacts, clocks: Clocks, today: date) -> bool:
    """A return or refund for something that the shop stands for, whatever the category."""
    return (
        facts.at_fault
        and facts.issue not in _NOT_OF_GOODS
        and facts.stage == "arrived"
        and within(facts, clocks.quality_claim_days, today)
    )


def lawful_return(facts: CaseFacts, clocks: Clocks, today: date) -> bool:
    """The goods may go back for one reason or the other."""
    return no_reason(facts, clocks, today) or for_fault(facts, clocks, today)


def undelivered(facts: CaseFacts) -> bool:
    """The goods never came: refunded or sent again (policy §5)."""
    return facts.issue == "not_received" and facts.stuck
