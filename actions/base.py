# mypy: allow-subclassing-any
"""What every answering action does: load, call the core, utter."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.shop_access import shared_shop
from actions.understood import understanding_of
from xiaoer.shop import Shop
from xiaoer.shop.dialogue.respond import Answered

logger = logging.getLogger(__name__)

#: Said when not even the shop could be opened to apologise.
LAST_RESORT = "抱歉，我这边出了点故障，没能回答您。您的话我们看得到，稍后会有客服来处理。"


@dataclass(frozen=True)
class BuyerMessage:
    """The buyer's message that an action answers: its conversation and its number there."""

    conversation_id: str
    seq: int
    #: The buyer's network address, where the channel knows it.
    address: Optional[str] = None
    #: The number of the first message of its burst, where it does not stand alone.
    first: Optional[int] = None


class AnswerAction(Action, ABC):
    """An action that has the core answer the last message.

    Abstract, because the action server makes an instance of every concrete subclass it finds.
    """

    #: The intents that `data/rules.yml` sends here.
    intents: ClassVar[tuple[str, ...]]

    def __init__(self, shop: Callable[[], Shop] = shared_shop) -> None:
        """Takes the source of the shop; nothing is opened before the first message."""
        self._shop = shop

    @abstractmethod
    def name(self) -> str:
        """The name under which rules and domain know the action."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Utters the core's answer; whatever fails, the buyer is told and nothing is raised.

        The turn is over then: asking the policies what comes next would cost as much again.
        """
        try:
            message = told_message(tracker)
            if message is None:
                message = await asyncio.to_thread(message_of, tracker, self._shop)
        except Exception:
            logger.exception("Conversation %s: no shop to answer from", tracker.sender_id)
            dispatcher.utter_message(text=LAST_RESORT, failed=True)
            return [FollowupAction("action_listen")]
        try:
            shop = self._shop()
            answered = await shop.turns.run(
                shop.respond,
                message.conversation_id,
                message.seq,
                understanding_of(tracker.latest_message),
                message.address,
                message.first,
            )
            utter(dispatcher, answered)
        except Exception:
            logger.exception(
                "Conversation %s: %s failed on message %s",
                message.conversation_id,
                self.name(),
                message.seq,
            )
            answered = await asyncio.to_thread(
                self._shop().apologise, message.conversation_id, message.seq
            )
            utter(dispatcher, answered, failed=True)
        return [FollowupAction("action_listen")]


def told_message(tracker: Tracker) -> Optional[BuyerMessage]:
    """The stored message as our channels tell it in the metadata, None where they do not."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    metadata: dict[str, Any] = (said[-1].get("metadata") or {}) if said else {}
    if "seq" not in metadata:
        return None
    return BuyerMessage(
        str(metadata["conversation_id"]),
        int(metadata["seq"]),
        metadata.get("address"),
        metadata.get("first"),
    )


def message_of(tracker: Tracker, shop: Callable[[], Shop]) -> BuyerMessage:
    """Which stored message is to be answered.

    Our channels have stored it and say so in its metadata. One that came by a channel of Rasa's
    own (`rasa shell`) is stored here. Raises what opening the shop or storing raises.
    """
    told = told_message(tracker)
    if told is not None:
        return told
    text = str(tracker.latest_message.get("text") or "")
    accepted = shop().accept(tracker.sender_id, text, channel="rasa")
    return BuyerMessage(tracker.sender_id, accepted.seq)


def utter(dispatcher: CollectingDispatcher, answered: Answered, failed: bool = False) -> None:
    """Says each bubble; the last carries the buttons and what the channel wants to know.

    A button's payload is plain text, as if the buyer had typed it. Says nothing where a person
    took the conversation over meanwhile.
    """
    if answered.dropped:
        return
    *first, last = answered.bubbles or ("",)
    for bubble in first:
        dispatcher.utter_message(text=bubble)
    dispatcher.utter_message(
        text=last,
        buttons=[{"title": button.label, "payload": button.text} for button in answered.buttons],
        owner=answered.owner,
        case=answered.case,
        proposal=answered.proposal,
        failed=failed,
        answered_as=list(answered.answered_as),
    )
