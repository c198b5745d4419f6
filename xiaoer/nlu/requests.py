"""From probabilities to what the buyer wants: one request or several, and how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

import numpy as np

from xiaoer.nlu.calibration import UNCLEAR
from xiaoer.nlu.model import IntentModel, Ranking
from xiaoer.nlu.reading import Clause, Reading

#: These drop out where a request stands beside them.
SOCIAL = frozenset({"greet", "goodbye", "thank", "affirm", "deny", UNCLEAR})
#: A report that only leads up to a request: 收到了，少了一包.
LEADING = frozenset({"inform_received", "inform_ordered", "order_status"})
#: At most so many requests are answered in one go.
MOST_REQUESTS = 3
#: A second request is among so many of the whole message's likeliest readings.
LIKELIEST = 3
#: From here on the whole message is believed more than any of its clauses.
BEYOND_DOUBT = 0.9
#: Less of a text known than this, and nothing is known about it.
LEAST_KNOWN = 0.5


@dataclass(frozen=True)
class Request:
    """One thing the buyer wants; `start` and `end` are offsets in the original text."""

    intent: str
    confidence: float
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """The form in which Rasa carries it."""
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True)
class Understood:
    """`ranking` has every intent but the unclear one; without `sure` there are no requests."""

    ranking: Ranking
    requests: tuple[Request, ...]
    doubt: str


def understand(reading: Reading, model: IntentModel, vectors: Mapping[str, Any]) -> Understood:
    """Understands a message; `vectors` holds the sentence vectors of `reading.parts`."""
    if not reading.text:
        return Understood({}, (), "none")
    rankings = model.rankings(reading.parts, np.stack([vectors[part] for part in reading.parts]))
    whole = rankings[0]
    named = {name: p for name, p in whole.items() if name != UNCLEAR}
    best = next(iter(whole))
    if (
        model.characters.known_share(reading.text) < LEAST_KNOWN
        or whole[best] < model.calibration.none
    ):
        return Understood(named, (), "none")
    parts = list(zip(reading.clauses, rankings[1:], strict=False))
    requests = _requests(reading, whole, parts, model.calibration.sure)
    if requests:
        return Understood(named, requests, "sure")
    return Understood(named, (), "none" if best == UNCLEAR and whole[best] > 0.5 else "unsure")


def _requests(
    reading: Reading, whole: Ranking, parts: list[tuple[Clause, Ranking]], sure: float
) -> tuple[Request, ...]:
    best = next(iter(whole))
    certain = whole[best] >= sure and best != UNCLEAR
    told = [request for clause, ranking in parts if (request := _of(clause, ranking, sure))]
    weighty = _distinct([r for r in told if r.intent not in SOCIAL])
    if len(weighty) > 1:
        weighty = [r for r in weighty if r.intent not in LEADING] or weighty[:1]
    if len(weighty) > 1 and not certain:
        return tuple(weighty[:MOST_REQUESTS])
    if len(weighty) > 1 and best in {r.intent for r in weighty}:
        return _best_first(weighty, whole, best)
    if certain and not (best in SOCIAL and weighty and whole[best] < BEYOND_DOUBT):
        return (Request(best, whole[best], 0, len(reading.folded)),)
    if weighty and len(weighty) == 1 and _rest_is_social(parts, weighty[0]):
        return tuple(weighty)
    return ()


def _best_first(told: list[Request], whole: Ranking, best: str) -> tuple[Request, ...]:
    """The requests of the clauses that the whole message knows of too; its own comes first.

    A clause alone is easily misread ("不要送了 直接减点行不"). Where there really are two requests,
    the whole message is torn between them.
    """
    likeliest = list(whole)[:LIKELIEST]
    meant = [r for r in told if r.intent in likeliest]
    return tuple(sorted(meant, key=lambda r: r.intent != best)[:MOST_REQUESTS])


def _of(clause: Clause, ranking: Ranking, sure: float) -> Request | None:
    best = next(iter(ranking))
    if best == UNCLEAR or ranking[best] < sure:
        return None
    return Request(best, ranking[best], clause.start, clause.end)


def _distinct(requests: list[Request]) -> list[Request]:
    """The first of each intent."""
    seen: dict[str, Request] = {}
    for request in requests:
        seen.setdefault(request.intent, request)
    return list(seen.values())


def _rest_is_social(parts: list[tuple[Clause, Ranking]], request: Request) -> bool:
    """Whether nothing but greetings and the like stands beside the request."""
    others = [ranking for clause, ranking in parts if clause.start != request.start]
    return all(next(iter(ranking)) in SOCIAL | LEADING for ranking in others)
