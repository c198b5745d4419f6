"""Body height and weight, and clothing sizes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterator

from xiaoer.nlu.numerals import parse_number
from xiaoer.nlu.spans import Span

_DIGIT = "[零一二三四五六七八九]"
_HEIGHTS = (
    re.compile(r"(?<![\d.])(?P<m>[12])\s?(?:米|m)\s?(?P<cm>\d{1,2})(?!\d)(?:cm|公分|厘米)?", re.I),
    re.compile(rf"(?P<m>[一二两])米(?P<cm>{_DIGIT}{{1,2}})"),
    re.compile(r"(?<![\d.])(?P<dec>[12]\.\d{1,2})(?:米|m(?![a-z]))", re.I),
    re.compile(r"身高\D{0,3}?(?P<dec>[12]\.\d{1,2})(?!\d)"),
)
_CENTIMETRES = re.compile(r"(?<![\d.])(?P<n>\d{2,3})(?:\.\d)?\s?(?:cm|公分|厘米)", re.I)
_TOLD_HEIGHT = re.compile(
    r"(?:身高|净高|个子|身长)\D{0,3}?(?P<n>\d{2,3})(?![\d.]|\s?(?:斤|kg|公斤|cm|公分|厘米|码))",
    re.I,
)
_PAIR = re.compile(
    r"(?<![\d.])(?P<h>1[3-9]\d|20\d|1\.[3-9]\d?)(?:cm|公分)?[\s/,、.;+\-]{1,3}(?:体重)?"
    r"(?P<w>\d{2,3}(?:\.\d)?)(?![\d.]|码|元|块|cm)\s?(?P<u>斤|公斤|千克|kg|k(?![a-z]))?",
    re.I,
)
_WEIGHT = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3}(?:\.\d)?|[一二两三四五六七八九十百零]{2,6})\s?(?P<u>斤|公斤|千克|kg)(?:(?P<half>半))?",
    re.I,
)
_TOLD_WEIGHT = re.compile(
    r"(?:体重|净重|重量)\D{0,3}?(?P<n>\d{2,3}(?:\.\d)?)(?![\d.]|\s?(?:斤|kg|公斤|千克|克|g))", re.I
)
_BARE_WORN = re.compile(
    r"(?<![\d.])(?P<n>1[4-9]\d)(?![\d.]|\s?(?:斤|码|元|块|kg|公斤|cm|公分|厘米|号|个|件|ml|g|克|/|的码|天|片))"
)
_BODY_WORD = re.compile(
    r"体重|身高|穿|码|胖|瘦|身材|腰|肚子|宝宝|孩子|小孩|娃|儿子|女儿|老公|男朋友|怀孕|大人|多高|个子|"
    r"均码|肥|偏[大小]|会[大小]|紧身|合身"
)
_GLUED = re.compile(r"(?<![\d.])(?P<h>1[4-9]\d)(?P<w>[4-9]\d|1\d\d)(?P<u>斤|公斤|kg)", re.I)
_CHILD_WORD = re.compile(r"宝宝|孩子|小孩|娃|儿子|女儿|闺女|身高|身长|童")
_LETTER_SIZE = re.compile(
    r"(?<![A-Za-z0-9])(?P<s>(?:[2-6]\s?xl?|x{0,5}l|x{0,3}s|m|nb)(?:码|号)?)(?![A-Za-z0-9])", re.I
)
_NUMBER_SIZE = re.compile(
    r"(?<![\d.])(?P<s>(?:3[4-9]|4[0-8]|2[5-9]|3[0-3])(?:\.5)?|[6-9]0|1[0-7][05]|66|73|59)\s?(?:码|号码)"
)
_WORN_SIZE = re.compile(
    r"(?:穿|鞋码|脚码|码数|尺码)(?:的是|的|是|了)?\s?(?P<s>3[4-9](?:\.5)?|4[0-6](?:\.5)?)(?![\d.]|\s?(?:斤|元|块|kg|公斤|码|号))"
)
_OF_SIZE = re.compile(
    r"(?<![\d.])(?P<s>3[4-9](?:\.5)?|4[0-6](?:\.5)?)(?=的(?:鞋|脚|吗|有|还|没|呢|吧|现|别|走|运|[\s,]|$)|的?尺码|还有)"
)
_CHOSEN_SIZE = re.compile(
    r"(?:穿|拍了?|拍的|选的?|要|换成?|改成|脚|裤子)(?P<s>3[4-9](?:\.5)?|4[0-6](?:\.5)?)"
    r"(?=的|可以|平时|走|合适|,|\s|吗|吧|呢|$)"
)
_FREE_SIZE = re.compile(r"均码")


def body(text: str) -> Iterator[Span]:
    """Yields heights (cm) and weights (g) of a folded text.

    A bare weight in 斤 is a quantity (five jin of nuts) unless a height or a word about the
    body stands beside it, or it has the size of a grown-up.
    """
    heights = list(_heights(text))
    pairs = [s for pattern in (_PAIR, _GLUED) for m in pattern.finditer(text) for s in _pair(m)]
    yield from heights
    yield from pairs
    about_body = bool(heights or pairs or _BODY_WORD.search(text))
    for match in _TOLD_WEIGHT.finditer(text):
        yield from _weight(match, None, rank=2)
    for match in _WEIGHT.finditer(text):
        value = parse_number(match["n"])
        if value is None:
            continue
        worn = 80 <= value <= 230 if match["u"] == "斤" else 35 <= value <= 120
        alone = match.group().strip() == text.strip() and worn
        if about_body or alone:
            yield from _weight(match, match["u"], rank=2)
    if about_body and not heights and not pairs:
        for match in _BARE_WORN.finditer(text):
            yield Span("height", int(match["n"]), *match.span("n"), rank=4)


def _heights(text: str) -> Iterator[Span]:
    for pattern in _HEIGHTS:
        for match in pattern.finditer(text):
            yield Span("height", _centimetres(match), *match.span(), rank=2)
    for match in _CENTIMETRES.finditer(text):
        value = int(match["n"])
        if (
            140 <= value <= 210 and not re.search(r"[长宽厚深]\S{0,3}$", text[: match.start()])
        ) or (45 <= value < 140 and _CHILD_WORD.search(text)):
            yield Span("height", value, *match.span(), rank=3)
    for match in _TOLD_HEIGHT.finditer(text):
        if 45 <= int(match["n"]) <= 220:
            yield Span("height", int(match["n"]), *match.span("n"), rank=2)


def _centimetres(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("dec"):
        return int(Decimal(groups["dec"]) * 100)
    metres = parse_number(groups["m"]) or Decimal(1)
    rest = str(parse_number(groups["cm"]) or 0)
    if groups["cm"].startswith(("0", "零")):
        rest = rest.zfill(2)
    return int(metres) * 100 + int(rest.ljust(2, "0"))


def _pair(match: re.Match[str]) -> Iterator[Span]:
    height = int(Decimal(match["h"]) * (100 if "." in match["h"] else 1))
    weight = Decimal(match["w"])
    if not (match["u"] or 30 <= weight <= 230):
        return
    yield Span("height", height, match.start(), match.end("h"), rank=1)
    end = match.end("u") if match["u"] else match.end("w")
    yield Span("weight", _grams(weight, match["u"]), match.start("w"), end, rank=1)


def _weight(match: re.Match[str], unit: str | None, rank: int) -> Iterator[Span]:
    value = parse_number(match["n"])
    if value is None:
        return
    if match.groupdict().get("half"):
        value += Decimal("0.5")
    start, end = match.span("n") if unit is None else match.span()
    yield Span("weight", _grams(value, unit), start, end, rank=rank)


def _grams(value: Decimal, unit: str | None) -> int:
    """Without a unit grown-ups are told in jin; below 75 only kilograms make sense."""
    if unit is None:
        unit = "斤" if value >= 75 else "kg"
    return int(value * (500 if unit == "斤" else 1000))


def sizes(text: str) -> Iterator[Span]:
    """Yields sizes in upper case (`XS`…`5XL`, `均码`, `38`, `110`); XXL is given as 2XL."""
    for match in _LETTER_SIZE.finditer(text):
        letters = match["s"].rstrip("码号")
        yield Span("size", _letter_size(letters), match.start(), match.start() + len(letters), 4)
    for pattern in (_NUMBER_SIZE, _WORN_SIZE, _OF_SIZE, _CHOSEN_SIZE):
        for match in pattern.finditer(text):
            yield Span("size", match["s"], *match.span("s"), rank=3)
    for match in _FREE_SIZE.finditer(text):
        yield Span("size", match.group(), *match.span(), rank=3)


def _letter_size(letters: str) -> str:
    upper = re.sub(r"\s", "", letters).upper()
    if upper[0].isdigit() and not upper.endswith("L"):
        upper += "L"
    crosses = len(upper) - len(upper.lstrip("X"))
    if crosses >= 2 and upper.endswith("L"):
        return f"{crosses}XL"
    return upper
