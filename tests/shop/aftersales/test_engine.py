"""From an offer to its effect, on the database: consent, guards at the commit, and what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.shop.aftersales.cases import NOW, capped, names, policy, wants
from tests.shop.aftersales.opened import (
    CARDIGAN,
    UNSHIPPED,
    booked,
    gone,
    heard,
    instructions,
    opened,
    row,
    rows,
    say,
    state,
    yes,
)
from tests.shop.replies.asking import change
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.commit import ForeignOffer, accept
from xiaoer.shop.aftersales.gateways.model import LocalEntry
from xiaoer.shop.aftersales.gateways.ports import (
    GatewayRefused,
    GatewayUnavailable,
    Instruction,
    Receipt,
)
from xiaoer.shop.aftersales.locking import NoSuchCase, NothingOffered
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Offer, Ticket
from xiaoer.shop.aftersales.proposals import Ask, Standing, ToPerson
from xiaoer.shop.approvals.decide import ApprovalError, Decision
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.audit.model import AuditEntry
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import Order, OrderItem, Refund, Return, Shipment
from xiaoer.shop.promotions.model import BuyerCoupon

MORE = Ask("more")


def test_haggled_agreed_paid_and_told(either_shop: Shop) -> None:
    shop = either_shop
    no = opened(shop, "defect")
    first = say(shop, no).offer
    assert first is not None
    assert (first.id, first.cost_fen, first.state) == ("AS1-1", 1000, "offered")
    assert state(shop) == "offered"
    second = say(shop, no, MORE).offer
    assert row(shop, Offer, "AS1-1").state == "refused"
    outcome = yes(shop, second)
    assert (outcome.state, outcome.offer.cost_fen) == ("committed", 1500)
    (entry,) = rows(shop, LedgerEntry)
    assert (entry.kind, entry.amount_fen, entry.rule) == ("goodwill", 1500, "compensation")
    assert state(shop) == "executing"
    assert heard(shop) == ["15元的补偿已经提交打款。"]
    assert state(shop) == "solved"
    (local,) = rows(shop, LocalEntry)
    (entry,) = rows(shop, LedgerEntry)
    assert (local.action, local.amount_fen) == ("payout", 1500)
    assert entry.reference == local.reference


def test_every_move_leaves_its_actor_and_reason(shop: Shop) -> None:
    no = opened(shop, "defect")
    yes(shop, say(shop, no).offer)
    shop.tick()
    moves = rows(shop, AuditEntry, action="case_move", subject="case:AS1")
    told = [(m.actor, m.detail["before"], m.detail["after"]) for m in moves]
    assert told == [
        ("bot", "open", "offered"),
        ("bot", "offered", "executing"),
        ("ticker", "executing", "solved"),
    ]
    assert all(m.detail["why"] for m in moves)


def test_a_second_yes_does_nothing(either_shop: Shop) -> None:
    offer = say(either_shop, opened(either_shop, "defect")).offer
    assert yes(either_shop, offer).state == "committed"
    for key in ("m1", "m2"):
        assert yes(either_shop, offer, key).state == "already"
    assert booked(either_shop) == 1000
    assert len(instructions(either_shop)) == 1


def test_a_yes_to_a_refused_offer_takes_nothing(shop: Shop) -> None:
    no = opened(shop, "defect")
    first = say(shop, no).offer
    say(shop, no, MORE)
    assert yes(shop, first).state == "gone"
    assert booked(shop) == 0


def test_an_offer_lapses_and_its_reservation_with_it(either_shop: Shop, clock: ManualClock) -> None:
    shop = either_shop
    no = opened(shop, "defect")
    offer = say(shop, no).offer
    clock.advance(timedelta(hours=24))
    outcome = yes(shop, offer)
    assert (outcome.state, state(shop)) == ("expired", "open")
    assert "过期" in outcome.words
    again = say(shop, no, Ask("opens")).offer
    assert again is not None
    assert again.cost_fen == 1500, "what has lapsed is not offered again"
    clock.advance(timedelta(hours=24))
    shop.tick()
    assert row(shop, Offer, again.id).state == "expired", "the ticker ends it as well"
    assert booked(shop) == 0


def test_the_next_day_the_talk_goes_on_where_it_was(shop: Shop, clock: ManualClock) -> None:
    no = opened(shop, "defect")
    offer = say(shop, no).offer
    clock.advance(timedelta(hours=20))
    back = say(shop, no)
    assert isinstance(back.step, Standing)
    assert back.offer is not None
    assert offer is not None
    assert back.offer.id == offer.id


def test_nothing_to_accept_and_somebody_elses_offer(shop: Shop) -> None:
    offer = say(shop, opened(shop, "defect")).offer
    with pytest.raises(ForeignOffer):
        yes(shop, offer, buyer="b02")
    with pytest.raises(ForeignOffer):
        yes(shop, offer, buyer=None)
    with pytest.raises(NoSuchCase):
        say(shop, "AS999")
    with pytest.raises(NothingOffered), shop.db.write() as session:
        accept(session, shop.policy.current(), "AS1-99", "m", "b01", shop.clock(), "bot")


# Guards at the commit.


def test_a_photo_comes_before_the_money(shop: Shop) -> None:
    offer = say(shop, opened(shop, "defect", evidence="none")).offer
    outcome = yes(shop, offer)
    assert (outcome.state, state(shop), booked(shop)) == ("photo", "evidence", 0)
    change(shop, Case, "AS1", evidence="received")
    assert yes(shop, offer).state == "review", "ten yuan are looked at"
    change(shop, Case, "AS1", evidence="accepted")
    assert yes(shop, offer).state == "committed"


def test_an_agreed_offer_does_not_lapse_while_we_look(shop: Shop, clock: ManualClock) -> None:
    offer = say(shop, opened(shop, "defect", evidence="received")).offer
    assert yes(shop, offer).state == "review"
    clock.advance(timedelta(hours=30))
    shop.tick()
    change(shop, Case, "AS1", evidence="accepted")
    assert yes(shop, offer).state == "committed"


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (policy(kill_switch=True), "kill_switch"),
        (capped(shop_day_yuan=9), "shop_day"),
        (capped(shop_day_payouts=0), "shop_day"),
        (capped(buyer_day_yuan=9), "buyer"),
        (capped(goodwill_cases_30_days=0), "goodwill_cases"),
    ],
)
def test_a_cap_that_came_down_stops_the_commit(shop: Shop, rules: object, reason: str) -> None:
    offer = say(shop, opened(shop, "defect")).offer
    outcome = yes(shop, offer, policy=rules)  # type: ignore[arg-type]
    assert (outcome.state, outcome.reason) == ("stopped", reason)
    assert (booked(shop), state(shop)) == (0, "person")
    assert reason in row(shop, Ticket, "AS1-1:stopped").title


def test_two_cases_of_one_order_share_its_goodwill(shop: Shop) -> None:
    rules = capped(goodwill_cases_30_days=9, buyer_day_yuan=999, buyer_30_days_yuan=999)
    opened(shop, "defect", no="AS1")
    opened(shop, "defect", no="AS2")
    first = say(shop, "AS1", names(20), rules).offer
    second = say(shop, "AS2", None, rules)
    assert second.offer is not None
    assert second.offer.cost_fen == 1000, "twenty are reserved, ten are left"
    third = say(shop, "AS2", MORE, rules)
    assert third.offer is not None
    assert third.offer.state == "awaiting_approval"
    assert yes(shop, first, policy=rules).state == "committed"
    assert booked(shop) == 2000


def test_a_second_goodwill_case_of_a_buyer_goes_to_a_person(shop: Shop) -> None:
    yes(shop, say(shop, opened(shop, "defect")).offer)
    answer = say(shop, opened(shop, "defect", order_no="202600000000000103", no="AS2"))
    assert isinstance(answer.step, ToPerson)
    assert answer.step.reason == "goodwill_cases"
    assert state(shop, "AS2") == "person"
    assert row(shop, Ticket, "AS2:goodwill_cases") is not None


# Effects.


def test_an_unshipped_order_is_refunded_and_held(either_shop: Shop) -> None:
    shop = either_shop
    no = opened(shop, "expectation", UNSHIPPED, item_id=None)
    with shop.db.read() as session:
        stock = session.get(Sku, "WY-BK-L").stock
    outcome = yes(shop, say(shop, no, wants("refund")).offer)
    assert outcome.state == "committed"
    (refund,) = rows(shop, Refund, order_no=UNSHIPPED)
    assert (refund.amount_fen, refund.state, refund.route) == (18800, "released", "alipay")
    assert all(parcel.hold for parcel in rows(shop, Shipment, order_no=UNSHIPPED))
    assert row(shop, Order, UNSHIPPED).state == "closed"
    assert row(shop, Sku, "WY-BK-L").stock == stock + 1
    assert booked(shop, UNSHIPPED, kind="owed") == 18800
    assert "188元的退款已经提交" in heard(shop)[-1]


def test_a_part_of_an_unshipped_order(shop: Shop) -> None:
    no = opened(shop, "expectation", UNSHIPPED)
    yes(shop, say(shop, no, wants("refund")).offer)
    assert gone(shop, UNSHIPPED) == 12900
    assert row(shop, Order, UNSHIPPED).state == "paid"


def test_what_was_compensated_is_not_refunded_again(shop: Shop) -> None:
    no = opened(shop, "defect")
    yes(shop, say(shop, no).offer)
    outcome = yes(shop, say(shop, no, wants("return")).offer, "m2")
    assert outcome.state == "committed"
    (refund,) = rows(shop, Refund, order_no=CARDIGAN)
    assert (refund.kind, refund.state, refund.amount_fen) == (
        "return_refund",
        "awaiting_return",
        17900,
    )
    assert gone(shop) == 18900
    (back,) = rows(shop, Return, order_no=CARDIGAN)
    assert "服饰退货组" in back.address
    assert state(shop) == "returning"


def test_a_coupon_is_in_the_buyers_hands_at_once(shop: Shop) -> None:
    no = opened(shop, "expectation")
    say(shop, no)
    offer = say(shop, no, MORE).offer
    assert yes(shop, offer).state == "committed"
    coupon = row(shop, BuyerCoupon, "AS1-2")
    assert (coupon.buyer_id, coupon.state) == ("b01", "unused")
    assert booked(shop, kind="goodwill", effect="coupon") == 1000


def test_an_exchange_reserves_and_a_resend_takes_stock(shop: Shop) -> None:
    (item,) = rows(shop, OrderItem, order_no=CARDIGAN)
    change(shop, Sku, item.sku_id, stock=1)
    opened(shop, "wrong_item", no="AS1")
    opened(shop, "wrong_item", no="AS2")
    first, second = say(shop, "AS1").offer, say(shop, "AS2", wants("exchange")).offer
    assert yes(shop, first).state == "committed"
    late = yes(shop, second)
    assert (late.state, late.reason) == ("stopped", "no_stock")
    assert row(shop, Sku, item.sku_id).stock == 0
    assert rows(shop, Return, order_no=CARDIGAN) == [], "what fails leaves nothing behind"


def test_a_parcel_that_left_meanwhile_is_not_refunded(shop: Shop) -> None:
    offer = say(shop, opened(shop, "expectation", UNSHIPPED), wants("refund")).offer
    for parcel in rows(shop, Shipment, order_no=UNSHIPPED):
        change(shop, Shipment, parcel.id, state="handed_over")
    outcome = yes(shop, offer)
    assert (outcome.state, outcome.reason) == ("stopped", "shipped")
    assert gone(shop, UNSHIPPED) == 0


@pytest.mark.parametrize("condition", ["signed", "completed", "closed"])
@pytest.mark.parametrize("reviewed", [True, False])
def test_the_state_of_the_order_changes_no_right(
    shop: Shop, condition: str, reviewed: bool
) -> None:
    now = shop.clock()
    change(
        shop,
        Order,
        CARDIGAN,
        state=condition,
        reviewed_at=now if reviewed else None,
        confirmed_at=None if condition == "signed" else now,
        closed_at=now if condition == "closed" else None,
    )
    no = opened(shop, "unfit")
    say(shop, no)
    offer = say(shop, no, wants("return")).offer
    assert offer is not None
    assert (offer.rung, offer.rule, offer.cost_fen) == ("return", "no_reason_return", 18900)


def test_unsafe_goods_are_refunded_and_a_manager_knows(shop: Shop) -> None:
    answer = say(shop, opened(shop, "unsafe", evidence="none"))
    assert answer.offer is not None
    assert (answer.offer.rung, answer.offer.cost_fen) == ("refund", 18900)
    assert row(shop, Ticket, "AS1:unsafe").kind == "manager"
    assert yes(shop, answer.offer).state == "committed"


# The gateway.


class Moody:
    """A gateway that fails as it is told, then works."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.seen: list[str] = []

    def carry_out(self, instruction: Instruction) -> Receipt:
        self.seen.append(instruction.key)
        if self.errors:
            raise self.errors.pop(0)
        return Receipt("X1", NOW)


