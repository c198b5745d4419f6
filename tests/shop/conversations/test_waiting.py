"""A buyer who waits for a person hears that the words arrived, and each message is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.rows import rows
from tests.talk import Talk
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.clock import ManualClock


def write(talk: Talk, text: str) -> str | None:
    return talk.shop.accept(talk.id, text).notice


def test_the_first_message_of_a_wait_is_acknowledged(
    talk: Any, shop: Shop, clock: ManualClock
) -> None:
    buyer: Talk = talk()
    assert write(buyer, "在吗") is None
    shop.hand_over(buyer.id, "queue", "bot")
    notice = write(buyer, "订单尾号0102")
    assert notice is not None
    assert "等同事" in notice
    assert shop.messages(buyer.id)[-1].author == "system"
    short = [write(buyer, "快点"), write(buyer, "人呢")]
    assert all(said and len(said) < 20 and "小二" not in said for said in short)
    clock.advance(timedelta(minutes=11))
    assert "小二" in (write(buyer, "还在吗") or "")


@pytest.mark.parametrize("text", ["我要去工商局告你们", "再不理我就打12315", "等着收律师函吧"])
def test_a_threat_is_answered_and_pressed(talk: Any, shop: Shop, text: str) -> None:
    buyer: Talk = talk()
    write(buyer, "在吗")
    shop.hand_over(buyer.id, "queue", "bot")
    write(buyer, "快点")
    assert "主管" in (write(buyer, text) or "")
    assert [ticket.kind for ticket in rows(shop, Ticket)] == ["manager"]


def test_at_night_it_says_when_somebody_reads(talk: Any, shop: Shop, clock: ManualClock) -> None:
    buyer: Talk = talk()
    write(buyer, "在吗")
    shop.hand_over(buyer.id, "queue", "bot")
    clock.advance(timedelta(hours=15))
    notice = write(buyer, "我的退款呢")
    assert notice is not None
    assert "09:00" in notice


def test_with_an_agent_nothing_is_said_in_between(talk: Any, shop: Shop) -> None:
    buyer: Talk = talk()
    write(buyer, "在吗")
    shop.hand_over(buyer.id, "agent", "staff:li", agent="li")
    assert write(buyer, "你好") is None


def test_the_bot_can_be_called_back_while_nobody_has_taken_the_chat(talk: Any, shop: Shop) -> None:
    buyer: Talk = talk()
    write(buyer, "在吗")
    shop.hand_over(buyer.id, "queue", "bot")
    assert "小二" in (write(buyer, "我的快递呢") or "")
    assert shop.accept(buyer.id, "小二").owner == "bot"
    assert buyer.say("查一下物流", "track_logistics")
    shop.hand_over(buyer.id, "agent", "staff:li", agent="li")
    assert shop.accept(buyer.id, "小二").owner == "agent"


def test_danger_waits_for_nobody(talk: Any, shop: Shop) -> None:
    buyer: Talk = talk()
    write(buyer, "在吗")
    shop.hand_over(buyer.id, "queue", "bot")
    write(buyer, "快点")
    notice = write(buyer, "孩子吃了你们的米饼一直吐，住院了")
    assert notice is not None and "看医生" in notice
    assert [ticket.kind for ticket in rows(shop, Ticket)] == ["manager"]
    assert "看医生" not in (write(buyer, "坚果会不会过期啊") or "")
