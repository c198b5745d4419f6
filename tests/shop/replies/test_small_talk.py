"""Greetings, the honest bot, reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.shop.replies.asking import rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.clock import SHANGHAI, ManualClock


def test_the_first_greeting_names_shop_and_bot(talk: Any) -> None:
    chat = talk()
    first = chat.say("晚上好", "greet")
    assert first.startswith("晚上好") and "禾煦小铺" in first and "智能客服" in first
    assert "智能客服" not in chat.say("在吗", "greet")


def test_the_page_that_is_open_is_named(shop: Shop, talk: Any) -> None:
    chat = talk()
    shop.accept(chat.id, "你好", channel="test", product_id="688000000101")
    assert "云朵卫衣" in chat.say("你好", "greet")


def test_it_never_says_that_it_is_a_person(talk: Any) -> None:
    chat = talk()
    assert "不是真人" in chat.say("你是机器人吧", "bot_challenge")
    assert [button.label for button in chat.last.buttons] == ["转人工"]


def test_at_night_it_says_when_somebody_is_there(talk: Any, clock: ManualClock) -> None:
    clock.now = datetime(2026, 11, 18, 23, 50, tzinfo=SHANGHAI)
    said = talk().say("是真人吗", "bot_challenge")
    assert "09:00–23:30" in said and "明天09:00" in said


@pytest.mark.parametrize("intent", ["thank", "goodbye"])
def test_short_words(talk: Any, intent: str) -> None:
    said = talk().say("谢谢，再见", intent)
    assert 4 <= len(said) <= 30


@pytest.mark.parametrize(
    "text", ["好评返现吗", "给五星有红包没", "已经好评了，返多少", "差评删了给多少钱"]
)
def test_nothing_is_given_for_a_review(talk: Any, shop: Shop, text: str) -> None:
    said = talk().say(text, "review_cashback")
    assert "不" in said or "没有" in said
    assert not any(word in said for word in shop.policy.current().wording.forbidden)
    assert rows(shop, Ticket) == []


def test_a_card_in_a_parcel_goes_to_the_owner(talk: Any, shop: Shop) -> None:
    said = talk("b02").say("包裹里有张卡片，写着五星返3块", "review_cashback")
    assert "已经报给店主" in said
    (ticket,) = rows(shop, Ticket)
    assert ticket.kind == "manager" and "五星返3块" in ticket.title


def test_a_promise_somebody_is_said_to_have_made_goes_to_the_owner(talk: Any, shop: Shop) -> None:
    assert "报给店主" in talk().say("客服说好评价完给我红包的", "review_cashback")
    assert [ticket.kind for ticket in rows(shop, Ticket)] == ["manager"]