def test_a_silent_gateway_is_asked_again(shop: Shop, clock: ManualClock) -> None:
    shop.gateway = moody = Moody(GatewayUnavailable("timed out"))
    yes(shop, say(shop, opened(shop, "defect")).offer)
    assert heard(shop) == []
    assert state(shop) == "executing"
    clock.advance(timedelta(minutes=2))
    assert heard(shop) == ["10元的补偿已经提交打款。"]
    assert moody.seen == ["offer:AS1-1:payout"] * 2


def test_a_refusing_gateway_calls_a_person_and_the_buyer_hears_it(shop: Shop) -> None:
    shop.gateway = Moody(GatewayRefused("account closed"))
    yes(shop, say(shop, opened(shop, "defect")).offer)
    assert "没有办成" in heard(shop)[-1]
    assert state(shop) == "person"
    assert row(shop, Ticket, "offer:AS1-1:payout").kind == "manager"


# Approval.


def asked(shop: Shop) -> Offer:
    """A request for 40 yuan on a cardigan of 189."""
    no = opened(shop, "defect")
    say(shop, no)
    say(shop, no, names(40))
    offer = say(shop, no, names(40)).offer
    assert offer is not None
    assert (offer.state, state(shop)) == ("awaiting_approval", "approval")
    return offer


