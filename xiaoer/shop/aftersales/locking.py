"""The one sequence in which rows are locked: conversation, goodwill, order, parcels, case, offer.

A turn has locked its conversation before it comes here. Whoever comes without a turn (desk, ticker)
waits for that first: what is written afterwards refers to the conversation.
"""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case, Offer
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.db.locks import one_at_a_time
from xiaoer.shop.orders.model import Order, Shipment


class NoSuchCase(LookupError):
    """There is no case of this number."""


class NothingOffered(LookupError):
    """There is no offer of this number."""


def lock_case(session: Session, case_no: str) -> Case:
    """The case as it is now, with its order, until the transaction ends. Raises NoSuchCase."""
    query = select(Case.conversation_id, Case.order_no).where(Case.no == case_no)
    known = session.execute(query).first()
    if known is None:
        raise NoSuchCase(case_no)
    conversation_id, order_no = known
    talk = select(Conversation.id).where(Conversation.id == conversation_id)
    session.execute(talk.with_for_update(read=True, key_share=True))
    # Caps bind across orders and buyers: goodwill is decided one at a time in the whole shop.
    one_at_a_time(session, "goodwill")
    if order_no is not None:
        _lock(session, Order, Order.no == order_no)
        _lock(session, Shipment, Shipment.order_no == order_no)
    case: Case = _lock(session, Case, Case.no == case_no)[0]
    return case


def lock_offer(session: Session, offer_id: str) -> Tuple[Case, Offer]:
    """The offer as it is now, with its case and order. Raises NothingOffered."""
    query = select(Offer.case_no).where(Offer.id == offer_id)
    case_no: Optional[str] = session.execute(query).scalar()
    if case_no is None:
        raise NothingOffered(offer_id)
    case = lock_case(session, case_no)
    offer: Offer = _lock(session, Offer, Offer.id == offer_id)[0]
    return case, offer


def _lock(session: Session, model: Any, where: Any) -> List[Any]:
    # What the session has read before the lock may be stale by now.
    query = select(model).where(where).with_for_update().execution_options(populate_existing=True)
    return list(session.execute(query).scalars())
