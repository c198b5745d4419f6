"""Cases in the demo shop, and buyers who answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from xiaoer.policy import Policy
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.commit import Outcome, accept
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Offer
from xiaoer.shop.aftersales.offers import Answer, propose
from xiaoer.shop.aftersales.proposals import Ask
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.orders.model import Order, OrderItem, Refund
from xiaoer.shop.outbox.model import OutboxEntry

#: A cardigan of 189 yuan that came within the week; a sweater and a T-shirt that have not left.
CARDIGAN, UNSHIPPED = "202600000000000104", "202600000000000102"


def opened(shop: Shop, issue: str, order_no: str = CARDIGAN, no: str = "AS1", **more: Any) -> str:
    """A case of the first line of an order, its photo accepted; returns its number."""
    with shop.db.write() as session:
        order = session.get(Order, order_no)
        query = select(OrderItem.id).where(OrderItem.order_no == order_no).order_by(OrderItem.id)
        now = shop.clock()
        talk = f"talk-{no}"
        session.add(
            Conversation(
                id=talk, created_at=now, updated_at=now, channel="api", buyer_id=order.buyer_id
            )
        )
        session.flush()
        known: dict[str, Any] = {
            "no": no,
            "conversation_id": talk,
            "issue": "report_quality",
            "problem": "毛衣起球",
            "opened_at": now,
            "answer_due_at": now + timedelta(days=5),
            "policy_version": "x",
            "order_no": order_no,
            "buyer_id": order.buyer_id,
            "item_id": session.execute(query).scalars().first(),
            "issue_type": issue,
            "evidence": "accepted",
        }
        session.add(Case(**{**known, **more}))
    return no


def say(shop: Shop, no: str, ask: Ask | None = None, policy: Policy | None = None) -> Answer:
    """The buyer says something about the case."""
    with shop.db.write() as session:
        rules = policy or shop.policy.current()
        return propose(session, rules, no, ask or Ask(), shop.clock(), "bot")


def yes(
    shop: Shop, offer: Offer | None, key: str = "m1", policy: Policy | None = None, **more: Any
) -> Outcome:
    """The buyer says yes to an offer."""
    assert offer is not None
    with shop.db.write() as session:
        rules = policy or shop.policy.current()
        buyer = more.pop("buyer", offer.buyer_id)
        return accept(session, rules, offer.id, key, buyer, shop.clock(), "bot", **more)


def rows(shop: Shop, model: Any, **where: Any) -> list[Any]:
    """All rows of a table with these values."""
    with shop.db.read() as session:
        query = select(model).filter_by(**where)
        return list(session.execute(query).scalars())


def row(shop: Shop, model: Any, key: str) -> Any:
    """A row by its key."""
    with shop.db.read() as session:
        return session.get(model, key)


def booked(shop: Shop, order_no: str = CARDIGAN, **where: Any) -> int:
    """Fen booked on an order."""
    with shop.db.read() as session:
        query = select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        found: int = session.execute(query.filter_by(order_no=order_no, **where)).scalar()
        return found


def gone(shop: Shop, order_no: str = CARDIGAN) -> int:
    """Fen that left the shop for an order: refunds, and compensation beside them."""
    refunds = rows(shop, Refund, order_no=order_no)
    back = sum(r.amount_fen for r in refunds if r.state not in ("refused", "withdrawn"))
    return back + booked(shop, order_no, effect="compensation")


def instructions(shop: Shop) -> list[OutboxEntry]:
    """What was queued for the gateway."""
    return rows(shop, OutboxEntry, kind="gateway")


def state(shop: Shop, no: str = "AS1") -> str:
    """The state of a case."""
    return str(row(shop, Case, no).state)


def heard(shop: Shop, no: str = "AS1") -> list[str]:
    """What the buyer of a case was told by the ticker."""
    shop.tick()
    return [message.text for message in shop.messages(f"talk-{no}") if message.author == "bot"]
