"""An action loads, calls the core, utters; and never leaves a buyer without a word."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action_answer_fallback import ActionAnswerFallback
from actions.action_answer_small_talk import ActionAnswerSmallTalk
from actions.action_session_start import ActionSessionStart
from actions.base import LAST_RESORT
from xiaoer.shop import Shop


def make_tracker(text: str, intent: str, conversation: str = "c1", **metadata: Any) -> Tracker:
    """A tracker whose last message is `text`, understood as `intent`."""
    parsed = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []}
    said = {"event": "user", "text": text, "metadata": metadata}
    return Tracker(conversation, {}, parsed, [said], False, None, {}, None)


def stored(shop: Shop, text: str, conversation: str = "c1") -> dict[str, Any]:
    """Stores a message as a channel does; returns its metadata."""
    accepted = shop.accept(conversation, text)
    return {"conversation_id": conversation, "seq": accepted.seq}


async def run(action: Any, tracker: Tracker) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    [event] = await action.run(dispatcher, tracker, {})
    assert (event["event"], event["name"]) == ("followup", "action_listen")
    return dispatcher.messages


async def test_it_utters_what_the_core_answers(shop: Shop) -> None:
    metadata = stored(shop, "在吗")
    said = await run(ActionAnswerSmallTalk(lambda: shop), make_tracker("在吗", "greet", **metadata))
    kept = [m.text for m in shop.messages("c1") if m.author == "bot"]
    assert [message["text"] for message in said] == kept
    assert kept
    assert said[-1]["owner"] == "bot"


async def test_buttons_go_with_the_last_bubble(shop: Shop) -> None:
    metadata = stored(shop, "？？")
    tracker = make_tracker("？？", "nlu_fallback", **metadata)
    said = await run(ActionAnswerFallback(lambda: shop), tracker)
    assert said[-1]["buttons"]
    assert not any(button["payload"].startswith("/") for button in said[-1]["buttons"])
    assert not any(message["buttons"] for message in said[:-1])


async def test_a_message_of_rasas_own_channels_is_stored_first(shop: Shop) -> None:
    tracker = make_tracker("在吗", "greet", conversation="shell-1")
    assert await run(ActionAnswerSmallTalk(lambda: shop), tracker)
    assert next(m.author for m in shop.messages("shell-1")) == "buyer"


async def test_a_failing_core_is_apologised_for_and_logged(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    metadata = stored(shop, "在吗", "c-42")

    def fail(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(shop, "respond", fail)
    tracker = make_tracker("在吗", "greet", conversation="c-42", **metadata)
    said = await run(ActionAnswerSmallTalk(lambda: shop), tracker)
    assert "抱歉" in said[0]["text"]
    assert said[0]["failed"] is True
    assert "c-42" in caplog.text


async def test_without_a_shop_there_are_still_words(caplog: pytest.LogCaptureFixture) -> None:
    def no_shop() -> Shop:
        raise OSError("no database")

    said = await run(ActionAnswerSmallTalk(no_shop), make_tracker("在吗", "greet", "c-43"))
    assert said[0]["text"] == LAST_RESORT
    assert "c-43" in caplog.text


async def test_nothing_is_said_over_a_person(shop: Shop) -> None:
    metadata = stored(shop, "在吗")
    shop.hand_over("c1", "agent", "agent:lin", agent="lin")
    tracker = make_tracker("在吗", "greet", **metadata)
    assert await run(ActionAnswerSmallTalk(lambda: shop), tracker) == []


async def test_a_session_starts_silently_and_without_slots() -> None:
    dispatcher = CollectingDispatcher()
    tracker = make_tracker("在吗", "greet")
    tracker.slots["leftover"] = "from the session before"
    events = await ActionSessionStart().run(dispatcher, tracker, {})
    assert [event["event"] for event in events] == ["session_started", "action"]
    assert dispatcher.messages == []
