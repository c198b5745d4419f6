"""Reads the small lists under `xiaoer/nlu/lexicon` that come with the package."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicon"


def _rows(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row.strip() and not row.startswith("# ")]


@cache
def pairs(name: str) -> dict[str, str]:
    """Tab-separated rows as a dictionary, in the order of the file."""
    rows = (row.split("\t") for row in _rows(name))
    return {parts[0]: parts[1] if len(parts) > 1 else "" for parts in rows}


@cache
def aliases(name: str) -> dict[str, str]:
    """Every spelling, the canonical one included, to the canonical name."""
    out: dict[str, str] = {}
    for canonical, others in pairs(name).items():
        for alias in (canonical, *others.split()):
            out.setdefault(alias, canonical)
    return out


@cache
def words(name: str) -> tuple[str, ...]:
    """Words separated by spaces or line ends."""
    return tuple(word for row in _rows(name) for word in row.split())


@cache
def lookalikes() -> re.Pattern[str]:
    """Phrases in which nothing is named, though it seems so."""
    return re.compile("|".join(f"(?:{row})" for row in _rows("lookalikes")))


@cache
def regions() -> dict[str, str]:
    """Provinces and cities, with and without 省, 市 and the like, to their short names."""
    out: dict[str, str] = {}
    for province, cities in pairs("regions").items():
        out[province] = province
        out.setdefault(province + "省", province)
        for city in cities.split():
            short = re.sub(r"(?:市|州|地区)$", "", city) if len(city) > 2 else city
            out.setdefault(city, short)
            out.setdefault(short + "市", short)
    for city in ("北京", "上海", "天津", "重庆"):
        out[city + "市"] = city
    for name, suffix in (
        ("内蒙古", "自治区"), ("广西", "壮族自治区"), ("西藏", "自治区"), ("宁夏", "回族自治区"),
        ("新疆", "维吾尔自治区"), ("内蒙古", ""), ("新疆", "自治区"),
    ):  # fmt: skip
        out[name + suffix] = name
    out["内蒙"] = "内蒙古"
    return out
