"""An angry buyer is answered and offered a person; angry again, a person takes over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.asking import rows
from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.clock import ManualClock

#: From ten in the morning to midnight.
NIGHT = timedelta(hours=14)
ANGRY = 0.95


def labels(chat: Any) -> list[str]:
    return [button.label for button in chat.last.buttons]


def test_the_answer_comes_first_then_the_offer(talk: Any) -> None:
    chat = talk("b02")
    said = chat.say("骗子 快递到底在哪", "track_logistics", anger=ANGRY)
    assert said.index("中通") < said.index("转人工")
    assert "抱歉" in said and "转人工" in labels(chat)
    assert chat.last.owner == "bot"


def test_a_calm_message_is_only_answered(talk: Any, shop: Shop) -> None:
    chat = talk("b02")
    edge = shop.policy.current().feeling.angry_from - 0.01
    said = chat.say("快递到哪了", "track_logistics", anger=edge)
    assert "转人工" not in said and "转人工" not in labels(chat)


def test_the_shop_sets_from_where_on_it_counts(
    talk: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = shop.policy.current()
    stricter = policy.copy(update={"feeling": policy.feeling.copy(update={"angry_from": 0.99})})
    monkeypatch.setattr(shop.policy, "current", lambda: stricter)
    assert "转人工" not in talk("b02").say("快递到底在哪", "track_logistics", anger=ANGRY)


def test_a_question_stays_last(talk: Any) -> None:
    chat = talk("b01")
    said = chat.say("什么破玩意 穿一次就起球", "report_quality", product="开衫", anger=ANGRY)
    assert "转人工" in said
    assert "拍张照" in chat.last.bubbles[-1]
    assert "登记好了" in chat.say("没有照片")


def test_one_apology_is_enough(talk: Any) -> None:
    said = talk("b01").say("什么破玩意 起球", "report_quality", product="开衫", anger=ANGRY)
    assert said.count("抱歉") == 1


def test_at_night_the_offer_says_when_people_are_there(talk: Any, clock: ManualClock) -> None:
    clock.advance(NIGHT)
    said = talk("b02").say("骗子 快递呢", "track_logistics", anger=ANGRY)
    assert "今天09:00上班" in said and "转人工" in said


def test_angry_twice_in_a_row_goes_to_a_person(talk: Any, shop: Shop) -> None:
    chat = talk("b02")
    chat.say("骗子 快递到底在哪", "track_logistics", anger=ANGRY)
    said = chat.say("什么垃圾快递", "track_logistics", anger=ANGRY)
    assert "中通" in said and "转给人工同事了" in said
    assert chat.last.owner == "queue" and labels(chat) == []
    (ticket,) = rows(shop, Ticket, kind="manager")
    assert ticket.order_no is not None
    assert ticket.due_at - ticket.created_at == timedelta(hours=2)


def test_at_night_the_handover_is_honest(talk: Any, shop: Shop, clock: ManualClock) -> None:
    clock.advance(NIGHT)
    chat = talk("b02")
    chat.say("骗子", "track_logistics", anger=ANGRY)
    said = chat.say("死骗子", "track_logistics", anger=ANGRY)
    assert "不在人工时间" in said and "今天09:00" in said
    (ticket,) = rows(shop, Ticket, kind="manager")
    # Midnight: the desk opens at nine, two hours later it is due.
    assert ticket.due_at - ticket.created_at == timedelta(hours=11)


def test_a_calm_message_in_between_starts_anew(talk: Any) -> None:
    chat = talk("b02")
    chat.say("骗子 快递到底在哪", "track_logistics", anger=ANGRY)
    chat.say("几天能到", "ask_delivery_time")
    chat.say("什么垃圾快递", "track_logistics", anger=ANGRY)
    assert chat.last.owner == "bot" and "转人工" in chat.last.text


def test_who_takes_over_asks_the_question(talk: Any) -> None:
    chat = talk("b01")
    chat.say("骗子店", "track_logistics", anger=ANGRY)
    said = chat.say("什么破玩意 穿一次就起球", "report_quality", product="开衫", anger=ANGRY)
    assert chat.last.owner == "queue"
    assert "拍张照" not in said and labels(chat) == []


def test_where_a_person_is_called_anyway_nothing_is_added(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    said = chat.say("你们就是骗人的黑店", "complain_service", anger=ANGRY)
    assert chat.last.owner == "queue"
    assert said.count("人工同事") == 1 and len(rows(shop, Ticket, kind="manager")) == 1


def test_bitter_thanks_are_not_welcome(talk: Any) -> None:
    chat = talk("b01")
    said = chat.say("谢谢你们毁了我的周末", "thank", anger=ANGRY)
    assert "不客气" not in said and "抱歉" in said and "转人工" in said


def test_bitter_thanks_a_second_time_are_for_a_person(talk: Any) -> None:
    chat = talk("b01")
    chat.say("谢谢你们毁了我的周末", "thank", anger=ANGRY)
    said = chat.say("真是谢谢啊 骗子", "thank", anger=ANGRY)
    assert chat.last.owner == "queue" and "您告诉我" not in said and len(chat.last.bubbles) == 1


def test_a_shop_may_hand_over_at_the_first_angry_message(
    talk: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = shop.policy.current()
    quick = policy.copy(update={"feeling": policy.feeling.copy(update={"angry_turns": 1})})
    monkeypatch.setattr(shop.policy, "current", lambda: quick)
    chat = talk("b02")
    assert "中通" in chat.say("骗子 快递到底在哪", "track_logistics", anger=ANGRY)
    assert chat.last.owner == "queue"


def test_an_insult_that_nobody_understands_is_no_riddle(talk: Any) -> None:
    chat = talk()
    said = chat.send(understood("你个憨批", "", doubt="none", anger=ANGRY))
    assert "没太看懂" not in said and "没明白" not in said
    assert "抱歉" in said and "转人工" in labels(chat)
