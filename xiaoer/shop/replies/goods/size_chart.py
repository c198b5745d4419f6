"""Reads a size chart: which rows suit a body, and how a row is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import SizeRow
from xiaoer.shop.replies.draft import Draft

#: A chart that ends at this weight or below is one for children.
_CHILD_GRAMS = 40_000
_CHILD_CM = 150
#: From either of these on a body is a grown-up's, below either of the others a child's.
_GROWN_CM, _GROWN_GRAMS = 155, 45_000
_SMALL_CM, _SMALL_GRAMS = 140, 30_000
_RANGE = re.compile(r"脚长\s*([\d.]+)(?:[–—~-]([\d.]+))?\s*(?:cm|厘米)?")


@dataclass(frozen=True)
class Body:
    """Height in cm and weight in grams, as far as they are known."""

    height: Optional[int] = None
    weight: Optional[int] = None


@dataclass(frozen=True)
class Fit:
    """What a chart says of a body.

    one: `rows` holds the size. between: two sizes fit. split: height asks for the first,
    weight for the second. over, under: the body is outside, `rows` holds the nearest size.
    """

    kind: str
    rows: Tuple[SizeRow, ...]


def uses_height(rows: Sequence[SizeRow]) -> bool:
    """Whether the chart goes by height."""
    return any(row.height_min is not None or row.height_max is not None for row in rows)


def uses_weight(rows: Sequence[SizeRow]) -> bool:
    """Whether the chart goes by weight."""
    return any(row.weight_min_g is not None or row.weight_max_g is not None for row in rows)


def for_children(rows: Sequence[SizeRow]) -> bool:
    """Whether the sizes are for children: they are chosen by height, weighed in kilograms."""
    heaviest = max((row.weight_max_g or 0 for row in rows), default=0)
    tallest = max((row.height_max or 0 for row in rows), default=0)
    return heaviest <= _CHILD_GRAMS and tallest <= _CHILD_CM and bool(heaviest or tallest)


def grown_up(body: Body) -> bool:
    """Whether a body is too large to be a child's."""
    return (body.height or 0) >= _GROWN_CM or (body.weight or 0) >= _GROWN_GRAMS


def small_child(body: Body) -> bool:
    """Whether a body is too small to be a grown-up's."""
    return (body.height is not None and body.height < _SMALL_CM) or (
        body.weight is not None and body.weight < _SMALL_GRAMS
    )


def fit(rows: Sequence[SizeRow], body: Body) -> Fit:
    """What the chart says; what is not known of the body does not count."""
    by_height = [row for row in rows if _inside(row.height_min, row.height_max, body.height)]
    by_weight = [row for row in rows if _inside(row.weight_min_g, row.weight_max_g, body.weight)]
    both = [row for row in by_height if row in by_weight]
    if len(both) == 1:
        return Fit("one", (both[0],))
    if both:
        return Fit("between", (both[0], both[-1]))
    if by_height and by_weight:
        # Too wide cannot be worn at all; too long can.
        near, far = (by_height[-1], by_weight[0])
        if rows.index(near) > rows.index(far):
            near, far = by_height[0], by_weight[-1]
        return Fit("split", (near, far))
    missed = (
        (body.height, [(row.height_min, row.height_max) for row in rows])
        if not by_height
        else (body.weight, [(row.weight_min_g, row.weight_max_g) for row in rows])
    )
    return _outside(rows, *missed)


def _outside(
    rows: Sequence[SizeRow],
    value: Optional[int],
    ranges: Sequence[Tuple[Optional[int], Optional[int]]],
) -> Fit:
    assert value is not None, "an unknown value fits every row"
    for row, (_, high) in zip(rows, ranges, strict=True):
        lows = [low for low, _ in ranges if low is not None]
        if lows and value < min(lows):
            return Fit("under", (rows[0],))
        if high is not None and value < high:
            # A gap between two sizes: the larger one.
            return Fit("one", (row,))
    return Fit("over", (rows[-1],))


def _inside(low: Optional[int], high: Optional[int], value: Optional[int]) -> bool:
    if value is None:
        return True
    return (low is None or low <= value) and (high is None or value <= high)


def say_range(d: Draft, row: SizeRow, rows: Sequence[SizeRow]) -> str:
    """身高165–173cm、体重115–130斤; in a chart for children in 公斤; notes the limits.

    What the chart tells of other sizes and not of this one is said to be missing.
    """
    kilograms, said, missing = for_children(rows), [], ""
    if row.height_min is not None and row.height_max is not None:
        d.uses(row, "height_min", "height_max")
        said.append(f"身高{row.height_min}–{row.height_max}cm")
    elif uses_height(rows):
        missing += d.without("（身高范围没写全）", SizeRow.height_min, SizeRow.height_max)
    if row.weight_max_g is not None:
        d.uses(row, "weight_min_g", "weight_max_g")
        high = say_weight(row.weight_max_g, kilograms)
        low = say_weight(row.weight_min_g, kilograms, unit=False) if row.weight_min_g else ""
        upto = f"体重{high}以内"
        said.append(f"体重{low}–{high}" if low else d.without(upto, SizeRow.weight_min_g))
    elif uses_weight(rows):
        missing += d.without("（体重范围没写全）", SizeRow.weight_max_g)
    return "、".join(said) + missing


def say_span(d: Draft, rows: Sequence[SizeRow], kilograms: bool) -> str:
    """What a whole chart is for: 身高85–145cm、体重11–35公斤; notes the limits."""
    first, last, said = rows[0], rows[-1], []
    if first.height_min is not None and last.height_max is not None:
        low, high = d.uses(first, "height_min"), d.uses(last, "height_max")
        said.append(f"身高{low.height_min}–{high.height_max}cm")
    if last.weight_max_g is not None:
        high_g = d.uses(last, "weight_max_g").weight_max_g or 0
        most = say_weight(high_g, kilograms)
        if first.weight_min_g:
            low_g = d.uses(first, "weight_min_g").weight_min_g or 0
            said.append(f"体重{say_weight(low_g, kilograms, unit=False)}–{most}")
        else:
            said.append(d.without(f"体重{most}以内", SizeRow.weight_min_g))
    return "、".join(said)


def say_weight(grams: int, kilograms: bool, unit: bool = True) -> str:
    """55000 -> 110斤, for children 14000 -> 14公斤."""
    name, per = ("公斤", 1000) if kilograms else ("斤", 500)
    return f"{grams / per:g}{name if unit else ''}"


def foot_range(row: SizeRow) -> Optional[Tuple[float, float]]:
    """The foot length in cm that a shoe size is for, None where the chart does not tell."""
    found = _RANGE.search(row.measures or "")
    if not found:
        return None
    low = float(found.group(1))
    return low, float(found.group(2) or low)


def for_foot(rows: Sequence[SizeRow], length: float) -> Optional[SizeRow]:
    """The size for a foot; on a border the larger one. None outside the chart."""
    fitting = [row for row in rows if (r := foot_range(row)) and r[0] <= length <= r[1]]
    return fitting[-1] if fitting else None
