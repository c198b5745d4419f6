"""Cuts a message that wants several things into parts with at most one number each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import List, Optional, Sequence, Tuple

from xiaoer.shop.dialogue.understanding import Entity
from xiaoer.shop.replies.goods.variants import holds_pieces

#: Measures of weight: "5斤" says nothing about the number of pieces.
WEIGHTS = frozenset({"斤", "公斤", "千克", "kg", "克", "g", "市斤", "两"})
_JOINT = re.compile(
    r"[，,、;；+＋&。！!？?\s]+|还有|还要|另外|再[来要加]?|加上|外加|以及|[和跟与]"
    r"|(?<!参)加(?!起来|一起|购|价|急|绒|厚|大|长|宽|单|热|到)"
)
_EACH = re.compile(r"各|每[样种款个色]|分别")
#: What is said around goods and numbers.
_TALK = re.compile(
    r"一共|总共|合计|总价|加起来|下来|到手|多少钱?|怎么卖|什么价|几块|价格?|请问|你好|您好|亲|帮我|算一?下"
    r"|想要|我|想|要|买|拿|拍|来|给|的话|的|是|呢|吗|吧|啊|呀|哦|那|就|如果|可以|能|优惠|便宜|包邮|运费|邮费"
    r"|寄到?|发|一起|分别|各|每[样种款个色]|[\W_]"
)
#: 围巾, T恤; letters that lead are no size.
_NOUN = re.compile(r"[一-鿿]{2,4}|(?![SMLX])[A-Z]+[一-鿿]{1,3}", re.I)
#: In no name of goods.
_NO_NOUN = re.compile(
    r"[货得了几多现到补这那别其新同款色码号量全都么什大小男女人件]|今天|明天|现在|直接"
    r"|老公|老婆|对象|爸|妈|孩子|宝宝|儿子|女儿|朋友|同事|闺蜜|姐|妹|哥|弟|自己|家里"
)


@dataclass(frozen=True)
class Part:
    """A stretch of a message: at most one product, one number, and what else it names."""

    text: str
    #: What is left where products, numbers and named values are taken out.
    rest: str
    product_id: Optional[str]
    number: Optional[int]
    #: Its entities but the numbers of pieces.
    entities: Tuple[Entity, ...]

    @property
    def each(self) -> bool:
        """Whether the number holds for each of several."""
        return bool(_EACH.search(self.text))


_Span = Tuple[int, int]


def piece_entities(
    text: str, entities: Sequence[Entity], variants: Sequence[str]
) -> List[Tuple[int, int, int]]:
    """Where numbers of pieces stand, with their values; "30袋" of a pack of 30袋 is none."""
    found, at = [], 0
    for entity in entities:
        if entity.kind != "quantity" or entity.unit in WEIGHTS:
            continue
        if entity.unit and holds_pieces(variants, f"{entity.value}{entity.unit}"):
            continue
        start = _place(text, entity, at)
        if start is not None:
            at = start + len(entity.text)
            found.append((start, at, int(entity.value)))
    return sorted(found)


def _place(text: str, entity: Entity, after: int) -> Optional[int]:
    """Where an entity stands; looked for where its offsets are not known."""
    if entity.end > entity.start and text[entity.start : entity.end] == entity.text:
        return entity.start
    at = text.find(entity.text, after)
    return at if at >= 0 else None


def read_parts(
    text: str,
    named: Sequence[Tuple[int, int, Sequence[str]]],
    pieces: Sequence[Tuple[int, int, int]],
    entities: Sequence[Entity],
) -> List[Part]:
    """The parts of a message in order; `named` are its products, `pieces` its numbers."""
    spans: List[_Span] = []
    taken = [(start, end) for start, end, _ in [*named, *pieces]]
    for start, end in _segments(text, taken):
        spans += _cut(text, (start, end), [n[:2] for n in named], [p[:2] for p in pieces])
    return [_part(text, span, named, pieces, entities) for span in spans]


def _segments(text: str, taken: Sequence[_Span]) -> List[_Span]:
    """Between the joints that stand in no name or number."""
    out, start = [], 0
    for joint in _JOINT.finditer(text):
        if any(a < joint.end() and joint.start() < b for a, b in taken):
            continue
        out.append((start, joint.start()))
        start = joint.end()
    out.append((start, len(text)))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _inside(spans: Sequence[_Span], span: _Span) -> List[_Span]:
    return [one for one in spans if span[0] <= one[0] and one[1] <= span[1]]


def _cut(text: str, span: _Span, named: Sequence[_Span], pieces: Sequence[_Span]) -> List[_Span]:
    """A segment in parts with one product and one number each.

    Numbers lead ("一件红的M一件黑的L") or follow ("红的M一件黑的L一件") what they count.
    """
    goods, numbers = _inside(named, span), _inside(pieces, span)
    if len(goods) > 1:
        leading = numbers and numbers[0][0] < goods[0][0]
        at = [_lead(numbers, before, one) if leading else one[0] for before, one in pairwise(goods)]
        parts = _at(span, at)
        return [cut for part in parts for cut in _cut(text, part, named, pieces)]
    if len(numbers) < 2:
        return [span]
    head = text[span[0] : numbers[0][0]]
    for start, end in goods:
        if end <= numbers[0][0]:
            head = text[span[0] : start] + text[end : numbers[0][0]]
    if _TALK.sub("", head):
        return _at(span, [end for _, end in numbers[:-1]])
    return _at(span, [start for start, _ in numbers[1:]])


def _lead(numbers: Sequence[_Span], before: _Span, goods: _Span) -> int:
    """Where a product begins that has its number in front, behind the product before it."""
    between = [start for start, end in numbers if before[1] <= start and end <= goods[0]]
    return between[-1] if between else goods[0]


def _at(span: _Span, places: Sequence[int]) -> List[_Span]:
    edges = [span[0], *places, span[1]]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _part(
    text: str,
    span: _Span,
    named: Sequence[Tuple[int, int, Sequence[str]]],
    pieces: Sequence[Tuple[int, int, int]],
    entities: Sequence[Entity],
) -> Part:
    start, end = span
    goods = [(a, b, ids) for a, b, ids in named if start <= a and b <= end]
    numbers = [(a, b, value) for a, b, value in pieces if start <= a and b <= end]
    inside, at = [], start
    for entity in entities:
        place = _place(text, entity, at if entity.end <= entity.start else 0)
        if entity.kind != "quantity" and place is not None and start <= place < end:
            inside.append(entity)
    rest = text[start:end]
    for a, b in sorted([(a, b) for a, b, _ in [*goods, *numbers]], reverse=True):
        rest = f"{rest[: a - start]} {rest[b - start :]}"
    for entity in inside:
        rest = rest.replace(entity.text, " ")
    product = goods[0][2][0] if goods else None
    return Part(text[start:end], rest, product, numbers[0][2] if numbers else None, tuple(inside))


def rest_of(part: Part) -> str:
    """What a part says besides goods, numbers, values and talk."""
    return re.sub(r"[\da-zA-Z]", "", _TALK.sub("", part.rest))


def unknown_goods(part: Part) -> str:
    """What a part names that can be goods which the shop does not know; "" where nothing."""
    name = re.sub(r"\d", "", _TALK.sub("", part.rest))
    return name if _NOUN.fullmatch(name) and not _NO_NOUN.search(name) else ""


def each_of(part: Part) -> List[Tuple[Entity, ...]]:
    """The kinds of "黑色白色各一件", each with what they share."""
    colours = [entity for entity in part.entities if entity.kind == "colour"]
    sizes = [entity for entity in part.entities if entity.kind == "size"]
    if len(colours) > 1 and len(sizes) == len(colours):
        return [tuple(pair) for pair in zip(colours, sizes, strict=True)]
    if len(colours) > 1 and len(sizes) < 2:
        return [(colour, *sizes) for colour in colours]
    if len(sizes) > 1 and len(colours) < 2:
        return [(*colours, size) for size in sizes]
    return [part.entities]
