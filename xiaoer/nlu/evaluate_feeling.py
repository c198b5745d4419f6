"""Measures anger and urgency on a file of labelled messages (docs/feeling.md)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Mapping, Sequence

from xiaoer.nlu.evaluate import Parse, Share
from xiaoer.nlu.feeling_data import SIGNALS, Felt

#: The bounds of the reliability table's rows: finer at the ends, where most messages are.
_BOUNDS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


@dataclass(frozen=True)
class Band:
    """Messages whose probability lies from `low` to below `high`."""

    low: float
    high: float
    #: The mean of their probabilities: the share of strong ones that was to be expected.
    expected: float
    #: The share that is strong.
    strong: Share


@dataclass(frozen=True)
class SignalReport:
    """One signal: what it said of each message, and what the label says."""

    working_point: float
    texts: tuple[str, ...]
    probabilities: tuple[float, ...]
    strong: tuple[bool, ...]

    @property
    def precision(self) -> Share:
        """Of the messages at or above the working point, those that are strong."""
        return self._share([s for p, s in self._pairs() if p >= self.working_point])

    @property
    def recall(self) -> Share:
        """Of the strong messages, those at or above the working point."""
        return self._share([p >= self.working_point for p, s in self._pairs() if s])

    def reliability(self) -> list[Band]:
        """The bands that have messages, lowest first."""
        bands = []
        for low, high in pairwise(_BOUNDS):
            last = high == _BOUNDS[-1]
            inside = [(p, s) for p, s in self._pairs() if low <= p and (p < high or last)]
            if inside:
                expected = sum(p for p, _ in inside) / len(inside)
                bands.append(Band(low, high, expected, self._share([s for _, s in inside])))
        return bands

    def mistakes(self) -> list[tuple[str, float, bool]]:
        """Text, probability and truth of the messages on the wrong side, surest first."""
        told = zip(self.texts, self.probabilities, self.strong, strict=True)
        wrong = [(t, p, s) for t, p, s in told if (p >= self.working_point) != s]
        return sorted(wrong, key=lambda one: -abs(one[1] - self.working_point))

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "working_point": self.working_point,
            "precision": self.precision.value,
            "recall": self.recall.value,
            "intervals": {
                "precision": list(self.precision.interval),
                "recall": list(self.recall.interval),
            },
            "strong": self.recall.total,
            "found": self.precision.total,
            "reliability": [
                {
                    "from": band.low,
                    "to": band.high,
                    "messages": band.strong.total,
                    "expected": band.expected,
                    "strong": band.strong.value,
                    "interval": list(band.strong.interval),
                }
                for band in self.reliability()
            ],
        }

    def _pairs(self) -> list[tuple[float, bool]]:
        return list(zip(self.probabilities, self.strong, strict=True))

    @staticmethod
    def _share(hits: Sequence[bool]) -> Share:
        return Share(sum(hits), len(hits))


@dataclass(frozen=True)
class FeelingReport:
    """Both signals by name."""

    messages: int
    signals: Mapping[str, SignalReport]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: shares as 0–1 with their 95 % intervals beside them."""
        told: dict[str, Any] = {name: one.as_dict() for name, one in self.signals.items()}
        return {"messages": self.messages, **told}


def evaluate_feeling(
    parse: Parse, rows: Sequence[Felt], working_points: Mapping[str, float]
) -> FeelingReport:
    """Reads every row with `parse`; `working_points` by signal."""
    told = [parse(row.text).get("feeling") or {} for row in rows]
    signals = {
        signal: SignalReport(
            working_point=working_points[signal],
            texts=tuple(row.text for row in rows),
            probabilities=tuple(float(one.get(signal, 0.0)) for one in told),
            strong=tuple(row.strong(signal) for row in rows),
        )
        for signal in SIGNALS
    }
    return FeelingReport(len(rows), signals)
