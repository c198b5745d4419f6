"""Numbers that name something: orders, items, parcels, phones; and links and pictures."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from xiaoer.nlu.spans import Span

_URL = re.compile(r"(?:https?://|www\.|m\.tb\.cn/)[!-~]{2,400}", re.IGNORECASE)
#: The number of a product in the address of its page, as the marketplaces write it:
#: item.htm?id=688…, goods.html?goods_id=…, item.jd.com/100….html.
_LINKED = re.compile(
    r"(?:[?&](?:id|num_iid|goods_?id|item_?id|product_?id|offer_?id)=|/(?=\d+\.html))(?P<n>\d{6,19})(?!\d)",
    re.IGNORECASE,
)
#: What channels put in the place of a picture: [图片], 【视频】, [image:a.jpg]. Typed markup
#: (<img src=…>) and words in round brackets are text.
_PHOTO = re.compile(
    r"[\[【](?:图片|照片|视频|截图|image|photo|img|pic)"
    r"(?:\s?\d{1,2}|\s?:[^\[\]【】]{0,200})?[\]】]",
    re.IGNORECASE,
)
_ORDER_CODE = re.compile(r"(?<![A-Za-z0-9])XE\d{11}(?!\d)", re.IGNORECASE)
_ORDER = re.compile(r"(?<!\d)\d{15,19}(?!\d)")
_ITEM = re.compile(r"(?:(?<![\dA-Za-z.])|(?<=id))\d{9,13}(?![\d.]*\d)")
#: An order number typed in groups, as on a slip of paper, or copied over a line's end.
_GROUPED = re.compile(r"(?<![\d.])(?:\d{4}(?: \d{4}){2,3} \d{1,4}|\d{8,10} \d{8,10})(?![\d.])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d(?P<s>[ -]?)\d{4}(?P=s)\d{4}(?!\d)")
_PARCEL = re.compile(
    r"(?<![A-Za-z0-9])(?:JD[A-Z0-9]{2,6}\d{8,13}|(?:SF|YT|ZTO|STO|JT|YD|YUNDA|EMS|DPK|DB|HT|TT|"
    r"(?!ID|NO|QQ|VX|WX)[A-Z]{2})\d{9,15}[A-Z]{0,2})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PARCEL_WORD = re.compile(
    r"(?:快递|物流|运单|单号|退货单|寄回|寄的|顺丰|圆通|中通|申通|韵达|邮政|极兔)"
)
_LONG = re.compile(r"(?<!\d)\d{12,15}(?!\d)")
_ORDER_WORD = re.compile(r"订单(?:号|编号)?\W{0,3}$")
#: What looks like an order number after these is a card, an identity or a tax number.
_OTHER_NUMBER = re.compile(r"(?:[行用蓄]卡|卡号|身份证号?码?|税号|账号|识别号)\D{0,3}$")
_DIGITS = "零一二三四五六七八九"
_FOUR = rf"\d(?:\s?\d){{3}}(?!\s?\d)|[{_DIGITS}]{{4}}"
_FOUR_LAST = r"(?:[后末]|最后|末尾|后面|最末)的?[四4](?:位|个数)"
_TAIL_BEFORE = re.compile(
    rf"(?P<w>尾号|尾数|{_FOUR_LAST}|(?:手机|电话|号码?)(?:末尾|最后|后面)|后面是)(?:数字?|号码?)?"
    rf"[^\d{_DIGITS}]{{0,4}}?(?<!\d)(?P<t>{_FOUR})"
)
_TAIL_AFTER = re.compile(
    r"(?<!\d)(?P<t>\d{4})(?=\s*(?:结尾|(?:这个|是)?我?的?(?:手机|电话)?号?码?的?尾[号数]|(?:就?是|这个|的|为)我?的?(?:手机|电话)))"
)
#: The last digits of something else: an order, a parcel, a bank card.
_OTHER_TAIL_BEFORE = re.compile(r"(?:单|银行|卡)(?:编?号码?)?的?$|[一-鿿]行卡?的?$")
_OTHER_TAIL_AFTER = re.compile(r"的?(?:银行|储蓄|信用)?卡")
#: 尾号不是5678是5687
_SECOND_TAIL = re.compile(r"尾号\D{0,4}\d{4}\D{0,2}(?:是|和|跟|、|还有)\s?(?P<t>\d{4})(?!\d)")
#: As platforms print a telephone number: 138****2617.
_MASKED = re.compile(r"(?<![\w*])(?:1[3-9]\d)?\*{2,8}(?P<t>\d{4})(?!\d)")
_BARE_TAIL = re.compile(r"\W*(?P<t>\d{4})\W*\Z")


def identifiers(text: str) -> Iterator[Span]:
    """Yields links, pictures, order, parcel, item and phone numbers of a folded text."""
    for match in _URL.finditer(text):
        yield Span("url", match.group(), *match.span(), rank=0)
    for match in _PHOTO.finditer(text):
        yield Span("photo", True, *match.span(), rank=0)
    for match in _ORDER_CODE.finditer(text):
        yield Span("order_number", match.group().upper(), *match.span(), rank=1)
    yield from _parcels(text)
    for match in (*_ORDER.finditer(text), *_GROUPED.finditer(text)):
        number = match.group().replace(" ", "")
        if 15 <= len(number) <= 19 and not _OTHER_NUMBER.search(text[: match.start()]):
            yield Span("order_number", number, *match.span(), rank=2)
    for match in _PHONE.finditer(text):
        yield Span("phone", re.sub(r"\D", "", match.group()), *match.span(), rank=2)
    for match in _ITEM.finditer(text):
        yield Span("item_number", match.group(), *match.span(), rank=3)
    yield from _phone_tails(text)


def linked_items(links: Iterable[Span]) -> Iterator[Span]:
    """Yields the item numbers in links, inside the span of each; other spans are passed over."""
    for link in links:
        if link.entity == "url" and (match := _LINKED.search(str(link.value))):
            start = link.start + match.start("n")
            yield Span("item_number", match["n"], start, start + len(match["n"]), rank=3)


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
    for match in _TAIL_BEFORE.finditer(text):
        other = _OTHER_TAIL_BEFORE.search(text[: match.start()])
        if not (other or _OTHER_TAIL_AFTER.match(text, match.end())):
            yield _tail(match)
    for pattern in (_TAIL_AFTER, _SECOND_TAIL, _MASKED):
        yield from map(_tail, pattern.finditer(text))
    if bare := _BARE_TAIL.match(text):
        yield _tail(bare)


def _tail(match: re.Match[str]) -> Span:
    digits = "".join(
        str(_DIGITS.index(char)) if char in _DIGITS else char
        for char in match["t"].replace(" ", "")
    )
    return Span("phone_tail", digits, *match.span("t"), rank=1)
