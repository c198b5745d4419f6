"""What shows on the surface of a message: words that tell a feeling, marks, repetition.

The words stand in `lexicon/feeling.txt`, each with the reason why it is looked at. No cue decides
anything: the model weighs them together with the meaning of the whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np

from xiaoer.nlu.wordlists import pairs

#: Signs of annoyance; alone each is little, several kinds together are anger.
_ANNOYED = ("reproach", "displeasure", "again", "command", "threat")
_SHOUTED = re.compile(r"[!?]{3,}")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_SAID_THRICE = re.compile(r"(.{2,6})[!?,\s]*\1[!?,\s]*\1")
_ASKED = ("?", "吗", "不", "呢", "么")


@cache
def _words() -> dict[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for pattern, cue in pairs("feeling").items():
        found.setdefault(cue, []).append(re.compile(pattern))
    return {cue: tuple(patterns) for cue, patterns in found.items()}


@cache
def names() -> tuple[str, ...]:
    """What the places of `cues` stand for."""
    annoyed = ("annoyed_kinds", "annoyed_loudly", "annoyed_thrice")
    marks = ("shouted", "exclaimed", "drawn_out", "said_thrice")
    return (*_words(), *annoyed, *marks, "long", "short", "asked")


def cues(folded: str) -> Any:
    """The cues of a folded message, each 0–1, shape [cues], float32."""
    text = folded.lower()
    told = {
        cue: float(any(pattern.search(text) for pattern in patterns))
        for cue, patterns in _words().items()
    }
    kinds = sum(told[cue] for cue in _ANNOYED)
    shouted = _SHOUTED.search(text) is not None
    marks = (
        min(kinds, 3) / 3,
        float(shouted and kinds > 1),
        float(kinds > 2),
        float(shouted),
        min(text.count("!"), 6) / 6,
        float(_DRAWN_OUT.search(text) is not None),
        float(_SAID_THRICE.search(text) is not None),
        min(len(text), 60) / 60,
        float(len(text) <= 4),
        float(text.rstrip().endswith(_ASKED)),
    )
    return np.array([*told.values(), *marks], dtype=np.float32)
