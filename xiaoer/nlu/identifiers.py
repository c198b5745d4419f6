"""Numbers that name something: orders, items, parcels, phones; and links and pictures."""

from __future__ import annotations

import re
from typing import Iterator

from xiaoer.nlu.spans import Span

_URL = re.compile(r"(?:https?://|www\.|m\.tb\.cn/)[!-~]{2,400}", re.IGNORECASE)
#: What channels put in the place of a picture: [图片], 【视频】, [image:a.jpg]. Typed markup
#: (<img src=…>) and words in round brackets are text.
_PHOTO = re.compile(
    r"[\[【](?:图片|照片|视频|截图|image|photo|img|pic)"
    r"(?:\s?\d{1,2}|\s?:[^\[\]【】]{0,200})?[\]】]",
    re.IGNORECASE,
)
_ORDER_CODE = re.compile(r"(?<![A-Za-z0-9])XE\d{11}(?!\d)", re.IGNORECASE)
_ORDER = re.compile(r"(?<!\d)\d{15,19}(?!\d)")
_ITEM = re.compile(r"(?<![\dA-Za-z.])\d{9,13}(?![\d.]*\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_PARCEL = re.compile(
    r"(?<![A-Za-z0-9])(?:JD[A-Z0-9]{2,6}\d{8,13}|(?:SF|YT|ZTO|STO|JT|YD|YUNDA|EMS|DPK|DB|HT|TT|"
    r"[A-Z]{2})\d{9,15}[A-Z]{0,2})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PARCEL_WORD = re.compile(
    r"(?:快递|物流|运单|单号|退货单|寄回|寄的|顺丰|圆通|中通|申通|韵达|邮政|极兔)"
)
_LONG = re.compile(r"(?<!\d)\d{12,15}(?!\d)")
_ORDER_WORD = re.compile(r"订单(?:号|编号)?\W{0,3}$")
_TAIL_BEFORE = re.compile(
    r"(?:尾号|后四位|后4位|末四位|末尾四位|最后四位|手机尾数|尾数|后面是)(?:数字)?\D{0,4}?(?<!\d)(\d{4})(?!\d)"
)
_TAIL_AFTER = re.compile(r"(?<!\d)(\d{4})(?=\s*(?:结尾|的尾号|尾号|这个尾号))")
_BARE_TAIL = re.compile(r"\s*(\d{4})\s*\Z")


def identifiers(text: str) -> Iterator[Span]:
    """Yields links, pictures, order, parcel, item and phone numbers of a folded text."""
    for match in _URL.finditer(text):
        yield Span("url", match.group(), *match.span(), rank=0)
    for match in _PHOTO.finditer(text):
        yield Span("photo", True, *match.span(), rank=0)
    for match in _ORDER_CODE.finditer(text):
        yield Span("order_number", match.group().upper(), *match.span(), rank=1)
    yield from _parcels(text)
    for match in _ORDER.finditer(text):
        yield Span("order_number", match.group(), *match.span(), rank=2)
    for match in _PHONE.finditer(text):
        yield Span("phone", match.group(), *match.span(), rank=2)
    for match in _ITEM.finditer(text):
        yield Span("item_number", match.group(), *match.span(), rank=3)
    yield from _phone_tails(text)


def _parcels(text: str) -> Iterator[Span]:
    for match in _PARCEL.finditer(text):
        if not match.group().upper().startswith("XE"):
            yield Span("tracking_number", match.group().upper(), *match.span(), rank=1)
    for match in _LONG.finditer(text):
        near = (
            text[max(0, match.start() - 14) : match.start()] + text[match.end() : match.end() + 6]
        )
        told_order = _ORDER_WORD.search(text[: match.start()])
        if _PARCEL_WORD.search(near) and not told_order:
            yield Span("tracking_number", match.group(), *match.span(), rank=1)


def _phone_tails(text: str) -> Iterator[Span]:
    for pattern in (_TAIL_BEFORE, _TAIL_AFTER):
        for match in pattern.finditer(text):
            yield Span("phone_tail", match.group(1), *match.span(1), rank=1)
    if bare := _BARE_TAIL.match(text):
        yield Span("phone_tail", bare.group(1), *bare.span(1), rank=1)
