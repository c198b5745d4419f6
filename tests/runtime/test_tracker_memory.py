"""Rasa's memory is short and bounded."""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from xiaoer.runtime.tracker_memory import ShortMemoryTrackerStore, last_turns

OPENING = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    ActionExecuted("action_listen"),
]


def turn(number: int) -> list[object]:
    """The events of one turn."""
    return [
        UserUttered(f"message {number}", {"name": "greet", "confidence": 1.0}),
        ActionExecuted("action_answer_small_talk"),
        BotUttered(f"answer {number}"),
        ActionExecuted("action_listen"),
    ]


async def talk(store: ShortMemoryTrackerStore, conversation: str, turns: int) -> None:
    """Plays turns as Rasa's processor does: retrieve, add, save."""
    for number in range(turns):
        tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
        for event in ([] if tracker.events else OPENING) + turn(number):
            tracker.update(event)
        await store.save(tracker)


async def kept(store: ShortMemoryTrackerStore, conversation: str) -> DialogueStateTracker:
    tracker = await store.retrieve(conversation)
    assert tracker is not None
    return tracker


async def test_turn_200_costs_what_turn_5_costs() -> None:
    store = ShortMemoryTrackerStore(Domain.empty(), turns=4)
    await talk(store, "short", 5)
    await talk(store, "long", 200)
    assert len((await kept(store, "long")).events) == len((await kept(store, "short")).events)


async def test_the_last_turns_are_the_ones_kept() -> None:
    store = ShortMemoryTrackerStore(Domain.empty(), turns=2)
    await talk(store, "c", 9)
    tracker = await kept(store, "c")
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert said == ["message 7", "message 8"]
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "message 8"


def test_the_cut_keeps_the_listening_before_the_first_message() -> None:
    events = last_turns([*OPENING, *turn(0), *turn(1), *turn(2)], 2)
    assert isinstance(events[0], ActionExecuted)
    assert events[0].action_name == "action_listen"
    assert isinstance(events[1], UserUttered)
    assert len(events) == 9


def test_a_short_conversation_is_kept_whole() -> None:
    events = [*OPENING, *turn(0)]
    assert last_turns(events, 4) == tuple(events)


async def test_the_conversation_unused_for_longest_is_forgotten() -> None:
    store = ShortMemoryTrackerStore(Domain.empty(), conversations=2)
    for name in ("a", "b", "a", "c"):
        await talk(store, name, 1)
    assert set(await store.keys()) == {"a", "c"}
    assert await store.retrieve("b") is None


async def test_a_turn_that_failed_half_way_leaves_no_trace() -> None:
    store = ShortMemoryTrackerStore(Domain.empty())
    await talk(store, "c", 1)
    tracker = await kept(store, "c")
    tracker.update(UserUttered("never answered"))
    assert len((await kept(store, "c")).events) == len(tracker.events) - 1


def test_rasa_can_make_it_from_endpoints_yml() -> None:
    from rasa.core.tracker_store import TrackerStore
    from rasa.utils.endpoints import EndpointConfig

    kind = "xiaoer.runtime.tracker_memory.ShortMemoryTrackerStore"
    store = TrackerStore.create(EndpointConfig(type=kind), Domain.empty())
    assert isinstance(store, ShortMemoryTrackerStore)
