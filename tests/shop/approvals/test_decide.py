"""Approvals: decided once, never beyond what was asked, and the buyer hears the truth."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.shop.replies.asking import change
from xiaoer.shop import Shop
from xiaoer.shop.approvals.decide import ApprovalError, Decision, do_request
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.audit.model import AuditEntry
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import Order
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


def asked_by_a_buyer(shop: Shop, order_no: str | None) -> str:
    """A request of b01 for the T恤, for an order or before any; its words once it is granted."""
    shop.accept("c", "再便宜点", buyer_id="b01")
    with shop.db.write() as session:
        do_request(
            session,
            shop.clock(),
            "c",
            "A1",
            2,
            "bargain",
            "第三次要求便宜",
            product_id="688000000102",
            order_no=order_no,
            asked_fen=500,
            fallback_gift_id="snack-mix",
        )
    return "A1"


@pytest.mark.parametrize(
    ("state", "words", "never"),
    [
        (None, ["您拍下先别付款"], ["尾号"]),
        ("unpaid", ["尾号0101", "改价", "再付款"], ["拍下"]),
        ("paid", ["尾号0101", "已经付过款", "差价退给您"], ["拍下", "先别付款"]),
        ("signed", ["尾号0101", "差价退给您"], ["拍下", "先别付款"]),
        ("closed", ["您拍下先别付款"], ["尾号"]),
    ],
)
def test_what_was_granted_is_told_by_the_state_of_the_order(
    shop: Shop, state: str | None, words: list[str], never: list[str]
) -> None:
    order_no = "202600000000000101" if state else None
    number = asked_by_a_buyer(shop, order_no)
    if order_no:
        change(shop, Order, order_no, state=state)
    shop.decide(number, Decision(True, "wang"))
    text = last(shop)
    assert all(word in text for word in words), text
    assert not any(word in text for word in never), text


def test_an_order_placed_while_the_manager_thought_is_meant(shop: Shop, clock: ManualClock) -> None:
    number = asked_by_a_buyer(shop, None)
    clock.advance(timedelta(seconds=30))
    change(shop, Order, "202600000000000101", created_at=clock())
    shop.decide(number, Decision(True, "wang"))
    assert "尾号0101" in last(shop)


@pytest.mark.parametrize(
    ("state", "said"),
    [("paid", "给尾号0101这单备注上"), ("signed", "抱歉没能帮您争取到"), ("closed", "下单时")],
)
def test_the_gift_is_offered_only_where_it_can_still_come(
    shop: Shop, state: str, said: str
) -> None:
    number = asked_by_a_buyer(shop, "202600000000000101")
    change(shop, Order, "202600000000000101", state=state)
    shop.decide(number, Decision(False, "wang"))
    assert said in last(shop)


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


@pytest.mark.parametrize(
    ("order_no", "price", "said"),
    [(None, 5900, "这款只卖 59元"), ("202600000000000101", 11800, "这单只卖 118元")],
)
def test_never_as_much_as_the_price(
    shop: Shop, order_no: str | None, price: int, said: str
) -> None:
    number = asked_by_a_buyer(shop, order_no)
    change(shop, Approval, number, asked_fen=None)
    for amount in (price, price + 8200):
        with pytest.raises(ApprovalError, match=said):
            shop.decide(number, Decision(True, "wang", amount_fen=amount))
    assert shop.decide(number, Decision(True, "wang", price - 1)).granted_fen == price - 1


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
