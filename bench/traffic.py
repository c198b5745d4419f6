"""The messages of the comparison, in the shop's mix, and the conversations made of them."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("traffic.yml")

#: What the shop plans for, percent of the questions before buying.
MIX = {"product_facts": 55, "gifts": 25, "shipping": 15, "gift_for_discount": 5}

#: Ways to say the same thing once more, so that no cache has seen the text.
_FORMS = ("{}", "请问{}", "亲{}", "{}哈", "问下{}")

#: Buyers of the demo shop, signed in; None is a visitor.
_BUYERS = ("b01", None, "b03", "b04", None, "b12", "b16", None, "b19", "b20")

#: Products of the demo shop on whose pages the conversations begin.
_PAGES = tuple(
    f"688000000{number}" for number in (101, 201, 301, 102, 304, 103, 202, 305, 107, 203)
)

_SEED = 20261111


@dataclass(frozen=True)
class Conversation:
    """What one buyer writes, message after message."""

    id: str
    texts: tuple[str, ...]
    buyer: str | None
    page: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def messages(path: Path = FILE) -> dict[str, list[str]]:
    """The messages by kind of question."""
    read: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


class Traffic:
    """Hands out texts in the mix: every text once in each form before the next form begins."""

    def __init__(self, by_kind: dict[str, list[str]]) -> None:
        plain = [text for texts in by_kind.values() for text in texts]
        random.Random(_SEED).shuffle(plain)
        self.plain = tuple(plain)
        self._unseen = (form.format(text) for form in _FORMS for text in plain)

    def unseen(self, count: int) -> list[str]:
        """Texts that nobody has been given yet. Raises ValueError where they are used up."""
        texts = list(islice(self._unseen, count))
        if len(texts) < count:
            raise ValueError(f"only {len(texts)} of {count} unseen texts are left")
        return texts


def conversations(name: str, texts: list[str], turns: int) -> list[Conversation]:
    """Cuts texts into conversations of `turns` messages each; a rest that is too short is left."""
    pairs = zip(cycle(_BUYERS), cycle(_PAGES), strict=False)
    starts = range(0, len(texts) - turns + 1, turns)
    return [
        Conversation(f"{name}-{number}", tuple(texts[start : start + turns]), buyer, page)
        for number, (start, (buyer, page)) in enumerate(zip(starts, pairs, strict=False))
    ]


def long_conversation(name: str, texts: tuple[str, ...], windows: tuple[int, ...]) -> Conversation:
    """A conversation in which the same ten messages are said around each turn of `windows`.

    Only their place then tells the windows apart. Ends with the last window; `windows` are the
    middle turns (1-based), at least ten apart.
    """
    asked, others = texts[:WINDOW], cycle(texts[WINDOW:])
    said: list[str] = []
    for middle in windows:
        said += islice(others, first_turn(middle) - 1 - len(said))
        said += asked
    return Conversation(name, tuple(said), None, _PAGES[0])


#: Messages in a window of the long conversation.
WINDOW = 10


def first_turn(middle: int) -> int:
    """The first turn (1-based) of the window around a turn; never before the first."""
    return max(1, middle - WINDOW // 2)
