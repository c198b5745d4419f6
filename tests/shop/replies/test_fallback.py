"""Doubt: two sensible readings or an open question; a person where one is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.talk import Talk, understood
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.dialogue.understanding import Understanding


@pytest.mark.parametrize(
    "ranking",
    [
        (("ask_size", 0.3), ("bot_challenge", 0.28)),
        (("order_note", 0.3), ("ask_stock", 0.28)),
        (("ask_size", 0.4), ("ask_stock", 0.05)),
    ],
)
def test_senseless_or_far_readings_are_not_offered(
    talk: Any, ranking: tuple[tuple[str, float], ...]
) -> None:
    chat: Talk = talk()
    said = chat.send(Understanding("那个咋整", ranking=ranking, doubt="unsure"))
    assert "还是" not in said
    assert "物流" in said
    assert not said.endswith("：")


def test_three_in_a_row_outside_the_hours_offer_a_person(talk: Any, clock: ManualClock) -> None:
    clock.advance(timedelta(hours=14))
    chat: Talk = talk()
    for text in ("啊吧啊吧", "qwerty", "zxcv"):
        said = chat.say(text)
    assert chat.last is not None
    assert chat.last.owner == "bot"
    assert "上班" in said and "转人工" in said
    assert "转人工" in {button.label for button in chat.last.buttons}


def test_three_that_are_not_in_a_row_call_nobody(talk: Any) -> None:
    chat: Talk = talk()
    chat.say("啊吧啊吧")
    chat.say("qwerty")
    chat.send(understood("在吗", "greet"))
    chat.say("zxcv")
    assert chat.last is not None
    assert chat.last.owner == "bot"


def test_what_has_no_words_in_it_calls_nobody(talk: Any) -> None:
    chat: Talk = talk()
    for text in ("🐳🐳", "<b onclick=x>", "' or 1=1 --", "~~~", "DROP TABLE a;"):
        said = chat.say(text)
        assert chat.last is not None and chat.last.owner == "bot", said
    chat.say("啊吧啊吧")
    assert chat.last.owner == "bot"
