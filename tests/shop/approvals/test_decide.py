"""Approvals: decided once, never beyond what was asked, and the buyer hears the truth."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.approvals.decide import ApprovalError, Decision, do_request
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.audit.model import AuditEntry
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.promotions.model import Gift


def request(shop: Shop, asked_fen: int | None = 500, gift: str | None = None) -> str:
    shop.accept("c", "再便宜点")
    with shop.db.write() as session:
        do_request(
            session,
            shop.clock(),
            "c",
            "A1",
            2,
            "bargain",
            "第三次要求便宜",
            asked_fen=asked_fen,
            fallback_gift_id=gift,
        )
    return "A1"


def last(shop: Shop) -> str:
    shop.tick()
    return shop.messages("c")[-1].text


def test_approved_as_asked(either_shop: Shop) -> None:
    approval = either_shop.decide(request(either_shop), Decision(True, "wang"))
    assert (approval.state, approval.granted_fen) == ("approved", 500)
    assert "优惠5元" in last(either_shop)


def test_reduced(shop: Shop) -> None:
    approval = shop.decide(request(shop), Decision(True, "wang", amount_fen=300))
    assert (approval.state, approval.granted_fen) == ("reduced", 300)
    assert "优惠3元" in last(shop)


def test_refused_offers_the_gift_of_the_policy(shop: Shop) -> None:
    with shop.db.read() as session:
        query = select(Gift).where(Gift.stock > 0).order_by(Gift.id)
        gift = session.execute(query).scalars().first()
    shop.decide(request(shop, gift=gift.id), Decision(False, "wang", reason="已经是活动价"))
    text = last(shop)
    assert "没有同意" in text
    assert gift.name in text


def test_expired_says_so_once(either_shop: Shop, clock: ManualClock) -> None:
    number = request(either_shop)
    clock.advance(timedelta(minutes=1))
    either_shop.tick()
    assert len(either_shop.messages("c")) == 1
    clock.advance(timedelta(minutes=2))
    assert "没有回复" in last(either_shop)
    before = len(either_shop.messages("c"))
    either_shop.tick()
    assert len(either_shop.messages("c")) == before
    with pytest.raises(ApprovalError, match="已超时"):
        either_shop.decide(number, Decision(True, "wang"))


@pytest.mark.parametrize(
    ("asked", "amount", "said"),
    [(500, 600, "不能批得更多"), (500, 0, "大于 0"), (500, -1, "大于 0"), (None, None, "--amount")],
)
def test_amounts_that_cannot_be(
    shop: Shop, asked: int | None, amount: int | None, said: str
) -> None:
    number = request(shop, asked_fen=asked)
    with pytest.raises(ApprovalError, match=said):
        shop.decide(number, Decision(True, "wang", amount_fen=amount))
    assert shop.approvals("pending")


def test_an_unknown_number(shop: Shop) -> None:
    with pytest.raises(ApprovalError, match="没有编号"):
        shop.decide("nothing", Decision(True, "wang"))


def test_two_managers_at_once_decide_once(either_shop: Shop) -> None:
    number = request(either_shop)

    def decide(name: str) -> str:
        try:
            return either_shop.decide(number, Decision(name != "no", name)).state
        except ApprovalError:
            return "late"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(decide, ["yes", "no"] * 8))
    assert len([result for result in results if result != "late"]) == 1
    either_shop.tick()
    assert len([m for m in either_shop.messages("c") if m.author == "bot"]) == 1
    with either_shop.db.read() as session:
        query = select(AuditEntry).where(AuditEntry.subject == f"approval:{number}")
        assert len(list(session.execute(query).scalars())) == 1
        assert session.get(Approval, number).decided_by in ("yes", "no")
