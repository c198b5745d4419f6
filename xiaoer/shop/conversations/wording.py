"""What the shop never says (policy §8), looked for in every text before it is stored."""

from __future__ import annotations

import re
from typing import Sequence, Tuple

from xiaoer.policy import Policy

_QUOTED = re.compile(r"“([^“”]*)”")


def forbidden_in(policy: Policy, text: str, quoted: Sequence[str] = ()) -> Tuple[str, ...]:
    """The forbidden words of a text, in the order of the policy.

    `quoted` are other people's words that the text repeats (a title, a note, a carrier's scan):
    what stands in them is no claim of the shop.
    """
    return tuple(
        word
        for word in policy.wording.forbidden
        if word in text and not any(word in words for words in quoted)
    )


def quotations(text: str) -> Tuple[str, ...]:
    """What stands between quotation marks."""
    return tuple(_QUOTED.findall(text))
