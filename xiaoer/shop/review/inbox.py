"""Reading the inbox and closing what was looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Dict, List, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.audit.log import record
from xiaoer.shop.db.base import cols
from xiaoer.shop.review.model import ReviewItem


class ReviewError(Exception):
    """Items cannot be closed; the text says why, for people."""


def open_items(session: Session) -> List[ReviewItem]:
    """What waits for a look, oldest first."""
    query = select(ReviewItem).where(ReviewItem.state == "open").order_by(ReviewItem.id)
    return list(session.execute(query).scalars())


def proposed(items: Sequence[ReviewItem]) -> str:
    """The intent that a group of messages probably has: a person's word, else the best guesses.

    Empty where nothing was guessed.
    """
    said = [item.intent for item in items if item.intent]
    if said:
        return max(said, key=said.count)
    shares: Dict[str, float] = {}
    for item in items:
        for intent, share in item.guesses:
            shares[intent] = shares.get(intent, 0.0) + share
    return max(shares, key=lambda intent: shares[intent], default="")


def chosen(session: Session, numbers: Sequence[int]) -> List[ReviewItem]:
    """The open items with these numbers, locked, in that order. Raises ReviewError."""
    query = select(ReviewItem).where(cols(ReviewItem).id.in_(numbers)).with_for_update()
    found = {item.id: item for item in session.execute(query).scalars()}
    for number in numbers:
        if number not in found:
            raise ReviewError(f"收件箱里没有编号 {number}")
        if found[number].state != "open":
            raise ReviewError(f"编号 {number} 已经处理过了")
    return [found[number] for number in dict.fromkeys(numbers)]


def do_close(
    session: Session, now: datetime, actor: str, items: Sequence[ReviewItem], state: str
) -> None:
    """Accepts or dismisses items."""
    for item in items:
        item.state = state
        record(session, now, actor, f"review_{state}", f"review:{item.id}", intent=item.intent)
