"""Plays a conversation of the YAML files against the real bot and a database of its own."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Iterator

import yaml
from sqlalchemy import select

from xiaoer.runtime.bot import Bot
from xiaoer.runtime.turn import Turn
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.conversations.model import Message
from xiaoer.shop.db.schema import metadata

FOLDER = Path(__file__).parent
_numbers = itertools.count(1)
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_TURN_KEYS = {
    "buyer",
    "bot",
    "never",
    "intent",
    "buttons",
    "owner",
    "wait",
    "page",
    "person",
    "stock",
}


@dataclass(frozen=True)
class Conversation:
    """One conversation of a file."""

    file: str
    name: str
    turns: list[dict[str, Any]]
    buyer: str | None = None
    at: str | None = None
    database: dict[str, Any] = field(default_factory=dict)


def conversations() -> Iterator[Conversation]:
    """Every conversation of every file in this folder."""
    for path in sorted(FOLDER.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Conversation(file=path.stem, **entry)


class Play:
    """A conversation under way. Every failed expectation names the turn and shows the reply."""

    def __init__(self, bot: Bot, shop: Shop, clock: ManualClock, told: Conversation) -> None:
        self.bot, self.shop, self.clock, self.told = bot, shop, clock, told
        self.id = f"play-{next(_numbers)}"
        self.seen = 0

    def run(self) -> None:
        """Plays all turns and then looks at the database."""
        if self.told.at:
            self.clock.now = datetime.fromisoformat(self.told.at).replace(tzinfo=SHANGHAI)
        for number, turn in enumerate(self.told.turns, start=1):
            unknown = set(turn) - _TURN_KEYS
            assert not unknown, f"turn {number}: unknown keys {unknown}"
            self._turn(number, turn)
        for table, wanted in self.told.database.items():
            self._rows(table, wanted)

    def _turn(self, number: int, turn: dict[str, Any]) -> None:
        result: Turn | None = None
        if "wait" in turn:
            text = self._wait(turn["wait"])
        elif "stock" in turn:
            text = self._restock(turn["stock"])
        elif "person" in turn:
            self.shop.hand_over(self.id, turn["person"], "staff:test", agent="test")
            text = ""
        else:
            result = asyncio.run(
                self.bot.handle(
                    self.id,
                    str(turn["buyer"]),
                    buyer_id=self.told.buyer,
                    channel="test",
                    product_id=turn.get("page"),
                )
            )
            text = result.text
            assert not result.failed, f"turn {number} «{turn['buyer']}»: the bot failed"
        self.seen = len(self.shop.messages(self.id, limit=1000))
        event = next(str(turn[key]) for key in ("buyer", "wait", "stock", "person") if key in turn)
        said = f"turn {number} «{event}» -> «{text}»"
        for words in turn.get("bot", []):
            assert any(word in text for word in str(words).split("|")), f"{said}: no «{words}»"
        for word in turn.get("never", []):
            assert str(word) not in text, f"{said}: has «{word}»"
        if result is not None:
            self._result(said, turn, result)

    def _result(self, said: str, turn: dict[str, Any], result: Turn) -> None:
        if "intent" in turn:
            assert result.intent == turn["intent"], f"{said}: understood as {result.intent}"
        labels = [button["title"] for button in result.buttons]
        for label in turn.get("buttons", []):
            assert any(label in shown for shown in labels), f"{said}: buttons {labels}"
        if "owner" in turn:
            assert result.owner == turn["owner"], f"{said}: owner {result.owner}"

    def _wait(self, duration: str) -> str:
        """Moves the clock, fires what is due, and returns what the buyer got to hear."""
        match = re.fullmatch(r"(\d+) (second|minute|hour|day)s?", duration)
        assert match, f"a wait is written as «3 minutes», not «{duration}»"
        self.clock.advance(timedelta(seconds=int(match.group(1)) * _UNITS[match.group(2)]))
        return self._late()

    def _restock(self, pieces: dict[str, int]) -> str:
        """Puts goods on the shelf, and returns what the buyer got to hear."""
        with self.shop.db.write() as session:
            for sku_id, stock in pieces.items():
                sku = session.get(Sku, sku_id)
                assert sku is not None, f"no SKU {sku_id}"
                sku.stock = stock
        return self._late()

    def _late(self) -> str:
        self.shop.tick()
        late = self.shop.messages(self.id, limit=1000)[self.seen :]
        return "\n".join(message.text for message in late)

    def _rows(self, table: str, wanted: Any) -> None:
        columns = metadata.tables[table].columns
        conditions = {} if wanted in ("none", "any") else dict(wanted)
        count = 0 if wanted == "none" else conditions.pop("count", None)
        query = select(metadata.tables[table])
        for name, value in conditions.items():
            query = query.where(columns[name] == value)
        if "conversation_id" in columns:
            query = query.where(columns["conversation_id"] == self.id)
        with self.shop.db.read() as session:
            found = len(session.execute(query).all())
            if count is None:
                everything = [
                    tuple(row) for row in session.execute(select(metadata.tables[table])).all()
                ]
                assert found, f"no row in {table} with {conditions}; there are {everything[-5:]}"
            else:
                assert found == count, f"{found} rows in {table} with {conditions}, not {count}"

    def transcript(self) -> str:
        """What was said, for a failed test."""
        with self.shop.db.read() as session:
            query = select(Message).where(Message.conversation_id == self.id).order_by(Message.seq)
            rows = session.execute(query).scalars()
            return "\n".join(f"{row.author:>6}  {row.text}" for row in rows)
