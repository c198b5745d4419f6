"""All entities of a message: identifiers, values and lexicon names, without overlaps."""

from __future__ import annotations

from typing import Iterable

from xiaoer.nlu.body import body, sizes
from xiaoer.nlu.counts import dates, ordinals, quantities
from xiaoer.nlu.money import amounts
from xiaoer.nlu.reading import Reading
from xiaoer.nlu.spans import Span, without_overlaps


def extract(reading: Reading, names: Iterable[Span] = ()) -> list[Span]:
    """The entities of a message in the order of its text.

    `names` are what the lexicon finds. The values are those of the contract in the docstrings
    of the extractors: money in fen, height in cm, weight in grams, counts as whole numbers.
    """
    folded = reading.folded
    found = [*reading.named, *names]
    for extractor in (amounts, body, sizes, quantities, ordinals, dates):
        found.extend(extractor(folded))
    return without_overlaps(found)
