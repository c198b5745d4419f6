# mypy: allow-subclassing-any
"""Rasa's memory of a conversation: short, bounded, and not the record.

Rasa replays and featurises all events of a session at every step, so that turn 200 costs many
times what turn 5 costs. The rules need the last few turns only; what a conversation is about is
kept by the core.
"""

from __future__ import annotations

import copy
from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Any, Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

#: Turns that are kept; a turn is two states, and `max_history` of config.yml counts states.
KEPT_TURNS = 3

#: Conversations that are kept; one that is forgotten only starts a new Rasa session.
KEPT_CONVERSATIONS = 5_000


class LightTracker(DialogueStateTracker):
    """Copies itself as it is; Rasa's tracker replays all of its events for that."""

    def copy(self) -> LightTracker:
        """A tracker that may go its own way."""
        twin: LightTracker = _twin(self)
        twin.events = self.events.copy()
        twin.slots = {name: _twin(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy.copy(self.active_loop)
        return twin


def _twin(one: Any) -> Any:
    """As `copy.copy`, which takes five times as long to find out how."""
    twin = object.__new__(type(one))
    twin.__dict__.update(one.__dict__)
    return twin


class ShortMemoryTrackerStore(TrackerStore):
    """The last few turns of the conversations used last, in this process."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Any = None,
        host: Optional[str] = None,
        turns: int = KEPT_TURNS,
        conversations: int = KEPT_CONVERSATIONS,
        **_others: Any,
    ) -> None:
        """`host` and others come with Rasa's endpoints.yml and mean nothing here."""
        super().__init__(domain, event_broker)
        self._turns = turns
        self._conversations = conversations
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the end of the tracker; forgets the conversation unused for longest."""
        await self.stream_events(tracker)
        kept = tracker.copy()
        kept.events = deque(last_turns(tracker.events, self._turns))
        self._trackers[tracker.sender_id] = kept
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > self._conversations:
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """A fresh tracker: one whose turn failed half-way leaves no trace."""
        kept = self._trackers.get(sender_id)
        return kept.copy() if kept else None

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """The tracker of a new conversation."""
        return LightTracker(sender_id, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The conversations that are remembered."""
        return tuple(self._trackers)


def last_turns(events: Iterable[Event], turns: int) -> tuple[Event, ...]:
    """The events of the last `turns` buyer messages.

    The cut goes before the `action_listen` that waited for the first of them: rules are matched
    on "listened, then this intent came".
    """
    kept = tuple(events)
    said = [index for index, event in enumerate(kept) if isinstance(event, UserUttered)]
    if len(said) <= turns:
        return kept
    start = said[-turns]
    listening = [
        index
        for index in range(said[-turns - 1], start)
        if isinstance(kept[index], ActionExecuted) and kept[index].action_name == "action_listen"
    ]
    return kept[listening[-1] if listening else start :]
