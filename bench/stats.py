"""The arithmetic of the comparison."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below or at which `percent` of the values lie, linear between neighbours.

    As numpy's default. Raises ValueError where there are no values.
    """
    if not values:
        raise ValueError("there are no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each figure over the runs. Every run has the same figures."""
    return {name: median(run[name] for run in runs) for name in runs[0]}


def spread(runs: Sequence[dict[str, float]], name: str) -> tuple[float, float]:
    """The least and the greatest of a figure over the runs."""
    values = [run[name] for run in runs]
    return min(values), max(values)


def ratio(ours: float, stock: float) -> float:
    """How many times the stock figure ours is. Raises ZeroDivisionError."""
    return ours / stock
