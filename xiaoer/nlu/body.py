"""Body height and weight."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterator

from xiaoer.nlu.counts import MEASURES
from xiaoer.nlu.numerals import exact_number, parse_number
from xiaoer.nlu.sizes import names_letters
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
_THIS_HIGH = re.compile(r"(?<![\d.])(?P<n>1[3-9]\d|20\d)(?=的?(?:身高|个子|高))")
_PAIR = re.compile(
    r"(?<![\d.])(?P<h>1[3-9]\d|20\d|1\.[3-9]\d?)(?:cm|公分)?[\s/,、.;+\-]{1,3}(?:体重)?"
    r"(?P<w>\d{2,3}(?:\.\d)?)(?![\d.]|码|元|块|cm|[A-C](?![a-z]))\s?(?P<u>斤|公斤|千克|kg|k(?![a-z]))?",
    re.I,
)
_TOLD_BOTH = re.compile(
    r"高\s?(?P<h>1[3-9]\d|20\d)\D{0,2}重\s?(?P<w>\d{2,3})(?![\d.])(?P<u>斤|公斤|kg)?"
)
_HAN = "一二两三四五六七八九十百零"
_WEIGHT = re.compile(
    rf"(?<![\d.])(?P<n>\d{{1,3}}(?:\.\d)?|[{_HAN}]{{2,6}})[多来]?\s?(?P<u>斤|公斤|千克|kg)(?P<half>半)?",
    re.I,
)
_TOLD_WEIGHT = re.compile(
    rf"(?:体重|净重|重量)[^\d{_HAN}]{{0,3}}(?P<n>\d{{2,3}}(?:\.\d)?|[一二两三四五六七八九]?[百十][{_HAN}]{{0,4}})"
    rf"(?![\d.{_HAN}]|[多来]?\s?(?:斤|kg|公斤|千克|克|g))",
    re.I,
)
#: A weight without a unit right after a height that has one: 1米7一百三.
_AFTER_HEIGHT = re.compile(
    rf"[\s,、/]*(?P<n>\d{{2,3}}|一百[一二三四五六七八九十零]{{0,3}}|[八九]十[一二三四五六七八九]?)"
    rf"(?![\d.{_HAN}]|[多来]?\s?(?:cm|厘米|公分|块|元|码|号|的|{MEASURES}))",
    re.I,
)
#: 一百四 where clothes are spoken of.
_HUNDRED = re.compile(
    rf"(?<![{_HAN}\d高])(?P<n>一百[二三四五六七八九][十]?[一二三四五六七八九]?)"
    rf"(?![{_HAN}\d]|[多来]?\s?(?:cm|厘米|公分|块|元|码|号|的|左右的?价|{MEASURES}))(?=\D{{0,3}}[穿胖瘦])"
)
_SELF = re.compile(
    r"(?:我|他|她|本人|老公|老婆|妈|爸|爹|娘|奶奶|爷爷|公公|婆婆|姐|妹|哥|弟|姨|姑|朋友)(?:也|才|就|有|只有|大概|差不多|是|现在|\s){0,2}$"
)
_BARE_WORN = re.compile(
    r"(?<![\d.])(?P<n>1[4-9]\d)(?![\d.]|[多来]?\s?(?:斤|码|元|块|kg|公斤|cm|公分|厘米|号|个|件|ml|g|克|/|的码|天|片|[那这]款))"
)
_BODY_WORD = re.compile(
    r"体重|身高|穿|码|胖|瘦|身材|腰|肚子|宝宝|孩子|小孩|娃|儿子|女儿|老公|男朋友|孕|大人|多高|个子|"
    r"均码|新生儿|婴儿(?![手湿餐理])|满月|\d岁|[一二三四五六七八九]岁|个月(?![了没还都前内后])|肥|偏[大小]|会[大小]|紧身|合身"
)
_GLUED = re.compile(r"(?<![\d.])(?P<h>1[4-9]\d)(?P<w>[4-9]\d|1\d\d)(?P<u>斤|公斤|kg)", re.I)
_CHILD_WORD = re.compile(
    r"宝宝|孩子|小孩|娃|儿子|女儿|闺女|身高|身长|童|婴儿|新生|满月|[\d一二三四五六七八九十](?:岁|个月)"
)


def body(text: str) -> Iterator[Span]:
    """Yields heights (cm) and weights (g) of a folded text.

    A bare weight in 斤 is a quantity (five jin of nuts) unless a height or a word about the
    body stands beside it, or it has the size of a grown-up.
    """
    heights = list(_heights(text))
    pairs = [s for pattern in (_PAIR, _GLUED) for m in pattern.finditer(text) for s in _pair(m)]
    yield from heights
    yield from pairs
    about_body = bool(heights or pairs or _BODY_WORD.search(text) or names_letters(text))
    for match in _TOLD_BOTH.finditer(text):
        yield from _pair(match)
    for match in _HUNDRED.finditer(text):
        yield from _weight(match, "斤", rank=5)
    for height in heights:
        if told := _AFTER_HEIGHT.match(text, height.end):
            yield from _weight(told, None, rank=5)
    for match in _TOLD_WEIGHT.finditer(text):
        yield from _weight(match, None, rank=2)
    for match in _WEIGHT.finditer(text):
        value = exact_number(match["n"])
        if value is None:
            continue
        worn = 80 <= value <= 230 if match["u"] == "斤" else 35 <= value <= 120
        alone = match.group().strip() == text.strip()
        if about_body or (worn and (alone or _SELF.search(text[: match.start()]))):
            yield from _weight(match, match["u"], rank=2)
    if about_body and not heights and not pairs:
        for match in _BARE_WORN.finditer(text):
            yield Span("height", int(match["n"]), *match.span("n"), rank=4)


def speaks_of_bodies(text: str) -> bool:
    """Whether a bare number in a folded text may be a height or a weight."""
    return bool(_BODY_WORD.search(text)) or any(True for _ in _heights(text))


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
    for match in (*_TOLD_HEIGHT.finditer(text), *_THIS_HIGH.finditer(text)):
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
    value = exact_number(match["n"])
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
