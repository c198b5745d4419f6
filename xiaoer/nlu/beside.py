"""What is known only by the name that it stands beside: 黑M, 白板鞋, 红色120, 39的板鞋."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from xiaoer.nlu.counts import NO_UNIT
from xiaoer.nlu.sizes import CHILD, SHOE, number_size
from xiaoer.nlu.spans import Span
from xiaoer.nlu.wordlists import aliases

_ONE = "黑白灰红蓝绿黄紫粉棕驼橙"
#: What may stand around a colour of one character that is on its own.
_BEFORE = r"(?:(?<=[\s,.;、!?/要拍换选和跟或成有])|(?<=不要)|(?<=还是)|(?<=颜色)|\A)"
_AFTER = r"(?=\Z|[\s,.;、!?/]|和|跟|或|还是|吧|呢|[吗嘛么]|各|都|有[吗没]|不要)"
_LETTERS = r"(?:[2-6]\s?xl?|x{0,5}l|x{0,3}s|m)(?:码|号)?(?![a-z0-9])"
_COLOURS = (
    re.compile(rf"(?<![明空清坦表告])(?P<c>[{_ONE}])(?=\s?{_LETTERS})", re.I),
    re.compile(rf"(?<![明空清坦表告])(?P<c>[{_ONE}])(?=\s?(?:{SHOE}|{CHILD}){NO_UNIT})"),
    re.compile(rf"(?P<c>[{_ONE}])(?=\d{{1,2}}(?:[{_ONE}]|[\s,]|\Z))"),
    re.compile(rf"{_BEFORE}(?P<c>[{_ONE}]){_AFTER}"),
    re.compile(rf"(?P<c>[{_ONE}])(?=[{_ONE}](?:各|都|两|一))"),
    re.compile(rf"(?<=[{_ONE}])(?P<c>[{_ONE}])(?=各|都|两|一)"),
    re.compile(rf"(?<![小漂变发掉褪显洗染])(?P<c>[{_ONE}])(?=衣服|上衣|裤|裙|衫|外套|鞋)"),
)
#: After a name a number of this form is its size, if it does not count or measure anything.
#: 卫衣165穿多大 tells a height.
_SIZE_AFTER = re.compile(
    rf"的?\s?(?!1[4-9]\d\s?穿[多什啥几哪])(?P<s>{SHOE}|{CHILD}){NO_UNIT}(?!\s?(?:卖|行|包邮|成交|拿|多少))"
)
_SIZE_BEFORE = re.compile(rf"(?<![\d.])(?P<s>{SHOE}|{CHILD})(?P<of>的?)")
#: 黑2白1: how many of each colour.
_PIECES = re.compile(rf"(?<=[{_ONE}])(?P<n>\d{{1,2}})(?=[{_ONE}]|[\s,]|\Z)")


def beside(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Yields short colours and bare sizes of a folded text; `names` are those of the lexicon."""
    goods = {span.start for span in names if span.entity == "product"}
    short = list(_short_colours(text, goods))
    yield from short
    yield from _pieces(text, short)
    colours = {span.start for span in (*names, *short) if span.entity == "colour"}
    ends = {span.end for span in (*names, *short) if span.entity in ("product", "colour")}
    for end in ends:
        if match := _SIZE_AFTER.match(text, end):
            yield Span("size", number_size(match["s"]), *match.span("s"), rank=4)
    for match in _SIZE_BEFORE.finditer(text):
        if match.end() in colours or (match["of"] and match.end() in goods):
            yield Span("size", number_size(match["s"]), *match.span("s"), rank=4)


def _pieces(text: str, short: Sequence[Span]) -> Iterator[Span]:
    ends = {span.end for span in short}
    for match in _PIECES.finditer(text):
        if match.start() in ends:
            yield Span("quantity", int(match["n"]), *match.span(), rank=8)


def _short_colours(text: str, goods: set[int]) -> Iterator[Span]:
    for pattern in _COLOURS:
        for match in pattern.finditer(text):
            yield _colour(match["c"], match.start("c"))
    for start in goods:
        if start and text[start - 1] in _ONE:
            yield _colour(text[start - 1], start - 1)


def _colour(character: str, start: int) -> Span:
    name = f"{character}色"
    return Span("colour", aliases("colours").get(name, name), start, start + 1, rank=7)
