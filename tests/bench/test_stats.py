"""The arithmetic of the comparison. Nothing here measures time."""

from __future__ import annotations

import pytest

from bench.stats import medians, percentile, ratio, spread


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([5.0], 95, 5.0),
        ([1.0, 2.0], 50, 1.5),
        ([4.0, 1.0, 3.0, 2.0], 0, 1.0),
        ([4.0, 1.0, 3.0, 2.0], 100, 4.0),
        ([float(n) for n in range(101)], 95, 95.0),
        ([10.0, 20.0, 30.0, 40.0], 95, 38.5),
    ],
)
def test_percentile_is_linear_between_neighbours(
    values: list[float], percent: float, expected: float
) -> None:
    assert percentile(values, percent) == pytest.approx(expected)


def test_percentile_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_medians_take_each_figure_by_itself() -> None:
    runs = [{"a": 1.0, "b": 30.0}, {"a": 9.0, "b": 10.0}, {"a": 2.0, "b": 20.0}]

    assert medians(runs) == {"a": 2.0, "b": 20.0}
    assert spread(runs, "a") == (1.0, 9.0)


def test_ratio_is_ours_over_stock() -> None:
    assert ratio(75, 30) == 2.5
    with pytest.raises(ZeroDivisionError):
        ratio(1, 0)