def test_a_manager_agrees(either_shop: Shop) -> None:
    offer = asked(either_shop)
    request = row(either_shop, Approval, "GAS1-3")
    assert (request.kind, request.asked_fen, request.already_fen) == ("goodwill", 4000, 0)
    assert "AS1" in request.summary
    assert yes(either_shop, offer).state == "gone", "nothing is promised before the answer"
    either_shop.decide("GAS1-3", Decision(True, "wang"))
    assert "主管批了：给您补偿40元" in heard(either_shop)[-1]
    outcome = yes(either_shop, offer)
    assert (outcome.state, booked(either_shop)) == ("committed", 4000)


def test_a_manager_agrees_to_less(shop: Shop) -> None:
    offer = asked(shop)
    shop.decide("GAS1-3", Decision(True, "wang", amount_fen=3500))
    assert "35元，这已经是能申请到的额度了" in heard(shop)[-1]
    yes(shop, offer)
    assert booked(shop) == 3500


def test_a_manager_refuses(shop: Shop) -> None:
    offer = asked(shop)
    shop.decide("GAS1-3", Decision(False, "wang", reason="太高"))
    told = heard(shop)[-1]
    assert "没有同意" in told
    assert "太高" not in told
    assert yes(shop, offer).state == "gone"
    again = say(shop, "AS1", names(40)).offer
    assert again is not None
    assert again.rung != "compensation", "a manager is asked once"


def test_nobody_answers_for_half_an_hour_of_working_time(shop: Shop, clock: ManualClock) -> None:
    evening = clock().replace(hour=23, minute=15)
    clock.now = evening
    asked(shop)
    assert row(shop, Approval, "GAS1-3").expires_at == (evening + timedelta(days=1)).replace(
        hour=9, minute=15
    )
    clock.advance(timedelta(hours=9))
    assert heard(shop) == []
    clock.now = (evening + timedelta(days=1)).replace(hour=9, minute=15)
    assert "一直没有回复" in heard(shop)[-1]
    assert state(shop) == "open"
    with pytest.raises(ApprovalError, match="已超时"):
        shop.decide("GAS1-3", Decision(True, "wang"))


def test_a_buyer_who_went_on_is_not_called_back(shop: Shop) -> None:
    asked(shop)
    yes(shop, say(shop, "AS1", wants("return")).offer)
    shop.decide("GAS1-3", Decision(True, "wang"))
    assert heard(shop) == []
    assert booked(shop, kind="goodwill") == 0
