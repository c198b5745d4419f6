"""What the extractors give: a value at a place in the buyer's message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Union

Value = Union[str, int, bool]


@dataclass(frozen=True)
class Span:
    """An entity with its value; `start` and `end` are offsets in the original text.

    `rank` settles overlaps: the lower one wins, then the longer, then the earlier.
    """

    entity: str
    value: Value
    start: int
    end: int
    rank: int = 5
    unit: str | None = None

    def as_dict(self, original: str) -> dict[str, object]:
        """The form in which Rasa carries entities, `text` being the buyer's own characters."""
        out: dict[str, object] = {
            "entity": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "text": original[self.start : self.end],
            "extractor": "XiaoerEntities",
        }
        if self.unit is not None:
            out["unit"] = self.unit
        return out


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The best spans of which no two share a character, in the order of the text.

    Two spans over exactly the same characters may both stay when they come from one reading
    (`165/110` is a height and a weight): these never overlap, as each has its own digits.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.rank, s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
