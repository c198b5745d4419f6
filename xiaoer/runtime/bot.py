"""The whole turn: store the message, understand it, answer it, whatever happens."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Optional

from rasa.core.channels.channel import UserMessage

from actions.understood import nothing_understood
from xiaoer.runtime.agent import ShopAgent, load_agent
from xiaoer.runtime.bursts import Bursts
from xiaoer.runtime.conversation_locks import KeyedLocks
from xiaoer.runtime.turn import Heard, Turn
from xiaoer.runtime.turn_output import TurnOutput
from xiaoer.shop import Shop
from xiaoer.shop.conversations.burst import Burst
from xiaoer.shop.conversations.messages import Accepted
from xiaoer.shop.dialogue.respond import Answered

logger = logging.getLogger(__name__)

#: A typed "/intent{…}" is text. Rasa strips what stands before the slash, so the slash itself
#: has to go; its full-width twin is as long, so that offsets stay true.
_COMMAND = re.compile(r"^(\s*)/")


class Bot:
    """Answers messages. One per process, for one event loop."""

    def __init__(self, shop: Shop, agent: ShopAgent) -> None:
        self.shop = shop
        self.agent = agent
        self._arrivals = KeyedLocks()
        self._turns = KeyedLocks()
        self._bursts = Bursts()

    @classmethod
    def load(cls, shop: Shop, model: Path) -> Bot:
        """The bot of this process; takes some seconds. Raises ModelUnusable."""
        return cls(shop, load_agent(model, shop))

    async def warm_up(self) -> None:
        """Understands a word, so that the first buyer does not wait for dictionaries."""
        await self.agent.parse_message("你好")

    async def handle(
        self,
        conversation_id: str,
        text: str,
        *,
        client_id: Optional[str] = None,
        buyer_id: Optional[str] = None,
        channel: str = "api",
        product_id: Optional[str] = None,
        address: Optional[str] = None,
        may_continue: bool = False,
    ) -> Turn:
        """Stores and answers one message; messages of a conversation are answered in order.

        `product_id` is the page that the buyer looks at, `address` the buyer's network address.
        With `may_continue` a short message waits for the next one, as long as the policy says;
        where one comes, both are answered there (`Turn.answered_with`).
        Raises MessageRefused where `Shop.accept` does not take the message. Once it is stored,
        nothing is raised: where the bot fails, the buyer hears an apology and `Turn.failed` is
        set.
        """
        started = time.perf_counter()
        async with self._arrivals.hold(conversation_id):
            accepted = await self.shop.turns.run(
                self.shop.accept,
                conversation_id,
                text,
                client_id=client_id,
                buyer_id=buyer_id,
                channel=channel,
                product_id=product_id,
            )
        stored = time.perf_counter()
        # Nothing is awaited in between: who was stored first waits for the turn first.
        with self._bursts.arrived(conversation_id, accepted):
            async with self._turns.hold(conversation_id):
                later = None
                if may_continue:
                    later = await self._later(conversation_id, accepted, stored)
                if later is not None:
                    turn = _answered_later(conversation_id, accepted, later)
                else:
                    turn = await self._turn(conversation_id, accepted, address)
        return replace(turn, reply_ms=round((time.perf_counter() - started) * 1000, 1))

    async def _later(
        self, conversation_id: str, accepted: Accepted, stored: float
    ) -> Optional[Accepted]:
        """The later message of the same burst, waited for since the moment `stored`."""
        pause_s = self.shop.policy.current().dialogue.burst_s
        if accepted.owner != "bot" or not pause_s:
            return None
        left_s = stored + pause_s - time.perf_counter()
        return await self._bursts.later(conversation_id, accepted, left_s)

    async def _turn(self, conversation_id: str, accepted: Accepted, address: Optional[str]) -> Turn:
        """The answer to a stored message. A repeated one is answered as it was the first time."""
        turn = Turn(
            conversation_id, accepted.seq, owner=accepted.owner, duplicate=accepted.duplicate
        )
        if accepted.owner != "bot" and not accepted.duplicate:
            return replace(turn, bubbles=(accepted.notice,) if accepted.notice else ())
        patience_s = self.shop.policy.current().desk.answer_within_s
        try:
            return await asyncio.wait_for(self._answer(turn, accepted, address), patience_s)
        except asyncio.TimeoutError:
            logger.error("Conversation %s: message %s took too long", conversation_id, turn.seq)
        except Exception:
            logger.exception("Conversation %s: message %s failed", conversation_id, turn.seq)
        return await self._apologise(turn)

    async def _answer(self, turn: Turn, accepted: Accepted, address: Optional[str]) -> Turn:
        """The answer to a message, and to those of its burst that nobody has answered by now."""
        burst = accepted.burst
        if burst is not None and burst.first < turn.seq:
            burst = await self._left(turn)
        burst = burst or Burst(turn.seq, accepted.text, open=False)
        if burst.text.strip():
            return await self._ask_rasa(turn, burst, address)
        answered = await self.shop.turns.run(
            self.shop.respond, turn.conversation_id, turn.seq, nothing_understood(burst.text)
        )
        return _with_answer(turn, answered)

    async def _left(self, turn: Turn) -> Optional[Burst]:
        """What is still to be answered with a message."""
        left: Optional[Burst] = await self.shop.turns.run(
            self.shop.burst, turn.conversation_id, turn.seq
        )
        return left

    async def _ask_rasa(self, turn: Turn, burst: Burst, address: Optional[str]) -> Turn:
        text = _COMMAND.sub(r"\1／", burst.text)
        output = TurnOutput()
        message = UserMessage(
            text,
            output,
            turn.conversation_id,
            input_channel=output.name(),
            message_id=f"{turn.conversation_id}:{turn.seq}",
            metadata={
                "conversation_id": turn.conversation_id,
                "seq": turn.seq,
                "address": address,
                "first": burst.first,
            },
        )
        await self.agent.handle_message(message)
        heard = Heard.of(message.parse_data).or_as(self._known(output.answered_as))
        turn = replace(
            turn,
            intent=heard.intent,
            intents=heard.intents,
            confidence=heard.confidence,
            entities=heard.entities,
            actions=tuple(output.actions),
        )
        if not output.bubbles:
            left = await self._left(turn) if burst.first < turn.seq else None
            if left is not None and left.first > burst.first:
                # Another server answered the beginning meanwhile, so nothing was said here.
                return await self._ask_rasa(turn, left, address)
            return await self._apologise(turn)
        return replace(
            turn, bubbles=tuple(output.bubbles), buttons=tuple(output.buttons), **output.told
        )

    def _known(self, intents: tuple[str, ...]) -> tuple[str, ...]:
        """Without the names under which the core answers what it did not understand."""
        known = self.agent.domain.intents
        return tuple(name for name in intents if name in known and name != "nlu_fallback")

    async def _apologise(self, turn: Turn) -> Turn:
        """The core's apology.

        It stays unsaid where a person has taken over meanwhile, or where the answer was stored
        after all: then the answer is what the buyer gets.
        """
        # Not in the threads of the turns: what went wrong may be hanging there.
        answered = await asyncio.to_thread(self.shop.apologise, turn.conversation_id, turn.seq)
        return replace(
            _with_answer(turn, answered), failed=not (answered.dropped or answered.already)
        )


def _answered_later(conversation_id: str, accepted: Accepted, later: Accepted) -> Turn:
    return Turn(
        conversation_id,
        accepted.seq,
        owner=later.owner,
        duplicate=accepted.duplicate,
        answered_with=later.seq,
    )


def _with_answer(turn: Turn, answered: Answered) -> Turn:
    return replace(
        turn,
        bubbles=answered.bubbles,
        buttons=tuple({"title": b.label, "payload": b.text} for b in answered.buttons),
        owner=answered.owner,
        answered_with=answered.answered_with,
        case=answered.case,
        proposal=answered.proposal,
    )
