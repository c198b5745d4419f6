"""A reply in the making, and what it is made for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, TypeVar

from xiaoer.policy import Policy
from xiaoer.shop.clock import local
from xiaoer.shop.dialogue.context import Context, OpenQuestion, Option
from xiaoer.shop.dialogue.understanding import Request, Understanding
from xiaoer.shop.replies.facts import Facts

Row = TypeVar("Row")
#: For numbers that are read out: without those that look like another one.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: Columns that hold what carriers, buyers and colleagues wrote, or the name of a place.
_OTHERS_WORDS = frozenset(
    {
        ("carriers", "name"),
        ("invoices", "title"),
        ("order_notes", "text"),
        ("orders", "city"),
        ("promises", "content"),
        ("return_addresses", "address"),
        ("scans", "text"),
        ("shipments", "signed_by"),
        ("warehouses", "name"),
    }
)


@dataclass(frozen=True)
class FactRef:
    """One value of the database that a reply rests on."""

    table: str
    key: str
    column: str


@dataclass(frozen=True)
class Gap:
    """Words that a reply uses because a fact is not there: a table ("refunds") or a column."""

    fact: str
    words: str


@dataclass(frozen=True)
class Button:
    """A quick reply: what it shows, and the text that it sends."""

    label: str
    text: str


@dataclass(frozen=True)
class Effect:
    """Something to be done in the transaction that stores the reply (`dialogue/effects.py`)."""

    kind: str
    data: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What is said, and all that comes with it."""

    bubbles: Tuple[str, ...]
    buttons: Tuple[Button, ...] = ()
    question: Optional[OpenQuestion] = None
    effects: Tuple[Effect, ...] = ()
    #: Changes of the context (`Context.but`).
    remember: Mapping[str, Any] = field(default_factory=dict)
    facts_used: Tuple[FactRef, ...] = ()
    #: What it says because a fact is not there.
    gaps: Tuple[Gap, ...] = ()
    #: Whether the message counts as not understood.
    failed: bool = False
    #: Other people's words that the reply repeats: no claims of the shop.
    quoted: Tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All bubbles as one text."""
        return "\n".join(self.bubbles)


@dataclass(frozen=True)
class Situation:
    """One request with everything that its answer may depend on."""

    request: Request
    understanding: Understanding
    context: Context
    facts: Facts
    policy: Policy
    #: Aware UTC.
    now: datetime
    conversation_id: str
    #: The number of the buyer's message.
    seq: int
    #: What an answered question brought: its remembered data and the answer
    #: (`confirmed`, `text`, `choice` …).
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message as typed."""
        return self.understanding.text

    def value(self, kind: str) -> Any:
        """An entity of the message, else what an earlier turn left in `given`."""
        found = self.understanding.value(kind)
        return found if found is not None else self.given.get(kind)

    def mentions(self, *words: str) -> bool:
        """Whether one of the words stands in the message."""
        return any(word in self.text for word in words)


class Draft:
    """Collects a reply. Wordings vary with the conversation and the turn, never at random."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.failed = False
        self._bubbles: List[str] = []
        self._buttons: List[Button] = []
        self._question: Optional[OpenQuestion] = None
        self._effects: List[Effect] = []
        self._remember: Dict[str, Any] = {}
        self._facts: Dict[FactRef, None] = {}
        self._quoted: List[str] = []
        self._gaps: Dict[Gap, None] = {}

    def uses(self, row: Row, *columns: str) -> Row:
        """Notes that the reply rests on these columns of a row, and returns the row."""
        table: str = row.__tablename__  # type: ignore[attr-defined]
        for column in columns:
            self._facts[FactRef(table, row_key(row), column)] = None
            if (table, column) in _OTHERS_WORDS and (words := getattr(row, column)):
                self._quoted.append(str(words))
        return row

    def quote(self, words: str) -> str:
        """Notes that the reply repeats the buyer's own words, and returns them."""
        self._quoted.append(words)
        return words

    def without(self, words: str, *facts: Any) -> str:
        """Notes that words are said because a fact is not there, and returns them.

        A fact is a table (`Refund`) or a column (`Shipment.signed_by`); of several, any.
        """
        for fact in facts:
            name = getattr(fact, "__tablename__", None)
            name = name or f"{fact.class_.__tablename__}.{fact.key}"
            self._gaps[Gap(name, words)] = None
        return words

    def say(self, *variants: str) -> None:
        """Adds a bubble; of several wordings one is chosen."""
        self._bubbles.append(self.pick(*variants))

    def pick(self, *variants: str) -> str:
        """Chooses a wording by conversation and turn: the same input, the same choice."""
        s = self.situation
        seed = f"{s.conversation_id}:{s.context.turns}:{variants[0]}".encode()
        return variants[int.from_bytes(hashlib.sha256(seed).digest()[:4], "big") % len(variants)]

    def ask(
        self,
        kind: str,
        text: str,
        options: Sequence[Option] = (),
        data: Optional[Mapping[str, Any]] = None,
        intent: Optional[str] = None,
    ) -> None:
        """Asks a question that the next message may answer; only one can be open.

        `data` comes back in `Situation.given` with the answer. Options become buttons.
        """
        s = self.situation
        self._bubbles.append(text)
        self._question = OpenQuestion(
            id=f"{s.conversation_id}:{s.seq}:{kind}",
            kind=kind,
            intent=intent or s.request.intent,
            text=text,
            asked_turn=s.context.turns,
            options=tuple(options),
            data=dict(data or {}),
        )
        self._buttons.extend(Button(option.label, option.label) for option in options)

    def confirm(self, text: str, data: Mapping[str, Any], intent: Optional[str] = None) -> None:
        """Reads an effect back; a yes to it calls the same answer (or that of `intent`) with
        `given["confirmed"]`.
        """
        self.ask("confirm", text, (Option("确认", "yes"), Option("先不用", "no")), data, intent)

    def offer(self, *labels: str) -> None:
        """Adds quick replies that send their own label."""
        self._buttons.extend(Button(label, label) for label in labels)

    def do(self, kind: str, /, **data: Any) -> None:
        """Adds an effect."""
        self._effects.append(Effect(kind, data))

    def remember(self, **changes: Any) -> None:
        """Changes the context that the next turn sees."""
        self._remember.update(changes)

    def show(self, kind: str, options: Sequence[Option]) -> None:
        """Notes what a list showed, so that "第二个" can point into it."""
        self._remember.update(shown=tuple(options), shown_kind=kind)

    def number(self, prefix: str) -> str:
        """A number for a case or ticket of this turn: the same turn gives the same number."""
        s = self.situation
        seed = f"{prefix}:{s.conversation_id}:{s.seq}:{s.request.intent}:{len(self._effects)}"
        rest = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
        letters = ""
        for _ in range(6):
            rest, place = divmod(rest, len(_LETTERS))
            letters += _LETTERS[place]
        return f"{prefix}{local(s.now):%y%m%d}{letters}"

    def reply(self) -> Reply:
        """The finished reply."""
        return Reply(
            bubbles=tuple(self._bubbles),
            buttons=tuple(dict.fromkeys(self._buttons)),
            question=self._question,
            effects=tuple(self._effects),
            remember=dict(self._remember),
            facts_used=tuple(self._facts),
            gaps=tuple(self._gaps),
            failed=self.failed,
            quoted=tuple(dict.fromkeys(self._quoted)),
        )


def row_key(row: Any) -> str:
    """The primary key of a mapped row as text."""
    column = next(iter(row.__table__.primary_key.columns))
    return str(getattr(row, column.key))
