"""Clothing and shoe sizes."""

from __future__ import annotations

import re
from typing import Iterator

from xiaoer.nlu.counts import NO_UNIT
from xiaoer.nlu.numerals import parse_int
from xiaoer.nlu.spans import Span

#: Sizes of shoes, also in words; sizes of children's clothes. To be put into larger patterns.
SHOE = r"(?:(?:3[4-9]|4[0-8])(?:\.5)?(?![\d.]*\d)|三十[四五六七八九]|四十[一二三四五六七八]?)"
CHILD = r"(?:59|66|73|[89]0|1[0-7][05])(?![\d.]*\d)"
_START = r"(?<![\d.零一二三四五六七八九十百])"
_LETTER_SIZE = re.compile(
    r"(?<![A-Za-z0-9几])(?P<s>(?:[2-6]\s?xl?|x{0,5}l|x{0,3}s|m|nb)(?:码|号)?)(?![A-Za-z0-9])", re.I
)
_NUMBERS = (
    re.compile(rf"{_START}(?P<s>{SHOE}|2[5-9]|3[0-3]|60|70|{CHILD})\s?(?:码|号码)"),
    re.compile(rf"(?:穿|[鞋脚欧]码|码数|尺码)(?:的是|的|是|了)?\s?(?P<s>{SHOE}){NO_UNIT}"),
    re.compile(
        rf"{_START}(?P<s>{SHOE})"
        r"(?=的(?:鞋|脚|吗|有|还|没|呢|吧|现|别|走|运|[\s,]|$)|的?尺码|还有)"
    ),
    re.compile(
        rf"(?:穿|拍了?|拍的|选的?|要|换成?|改成|退|脚|裤子)(?P<s>{SHOE})"
        r"(?=的|可以|平时|走|合适|,|\s|吗|吧|呢|还是|或|行|[对好]不|[这那]双|$)"
    ),
    re.compile(rf"{_START}(?P<s>{SHOE}|{CHILD})(?=(?:有点|太|偏)?[大小紧松](?:了|吗|不|$))"),
    re.compile(rf"{_START}(?P<s>{SHOE}|{CHILD})(?=换|改成)"),
    re.compile(rf"{_START}(?P<s>{SHOE})(?=[这那]双|[一两二三四五六七八九十]{{1,2}}双)"),
    re.compile(rf"{_START}(?P<s>2[5-9]|3[0-3])(?=的(?:裤|牛仔))"),
    re.compile(rf"{_START}(?P<s>(?:3[4-9]|4[0-7])\.5)(?=有|还|没|的|能|可|吗)"),
    re.compile(r"(?P<s>均码)"),
)
_TWO_SHOES = re.compile(
    rf"{_START}(?P<s>{SHOE})"
    rf"(?=[码的]?(?:\s?(?:[/、,~-]|和|跟|或者?|到|至|还是)\s?|\s)(?P<t>{SHOE})(?:码|{NO_UNIT}))"
)
#: What would be a price elsewhere: 37码偏大 36行不.
_ABOUT_FEET = re.compile(r"[码鞋脚]")
_OF_FEET = (re.compile(rf"{_START}(?P<s>{SHOE})(?=行|可以|怎么样|呢|合适)"),)
_CHILDREN = re.compile(r"宝|娃|孩|童|岁|儿子|女儿|闺女")
_OF_CHILDREN = (
    re.compile(rf"(?:穿|拍|要|选|换成?)(?P<s>{CHILD}){NO_UNIT}"),
    re.compile(rf"{_START}(?P<s>{CHILD})(?=(?:和|还是|或|、){CHILD}{NO_UNIT})"),
    re.compile(rf"(?<=[05])(?:和|还是|或|、)(?P<s>{CHILD}){NO_UNIT}"),
)
#: 120和130 without a word about children, where no money is spoken of.
_NEIGHBOURS = re.compile(
    rf"{_START}(?P<s>{CHILD})(?:和|跟|还是|或|、|到)(?P<t>{CHILD}){NO_UNIT}(?!\S*[价钱元块付退])"
)


def sizes(text: str) -> Iterator[Span]:
    """Yields sizes in upper case (`XS`…`5XL`, `均码`, `38`, `110`); XXL is given as 2XL."""
    for match in _LETTER_SIZE.finditer(text):
        start, letters = match.start(), match["s"].rstrip("码号")
        yield Span("size", _letter_size(letters), start, start + len(letters), rank=4)
    patterns = list(_NUMBERS)
    patterns += _OF_FEET if _ABOUT_FEET.search(text) else ()
    patterns += _OF_CHILDREN if _CHILDREN.search(text) else ()
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Span("size", number_size(match["s"]), *match.span("s"), rank=3)
    for match in _NEIGHBOURS.finditer(text):
        if 0 < int(match["t"]) - int(match["s"]) <= 20:
            for group in ("s", "t"):
                yield Span("size", match[group], *match.span(group), rank=4)
    for match in _TWO_SHOES.finditer(text):
        for group in ("s", "t"):
            yield Span("size", number_size(match[group]), *match.span(group), rank=5)


def names_letters(text: str) -> bool:
    """Whether a size of letters is named, as people do who ask what fits them."""
    return bool(_LETTER_SIZE.search(text))


def number_size(told: str) -> str:
    """`三十八` and `38` as 38; halves and words stay as they are."""
    number = parse_int(told)
    return told if number is None else str(number)


def _letter_size(letters: str) -> str:
    upper = re.sub(r"\s", "", letters).upper()
    if upper[0].isdigit() and not upper.endswith("L"):
        upper += "L"
    crosses = len(upper) - len(upper.lstrip("X"))
    if crosses >= 2 and upper.endswith("L"):
        return f"{crosses}XL"
    return upper
