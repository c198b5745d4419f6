"""Every conversation of the YAML files, with the real bot. How to write one: README.md here."""

from __future__ import annotations

import pytest

from tests.conversations.runner import Conversation, Play, conversations
from xiaoer.runtime.bot import Bot
from xiaoer.shop import Shop
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.replies.fallback import PLAIN

ALL = list(conversations())


@pytest.mark.parametrize("told", ALL, ids=[f"{told.file}: {told.name}" for told in ALL])
def test_conversation(
    told: Conversation, bot: Bot, shop: Shop, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is said is tested here, not how fast a busy machine says it.
    policy = shop.policy.current()
    patient = policy.copy(update={"desk": policy.desk.copy(update={"answer_within_s": 60.0})})
    monkeypatch.setattr(shop.policy, "current", lambda: patient)
    play = Play(bot, shop, clock, told)
    try:
        play.run()
    except AssertionError as failed:
        raise AssertionError(f"{failed}\n\n{play.transcript()}") from None


def test_every_intent_has_a_conversation() -> None:
    covered = {turn["intent"] for told in ALL for turn in told.turns if "intent" in turn}
    assert set(PLAIN) - covered == set()
    assert covered - set(PLAIN) == set()
