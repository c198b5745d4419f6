"""How much a variant weighs, by its name."""

from __future__ import annotations

import re
from typing import Optional

_TIMES = re.compile(r"(\d+(?:\.\d+)?)\s*(kg|公斤|千克|g|克|斤)\s*[×xX*]\s*(\d+)", re.I)
_ONE = re.compile(r"(\d+(?:\.\d+)?)\s*(kg|公斤|千克|g|克|斤)", re.I)
_GRAMS = {"kg": 1000, "公斤": 1000, "千克": 1000, "g": 1, "克": 1, "斤": 500}

#: Grams in a unit that a buyer counts by.
UNIT_GRAMS = _GRAMS


def net_grams(variant: Optional[str]) -> Optional[int]:
    """Net weight in grams by a variant's name ("25g×30袋" -> 750), None where it tells none."""
    text = variant or ""
    if many := _TIMES.search(text):
        return round(float(many.group(1)) * _GRAMS[many.group(2).lower()]) * int(many.group(3))
    if one := _ONE.search(text):
        return round(float(one.group(1)) * _GRAMS[one.group(2).lower()])
    return None
