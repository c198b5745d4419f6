"""Doubts that the words themselves settle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk import Talk
from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.settled import settled
from xiaoer.shop.dialogue.understanding import Entity, Understanding

TORN = (("ask_quality", 0.3), ("ask_product", 0.28), ("report_quality", 0.1))


def doubtful(text: str, ranking: tuple[tuple[str, float], ...], **named: str) -> Understanding:
    entities = tuple(Entity(kind, word, word) for kind, word in named.items())
    return Understanding(text, ranking=ranking, entities=entities, doubt="unsure")


@pytest.mark.parametrize(
    ("text", "ranking", "named", "intent"),
    [
        ("毛毯软不软", TORN, {"product": "毛毯"}, "ask_quality"),
        ("外套多高", (("ask_product", 0.4), ("ask_size", 0.1)), {"product": "外套"}, "ask_product"),
        ("外套绿色的有吗", TORN, {"product": "外套", "colour": "绿色"}, "ask_stock"),
        ("麻辣口味的坚果有没有", TORN, {"product": "坚果"}, "ask_stock"),
        ("再这样我就去打12315", TORN, {}, "threaten_dispute"),
        ("东西是假的吧，我找消协", (), {}, "threaten_dispute"),
    ],
)  # fmt: skip
def test_a_plain_question_is_sure(
    text: str, ranking: tuple[tuple[str, float], ...], named: dict[str, str], intent: str
) -> None:
    understood = settled(doubtful(text, ranking, **named), Context())
    assert (understood.doubt, understood.intent) == ("sure", intent)


@pytest.mark.parametrize(
    ("text", "ranking", "named"),
    [
        ("软不软", TORN, {}),
        ("毛毯我觉得软", TORN, {"product": "毛毯"}),
        ("毛毯怎么这样", (("report_quality", 0.3), ("ask_quality", 0.4)), {"product": "毛毯"}),
        ("坚果能退吗", (("ask_return_policy", 0.3), ("ask_product", 0.2)), {"product": "坚果"}),
        ("12315是什么", TORN, {}),
    ],
)
def test_a_real_doubt_stays(
    text: str, ranking: tuple[tuple[str, float], ...], named: dict[str, str]
) -> None:
    understood = doubtful(text, ranking, **named)
    assert settled(understood, Context()) is understood


def test_what_is_talked_about_need_not_be_named(talk: Any) -> None:
    chat: Talk = talk()
    chat.say("云朵卫衣多少钱", "ask_price", product="云朵卫衣")
    assert "B类" in chat.send(doubtful("甲醛高吗", TORN))
    assert chat.last is not None and chat.last.answered_as == ("ask_quality",)
