"""What a reply may be once a fact that it rested on is gone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any, Iterator, Sequence

from tests.shop.replies.changing import other_values
from tests.shop.replies.removal import Removal, setting
from tests.shop.replies.stage import Stage
from xiaoer.shop.replies.draft import FactRef, Reply

#: Effects that give the matter to people.
HANDED_OVER = {"queue", "ticket", "case"}
#: A number, or letters: 23:59, 129, 2XL, cm.
_FIGURE = re.compile(r"[0-9]+(?:[.:][0-9]+)*|[A-Za-z]+")
#: Without 码, which only stands behind a size.
_HAN = re.compile(r"(?!码)[一-鿿]")


def is_honest(stage: Stage, before: Reply, removal: Removal, after: Reply) -> bool:
    """Whether the reply without a fact asks, hands over, says what is missing, says less, or
    speaks of other things that are there (see `test_facts_used`).
    """
    return (
        _asks(before, after)
        or _hands_over(before, after)
        or _says_what_is_missing(before, removal, after)
        or _says_less(stage, before, removal, after)
        or _speaks_of_what_is_there(stage, before, removal, after)
    )


def _asks(before: Reply, after: Reply) -> bool:
    return after.question is not None and after.question.text not in before.text


def _hands_over(before: Reply, after: Reply) -> bool:
    known = {effect.kind for effect in before.effects}
    return any(effect.kind in HANDED_OVER - known for effect in after.effects)


def _says_what_is_missing(before: Reply, removal: Removal, after: Reply) -> bool:
    return any(
        gap.fact in removal.names and gap.words in after.text and gap.words not in before.text
        for gap in after.gaps
    )


def _says_less(stage: Stage, before: Reply, removal: Removal, after: Reply) -> bool:
    """Whether all of it was there before, every figure and every character as often; what facts
    that are still there hold may be said in its place.
    """
    held = {str(_value(stage, removal, fact)) for fact in after.facts_used}
    plain = after.text
    for words in sorted(filter(_HAN.search, held), key=len, reverse=True):
        plain = plain.replace(words, "")
    return any(
        not set(_FIGURE.findall(text)) - set(_FIGURE.findall(before.text))
        and not Counter(_HAN.findall(text)) - Counter(_HAN.findall(before.text))
        for text in (after.text, plain)
    )


def _speaks_of_what_is_there(stage: Stage, before: Reply, removal: Removal, after: Reply) -> bool:
    new: dict[tuple[str, str], list[FactRef]] = defaultdict(list)
    for fact in after.facts_used:
        if fact not in before.facts_used:
            new[fact.table, fact.column].append(fact)
    if new:
        return all(
            any(text != after.text for text in _texts(stage, removal, facts))
            for facts in new.values()
        )
    figures = set(_FIGURE.findall(after.text)) - set(_FIGURE.findall(before.text))
    figures -= set(_FIGURE.findall(stage.understood.text))
    for text in _texts(stage, removal, after.facts_used) if figures else ():
        if _FIGURE.sub("", text) == _FIGURE.sub("", after.text):
            figures &= set(_FIGURE.findall(text))
        if not figures:
            return True
    return False


def _texts(stage: Stage, removal: Removal, facts: Sequence[FactRef]) -> Iterator[str]:
    """The texts with the fact gone and another one changed, with the rows that say the same."""
    alike: dict[tuple[str, str, str], list[FactRef]] = defaultdict(list)
    for fact in facts:
        alike[fact.table, fact.column, repr(_value(stage, removal, fact))].append(fact)
    for group in alike.values():
        for value in other_values(group[0], _value(stage, removal, group[0])):
            changes = [*removal.changes, *(setting(fact, value) for fact in group)]
            yield stage.build(changes, checked=False).reply.text


def _value(stage: Stage, removal: Removal, fact: FactRef) -> Any:
    return None if removal.takes(fact) else stage.value(fact)
