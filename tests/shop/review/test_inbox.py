"""Which messages reach the inbox, and how they leave it."""

from __future__ import annotations

from typing import List

import pytest

from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.review.collect import NotThere, do_correct
from xiaoer.shop.review.inbox import ReviewError, chosen, do_close, open_items, proposed
from xiaoer.shop.review.model import ReviewItem

UNSURE = (("ask_stock", 0.4), ("ask_price", 0.3))


def say(shop: Shop, understanding: Understanding, conversation: str = "c") -> int:
    """Sends a message as buyer b01 and has it answered; its number."""
    seq = shop.accept(conversation, understanding.text, buyer_id="b01").seq
    shop.respond(conversation, seq, understanding)
    return seq


def inbox(shop: Shop) -> List[ReviewItem]:
    with shop.db.read() as session:
        return open_items(session)


def test_what_was_asked_back_is_kept_masked(either_shop: Shop) -> None:
    seq = say(either_shop, Understanding("那个13812345678咋整", ranking=UNSURE, doubt="unsure"))
    (item,) = inbox(either_shop)
    assert (item.conversation_id, item.seq, item.reason) == ("c", seq, "asked_back")
    assert item.text == "那个[电话]咋整"
    assert item.guesses == [["ask_stock", 0.4], ["ask_price", 0.3]]
    assert proposed([item]) == "ask_stock"


def test_what_was_understood_is_not(shop: Shop) -> None:
    say(shop, understood("在吗", "greet"))
    say(shop, understood("转人工", "request_human"))
    assert inbox(shop) == []


def test_a_message_is_kept_once(shop: Shop) -> None:
    lost = Understanding("咕噜咕噜", doubt="none")
    seq = say(shop, lost)
    shop.respond("c", seq, lost)
    assert len(inbox(shop)) == 1


def test_a_person_says_what_it_means(shop: Shop, clock: ManualClock) -> None:
    seq = say(shop, understood("在吗", "greet"))
    with shop.db.write() as session:
        do_correct(session, clock(), "staff:li", "c", seq, "ask_stock")
    (item,) = inbox(shop)
    assert (item.reason, proposed([item])) == ("corrected", "ask_stock")


@pytest.mark.parametrize("seq", [2, 99])
def test_only_a_buyers_message_can_be_corrected(shop: Shop, clock: ManualClock, seq: int) -> None:
    say(shop, understood("在吗", "greet"))
    with pytest.raises(NotThere), shop.db.write() as session:
        do_correct(session, clock(), "staff:li", "c", seq, "ask_stock")


def test_what_is_closed_cannot_be_closed_again(shop: Shop, clock: ManualClock) -> None:
    say(shop, Understanding("咕噜咕噜", doubt="none"))
    number = inbox(shop)[0].id
    with shop.db.write() as session:
        do_close(session, clock(), "staff:li", chosen(session, [number]), "dismissed")
    assert inbox(shop) == []
    with pytest.raises(ReviewError, match="已经处理过"), shop.db.write() as session:
        chosen(session, [number])
    with pytest.raises(ReviewError, match="没有编号 77"), shop.db.write() as session:
        chosen(session, [77])
