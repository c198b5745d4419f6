"""Makes one spelling out of the many in which buyers write; the original stays with the caller.

Two steps. `fold` changes characters one for one (full width, traditional characters, what
cannot be printed), so a place in the folded text is a place in the original. `clean` then
makes the text that is classified: links and numbers that name something are taken out, emoji
become words, typing errors and shorthand are put right, repetitions shrink.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Iterable

from opencc import OpenCC

from xiaoer.nlu.spans import Span
from xiaoer.nlu.wordlists import pairs

#: Only so many characters of a message are looked at.
MAX_CHARACTERS = 600
#: These are kept as entities and taken out of what is classified.
TAKEN_OUT = frozenset({"url", "photo", "order_number", "item_number", "tracking_number", "phone"})

_INVISIBLE = "\u200b"
_BRACKET_EMOJI = re.compile(r"\[[^\[\]\s\d]{1,4}\]|/:[\w^~\-]{2,6}|<[^<>]{0,300}>")
_REPEATED_CJK = re.compile(r"([^\W\d_a-z])\1{2,}")
_REPEATED_LATIN = re.compile(r"([a-z])\1{3,}")
_REPEATED_MARK = re.compile(r"([^\w\s])\1+")
_ROUND_DOWN = re.compile(r"抹(?:个|掉)?0(?!\d)")
_YUAN_LETTER = re.compile(r"(?<=\d)\s?(?:r|rmb)(?![a-z])")
_ENDEARMENT = re.compile(r"亲{2,}|亲爱的")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def _fold_character(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\n\t\r":
        return " "
    if category in ("Cf", "Mn", "Me"):
        return _INVISIBLE
    if category in ("Cs", "Cc", "Co", "Cn"):
        return " "
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def fold(original: str) -> str:
    """The first `MAX_CHARACTERS` of a message, each character in its plain simplified form.

    The result is as long as what it was made from: offsets hold in both. Never fails.
    """
    folded = "".join(map(_fold_character, original[:MAX_CHARACTERS]))
    if folded.isascii():
        return folded
    simplified = str(_converter().convert(folded))
    if len(simplified) == len(folded):
        return simplified
    converted = (str(_converter().convert(char)) for char in folded)
    return "".join(
        new if len(new) == 1 else old for new, old in zip(converted, folded, strict=True)
    )


@lru_cache(maxsize=1)
def _typos() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(wrong), right) for wrong, right in pairs("typos").items())


@lru_cache(maxsize=1)
def _typo_hint() -> re.Pattern[str]:
    """One pass tells whether any of the corrections can apply at all."""
    return re.compile("|".join(f"(?:{wrong})" for wrong in pairs("typos")))


@lru_cache(maxsize=1)
def _shorthand() -> re.Pattern[str]:
    known = sorted(pairs("shorthand"), key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, known))})(?![a-z0-9])")


@lru_cache(maxsize=1)
def _emoji() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, pairs("emoji"))))


def clean(folded: str, taken: Iterable[Span] = ()) -> str:
    """The text to classify: lower case, single spaces, without what `taken` covers."""
    text = folded
    for span in sorted(taken, key=lambda s: -s.start):
        if span.entity in TAKEN_OUT:
            text = f"{text[: span.start]} {text[span.end :]}"
    text = text.replace(_INVISIBLE, "").lower()
    text = _emoji().sub(lambda m: f" {pairs('emoji')[m.group()]} ", text)
    text = _BRACKET_EMOJI.sub(" ", text)
    text = _REPEATED_MARK.sub(r"\1", text)
    text = _REPEATED_CJK.sub(r"\1\1", text)
    text = _REPEATED_LATIN.sub(r"\1\1", text)
    text = _ENDEARMENT.sub("亲", text)
    text = _spell_out(text)
    for _ in range(2):  # one correction may uncover another: 优惠卷 in 诱惠卷
        if not _typo_hint().search(text):
            break
        for wrong, right in _typos():
            text = wrong.sub(right, text)
    return _SPACE.sub(" ", text).strip()


def _spell_out(text: str) -> str:
    text = _ROUND_DOWN.sub("抹零", text)
    text = _YUAN_LETTER.sub("元", text)
    bare = text.strip(" .,!?~。")
    if bare in ("dd", "滴滴", "d"):
        return "在吗"
    if re.fullmatch(r"1{1,6}", bare):
        return "好的"
    if re.search(r"[a-z8]", text):
        text = re.sub(r"(?<![a-z0-9])dd(?![a-z0-9])", "订单", text)
        text = _shorthand().sub(lambda m: pairs("shorthand")[m.group()], text)
    return text
