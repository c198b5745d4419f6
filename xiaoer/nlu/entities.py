"""All entities of a message: identifiers, values and lexicon names.

Only the item number in a link shares its characters with another entity, the link.
"""

from __future__ import annotations

import re
from typing import Iterable

from xiaoer.nlu.beside import beside
from xiaoer.nlu.body import body
from xiaoer.nlu.counts import ordinals, quantities
from xiaoer.nlu.dates import dates
from xiaoer.nlu.identifiers import linked_items
from xiaoer.nlu.money import amounts
from xiaoer.nlu.prices import bare_prices
from xiaoer.nlu.reading import Reading
from xiaoer.nlu.sizes import sizes
from xiaoer.nlu.spans import Span, without_overlaps
from xiaoer.nlu.wordlists import lookalikes

#: Without one of these there is no value to look for; half of all messages have none.
_NUMERAL = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿半俩仨]")


def extract(reading: Reading, names: Iterable[Span] = ()) -> list[Span]:
    """The entities of a message in the order of its text.

    `names` are what the lexicon finds. The values are those of the contract in the docstrings
    of the extractors: money in fen, height in cm, weight in grams, counts as whole numbers.
    """
    folded, named = reading.folded, list(names)
    found = [*named, *beside(folded, named), *sizes(folded), *ordinals(folded), *dates(folded)]
    if _NUMERAL.search(folded):
        found += [*amounts(folded), *bare_prices(folded, named)]
        found += [*body(folded), *quantities(folded)]
    for phrase in lookalikes().finditer(folded):
        found = [s for s in found if s.end <= phrase.start() or s.start >= phrase.end()]
    alone = without_overlaps([*reading.named, *found])
    return sorted([*alone, *linked_items(reading.named)], key=lambda span: span.start)
