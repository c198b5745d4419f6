"""Which messages are answered together: those without a pause that nobody has answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.conversations.burst import MOST, SHORT, Burst


def write(shop: Shop, text: str) -> Burst:
    found = shop.accept("c", text).burst
    assert found is not None
    return found


def test_messages_without_a_pause_are_one_text(either_shop: Shop, clock: ManualClock) -> None:
    assert write(either_shop, "云朵卫衣") == Burst(1, "云朵卫衣", open=True)
    clock.advance(timedelta(seconds=2))
    assert write(either_shop, "黑色") == Burst(1, "云朵卫衣\n黑色", open=True)
    clock.advance(timedelta(seconds=2.1))
    assert write(either_shop, "有货吗") == Burst(3, "有货吗", open=True)


def test_what_is_answered_is_left_out(either_shop: Shop) -> None:
    write(either_shop, "在吗")
    either_shop.respond("c", 1, understood("在吗", "greet"))
    last = either_shop.accept("c", "包邮吗", client_id="m")
    assert last.burst == Burst(last.seq, "包邮吗", open=True)
    either_shop.respond("c", last.seq, understood("包邮吗", "ask_shipping_fee"))
    assert either_shop.accept("c", "包邮吗", client_id="m").burst is None
    assert either_shop.burst("c", last.seq) is None


def test_a_long_message_stands_for_itself(shop: Shop) -> None:
    long = "长" * (SHORT + 1)
    write(shop, "在吗")
    assert write(shop, long) == Burst(1, f"在吗\n{long}", open=False)
    assert write(shop, "有货吗") == Burst(3, "有货吗", open=True)


def test_there_is_a_most(shop: Shop) -> None:
    bursts = [write(shop, str(number)) for number in range(MOST + 1)]
    assert [one.open for one in bursts] == [True] * (MOST - 1) + [False, False]
    assert [one.first for one in bursts] == [1] * MOST + [2]


def test_nought_in_the_policy_turns_it_off(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = shop.policy.current()
    dialogue = policy.dialogue.copy(update={"burst_s": 0})
    changed = policy.copy(update={"dialogue": dialogue})
    monkeypatch.setattr(shop.policy, "current", lambda: changed)
    write(shop, "云朵卫衣")
    assert write(shop, "有货吗") == Burst(2, "有货吗", open=False)


def test_the_answer_belongs_to_the_last(either_shop: Shop) -> None:
    write(either_shop, "在吗")
    write(either_shop, "包邮吗")
    joint = understood("在吗\n包邮吗", "ask_shipping_fee")
    assert either_shop.respond("c", 2, joint, first=1).bubbles
    earlier = either_shop.respond("c", 1, understood("在吗", "greet"))
    assert (earlier.bubbles, earlier.answered_with) == ((), 2)
    assert either_shop.apologise("c", 1).answered_with == 2


def test_a_burst_of_which_a_part_is_answered_is_not_answered(either_shop: Shop) -> None:
    write(either_shop, "在吗")
    write(either_shop, "包邮吗")
    either_shop.respond("c", 1, understood("在吗", "greet"))
    joint = understood("在吗\n包邮吗", "ask_shipping_fee")
    assert either_shop.respond("c", 2, joint, first=1).dropped
    assert either_shop.burst("c", 2) == Burst(2, "包邮吗", open=True)


def test_what_a_person_answered_was_answered_with_nothing_of_the_bots(
    shop: Shop, clock: ManualClock, talk: Any
) -> None:
    write(shop, "在吗")
    shop.hand_over("c", "agent", "staff:li", agent="li")
    shop.agent_says("c", "li", "在的")
    shop.hand_over("c", "bot", "staff:li")
    clock.advance(timedelta(minutes=1))
    last = shop.accept("c", "包邮吗").seq
    shop.respond("c", last, understood("包邮吗", "ask_shipping_fee"))
    assert shop.respond("c", 1, understood("在吗", "greet")).answered_with is None
