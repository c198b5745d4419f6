"""A person, with honest hours; a manager for threats; other ways told neutrally."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.asking import rows
from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.clock import ManualClock

NIGHT = timedelta(hours=14)


def test_a_person_while_the_desk_is_open(talk: Any) -> None:
    chat = talk("b01")
    said = chat.say("转人工", "request_human")
    assert "转人工" in said and "人工时间" not in said
    assert chat.last.owner == "queue"


def test_a_person_at_night_names_hours_and_opening(talk: Any, clock: ManualClock) -> None:
    clock.advance(NIGHT)
    chat = talk()
    said = chat.say("有真人吗", "request_human")
    assert "9:00–23:30" in said and "今天09:00" in said and "第一时间" not in said
    assert chat.last.owner == "queue"


def test_anger_at_the_service_is_apologised_for(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    assert "抱歉" in chat.say("半天没人理", "complain_service")
    assert chat.last.owner == "queue" and not rows(shop, Ticket, kind="manager")


def test_harsh_words_reach_a_manager(talk: Any, shop: Shop) -> None:
    talk("b01").say("你们就是骗人的黑店", "complain_service")
    assert len(rows(shop, Ticket, kind="manager")) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我打12315", ["您的权利", "拨打12315"]),
        ("找平台介入", ["您的权利", "申请平台介入", "售后页面"]),
        ("给你们差评", ["真实感受"]),
        ("我要投诉", []),
    ],
)
def test_a_threat_gets_a_number_and_a_manager(
    talk: Any, shop: Shop, text: str, words: list[str]
) -> None:
    chat = talk("b05")
    said = chat.say(text, "threaten_dispute")
    (case,) = rows(shop, Case)
    (ticket,) = rows(shop, Ticket, kind="manager")
    assert case.no in said and ticket.case_no == case.no
    assert all(word in said for word in words), said
    assert not any(word in said for word in ("不要投诉", "撤诉", "私了", "别投诉"))
    assert chat.last.owner == "queue"


def test_a_threat_covers_what_rides_on_it(talk: Any, shop: Shop) -> None:
    chat = talk("b05")
    chat.send(
        understood(
            "什么态度，转人工，我要投诉", "threaten_dispute", "complain_service", "request_human"
        )
    )
    assert chat.last.answered_as == ("threaten_dispute",)


def test_a_threat_about_harm_begins_with_the_doctor(talk: Any, shop: Shop) -> None:
    said = talk("b06").say("宝宝吃了过敏住院了，我要曝光你们", "threaten_dispute")
    assert said.index("看医生") < said.index("主管")
    (ticket,) = rows(shop, Ticket, kind="manager")
    assert "人身" in ticket.title and ticket.order_no is None


def test_an_injury_told_with_the_wish_for_a_person(talk: Any, shop: Shop) -> None:
    chat = talk()
    said = chat.say("转人工，孩子手被夹到流血了", "request_human")
    assert "看医生" in said and len(rows(shop, Ticket, kind="manager")) == 1
    assert chat.last.owner == "queue"


def test_urgent_tickets_count_from_the_opening(talk: Any, shop: Shop, clock: ManualClock) -> None:
    clock.advance(NIGHT)
    talk("b05").say("我要投诉", "threaten_dispute")
    (ticket,) = rows(shop, Ticket, kind="manager")
    # Midnight: the desk opens at nine, two hours later it is due.
    assert ticket.due_at - ticket.created_at == timedelta(hours=11)
