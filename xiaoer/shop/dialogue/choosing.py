"""Which of several options a message picks."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from xiaoer.shop.dialogue.consent import asks
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.dialogue.understanding import Understanding

_NEGATIONS = ("不", "没", "别", "未")


def choose(options: Sequence[Option], understood: Understanding) -> Optional[Option]:
    """The option that a message picks: by number, by its words, or by a part only it has."""
    if not options:
        return None
    text = understood.text.strip()
    ordinal = understood.value("ordinal")
    if ordinal is None and (digit := re.fullmatch(r"(\d)[.。、]?", text)):
        ordinal = int(digit.group(1))
    if isinstance(ordinal, int) and ordinal and -1 <= ordinal <= len(options):
        return options[ordinal - 1 if ordinal > 0 else -1]
    exact = [option for option in options if text in (option.label, option.value)]
    if exact:
        return exact[0]
    if asks(text):
        # 拒收要我出运费吗 shares a word with 拒收退款 and picks nothing.
        return None
    plain = re.sub(r"(就|要|那|的|吧|这个|那个|哦|啊|呢|亲|选)", "", text)
    if 0 < len(plain) <= 20:
        parts = [o for o in options if plain in o.label or o.value in text]
        parts = parts or [o for o in options if _own_part(o, options, text)]
        parts = [o for o in parts if not _negated(o, text)]
        if len(parts) == 1:
            return parts[0]
    return None


def _negated(option: Option, text: str) -> bool:
    """Whether the text says no where the label does not: 不想拒收, 还没找到."""
    return any(word in text and word not in option.label for word in _NEGATIONS)


def _own_part(option: Option, options: Sequence[Option], text: str) -> bool:
    """Whether the text holds two characters of the label that no other label has."""
    others = "\n".join(other.label for other in options if other is not option)
    label = option.label
    pairs = {label[i : i + 2] for i in range(len(label) - 1)}
    return any(pair in text and pair not in others for pair in pairs if not pair.isspace())
