"""Provinces and cities of China: 杭州 lies in 浙江."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, Optional, Tuple

import yaml

_FILE = Path(__file__).with_name("regions.yml")
#: Official endings in the sequence in which they are tried.
_ENDINGS = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "地区",
    *"省市州盟县区",
)
#: What buyers call several provinces together.
_GROUPS: Dict[str, Tuple[str, ...]] = {
    "江浙沪": ("江苏", "浙江", "上海"),
    "江浙沪皖": ("江苏", "浙江", "上海", "安徽"),
    "东北": ("辽宁", "吉林", "黑龙江"),
    "东三省": ("辽宁", "吉林", "黑龙江"),
    "京津冀": ("北京", "天津", "河北"),
    "云贵川": ("云南", "贵州", "四川"),
    "西北": ("陕西", "甘肃", "青海", "宁夏", "新疆"),
}
#: What makes a city's name a street's or a district's ("南京东路", "北京朝阳区").
_STREET = (
    r"(?![东西南北中]?[一二三四]?"
    r"(?:路|街|道|大道|大街|巷|弄|里|小区|花园|花苑|村|苑|大厦|广场))"
)
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")


@lru_cache(maxsize=1)
def _tables() -> Tuple[Dict[str, str], Dict[str, str]]:
    """Returns city -> province and county -> province."""
    stored = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    cities: Dict[str, str] = {}
    counties: Dict[str, str] = {}
    for province, places in stored.items():
        cities.update((city, province) for city in places["cities"])
        counties.update((county, province) for county in places.get("counties", ()))
    return cities, counties


@lru_cache(maxsize=1)
def provinces() -> Tuple[str, ...]:
    """The short names of all provinces, municipalities and autonomous regions."""
    return tuple(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def names_beside_cities() -> Tuple[str, ...]:
    """Counties that buyers name without their city, and names for several provinces."""
    return (*_tables()[1], *_GROUPS)


def short_name(name: str) -> str:
    """浙江省 -> 浙江, 杭州市 -> 杭州; a name that is known as it stands is kept."""
    name = name.strip()
    cities, counties = _tables()
    if name in provinces() or name in cities or name in counties:
        return name
    for ending in _ENDINGS:
        short = name[: -len(ending)]
        if name.endswith(ending) and (short in provinces() or short in cities or short in counties):
            return short
    return name


def province_of(name: Optional[str]) -> Optional[str]:
    """The province of a city or of a province's own name ("杭州市" -> "浙江"), None if unknown."""
    if not name:
        return None
    short = short_name(name)
    if short in provinces():
        return short
    cities, counties = _tables()
    return cities.get(short) or counties.get(short)


def provinces_of(name: Optional[str]) -> Tuple[str, ...]:
    """All provinces that a name stands for: 江浙沪 has three; empty where it is unknown."""
    if name and name.strip() in _GROUPS:
        return _GROUPS[name.strip()]
    province = province_of(name)
    return (province,) if province else ()


def is_city(name: str) -> bool:
    """Whether the name is a prefecture-level city or area, municipalities included."""
    short = short_name(name)
    return short in _tables()[0] or short in _MUNICIPALITIES


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    cities, counties = _tables()
    known = dict.fromkeys((*provinces(), *counties), "") | dict.fromkeys(cities, "(?!区)")
    longest = sorted(known, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(re.escape(name) + known[name] for name in longest)}){_STREET}")


def split_address(text: str) -> Tuple[Optional[str], Optional[str]]:
    """The province and city that an address starts with or names: 浙江省杭州市西湖区… ->
    (浙江, 杭州). A city alone gives its province; None for what is not there.
    """
    province: Optional[str] = None
    for found in _names().finditer(text):
        name = found.group(0)
        if name in provinces() and province is None:
            province = name
            if is_city(name):
                return name, name
        elif province_of(name) == province or province is None:
            return province_of(name), name
    return province, None
