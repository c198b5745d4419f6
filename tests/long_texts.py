"""Messages of 2,000 characters, and a bot that takes as long over them as a test wants."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rasa.core.channels.channel import UserMessage

from xiaoer.runtime.bot import Bot
from xiaoer.runtime.processor import LONG_TEXT

#: Reached only where something hangs.
_PATIENCE_S = 120


def long_text(seed: int) -> str:
    """2,000 characters in sentences that are not alike."""
    characters = random.Random(seed).choices(
        "这个料子颜色尺码快递发货便宜退换好看穿洗缩水质量客服", k=2000
    )
    return "".join("，" if place % 40 == 39 else c for place, c in enumerate(characters))


@contextmanager
def stuck_on_long_texts(bot: Bot) -> Iterator[threading.Event]:
    """Within the block the bot does not get done with a long text, however fast the machine is.

    The event is set once it has begun with one.
    """
    processor, begun, free = bot.agent.processor, threading.Event(), threading.Event()
    understand = processor._parse_message_with_graph

    def slow(message: UserMessage, *others: Any) -> Any:
        if len(message.text or "") > LONG_TEXT:
            begun.set()
            assert free.wait(_PATIENCE_S)
        return understand(message, *others)

    processor._parse_message_with_graph = slow
    try:
        yield begun
    finally:
        free.set()
        del processor._parse_message_with_graph
