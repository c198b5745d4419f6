"""The one sequence in which rows are locked: goodwill, order, parcels, case, offer."""

from __future__ import annotations

from typing import Optional, Tuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.model import Case, Offer
from xiaoer.shop.db.locks import one_at_a_time
from xiaoer.shop.orders.model import Order, Shipment


class NoSuchCase(LookupError):
    """There is no case of this number."""


class NothingOffered(LookupError):
    """There is no offer of this number."""


def lock_case(session: Session, case_no: str) -> Case:
    """The case as it is now, with its order, until the transaction ends. Raises NoSuchCase."""
    # Caps bind across orders and buyers: goodwill is decided one at a time in the whole shop.
    one_at_a_time(session, "goodwill")
    order_no = session.execute(select(Case.order_no).where(Case.no == case_no)).scalar()
    if order_no is not None:
        _lock(session, Order, Order.no == order_no)
        _lock(session, Shipment, Shipment.order_no == order_no)
    (case,) = _lock(session, Case, Case.no == case_no) or (None,)
    if case is None:
        raise NoSuchCase(case_no)
    found: Case = case
    return found


def lock_offer(session: Session, offer_id: str) -> Tuple[Case, Offer]:
    """The offer as it is now, with its case and order. Raises NothingOffered."""
    query = select(Offer.case_no).where(Offer.id == offer_id)
    case_no: Optional[str] = session.execute(query).scalar()
    if case_no is None:
        raise NothingOffered(offer_id)
    case = lock_case(session, case_no)
    (offer,) = _lock(session, Offer, Offer.id == offer_id)
    return case, offer


def _lock(session: Session, model: object, where: object) -> list:  # type: ignore[type-arg]
    # What the session has read before the lock may be stale by now.
    query = select(model).where(where).with_for_update().execution_options(populate_existing=True)
    return list(session.execute(query).scalars())
