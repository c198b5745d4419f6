"""Amounts of money as buyers write them, in fen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterator

from xiaoer.nlu.counts import MEASURES
from xiaoer.nlu.numerals import NUMBER, exact_number, parse_number
from xiaoer.nlu.spans import Span

_SIGN = r"(?P<sign>(?<!\d)-|负)?"
_DIGIT = r"[\d一二两三四五六七八九]"
_YUAN = re.compile(
    rf"{_SIGN}(?P<yuan>{NUMBER})[个多来]?(?P<big>亿|万)?\s?(?P<unit>块钱|元钱|块|元|圆|rmb|r(?![a-z])|人民币)"
    rf"(?:(?P<mao>{_DIGIT})(?![\d十百千元]|{MEASURES})"
    rf"(?:(?:毛钱|毛|角)(?:(?P<fen>{_DIGIT})(?:分|(?![\d十百千元]|{MEASURES})))?)?)?钱?",
    re.IGNORECASE,
)
_MAO = re.compile(
    rf"{_SIGN}(?P<mao>{NUMBER})(?:毛钱|毛(?!巾|衣|毯|线|呢|绒|病|孩|利|豆|尖)|角(?:钱|(?=\W|\Z)))(?P<fen>{_DIGIT}(?=分))?分?"
)
_FEN = re.compile(rf"{_SIGN}(?P<fen>{NUMBER})分钱")
_SYMBOL = re.compile(rf"{_SIGN}(?:¥|¥|rmb)\s?(?P<yuan>-?\d{{1,9}}(?:\.\d{{1,2}})?)", re.IGNORECASE)
_HUNDRED_MILLION = re.compile(r"(?P<yuan>[\d一两二三几]{1,4})个亿")
_NOT_MONEY_AFTER = re.compile(r"(?:发|寄|儿|拍|买|下单|退|用|去|来|给|打包|包|弄|付|算|装|送)")
_MONEY_BEFORE = re.compile(r"(?:便宜|优惠|减|少|赔|补|返|抵|降|差|抹|贵|省|多|加|就|才)\S{0,2}$")


def amounts(text: str) -> Iterator[Span]:
    """Yields the amounts of a folded text; the value is whole fen, negative ones included."""
    for match in _SYMBOL.finditer(text):
        yield from _span(match, Decimal(match["yuan"]) * 100)
    for match in _YUAN.finditer(text):
        yield from _yuan(match, text)
    for match in _MAO.finditer(text):
        mao = exact_number(match["mao"])
        if mao is not None and mao < 100:
            yield from _span(match, mao * 10 + _small(match["fen"]))
    for match in _FEN.finditer(text):
        fen = parse_number(match["fen"])
        if fen is not None:
            yield from _span(match, fen)
    for match in _HUNDRED_MILLION.finditer(text):
        yuan = parse_number(match["yuan"])
        if yuan is not None:
            yield from _span(match, yuan * 10_000_000_000)


def _yuan(match: re.Match[str], text: str) -> Iterator[Span]:
    yuan = exact_number(match["yuan"])
    if yuan is None:
        return
    bare_block = match["unit"] == "块" and match["mao"] is None and match["yuan"] in ("一", "两")
    if bare_block and not match.group().endswith("钱"):
        together = match["yuan"] == "一" or _NOT_MONEY_AFTER.match(text, match.end())
        if together and not _MONEY_BEFORE.search(text[: match.start()]):
            return  # 一块发货 is "together", not one yuan
    if match["big"]:
        yuan *= 100_000_000 if match["big"] == "亿" else 10_000
    yield from _span(match, yuan * 100 + _small(match["mao"]) * 10 + _small(match["fen"]))


def _small(digit: str | None) -> Decimal:
    return (parse_number(digit) if digit else None) or Decimal(0)


def _span(match: re.Match[str], fen: Decimal) -> Iterator[Span]:
    signed = -fen if match.groupdict().get("sign") else fen
    start, end = match.span()
    while end > start and match.string[end - 1].isspace():
        end -= 1
    yield Span("amount", int(signed), start, end, rank=3)
