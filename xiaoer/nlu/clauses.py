"""Splits a message into the clauses that may each carry a request of their own."""

from __future__ import annotations

import re

#: The embedding sees at most so many characters of a clause and so many clauses of a message.
MAX_CLAUSE = 64
MAX_CLAUSES = 4

_MARK = re.compile(r"[,;!?。、…~\s\u200b]+|(?<!\d)\.+|\.+(?!\d)")
_JOINT = re.compile(
    r"(?<=[吗呢吧])(?=[^\W\d_]{3})|(?<=[^什怎那这多要]么)(?=[你我今明能有可会发什几多是][^\W\d_]{2})"
    r"|(?=(?:还有就是|还有个|另外|顺便|顺带|对了|然后再?问|再问[一下]|还想问))"
)
_CORE = re.compile(r"[^\W\d_a-zA-Z]")


def split(text: str) -> list[tuple[int, int]]:
    """The clauses of a folded text as (start, end) offsets, in order.

    Fragments of fewer than two Chinese characters (`L`, `165`, `亲`) go with their neighbour.
    An empty or blank text has no clause; at most `MAX_CLAUSES` are given, the last takes the rest.
    """
    pieces = [piece for piece in _pieces(text) if text[piece[0] : piece[1]].strip()]
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        small = len(_CORE.findall(text[start:end])) < 2
        before_small = joined and len(_CORE.findall(text[joined[-1][0] : joined[-1][1]])) < 2
        if joined and (small or before_small):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > MAX_CLAUSES:
        joined[MAX_CLAUSES - 1 :] = [(joined[MAX_CLAUSES - 1][0], joined[-1][1])]
    return joined


def _pieces(text: str) -> list[tuple[int, int]]:
    cuts = [(m.start(), m.end()) for m in _MARK.finditer(text)]
    cuts += [(m.start(), m.start()) for m in _JOINT.finditer(text)]
    out, start = [], 0
    for left, right in sorted(cuts):
        if left >= start:
            out.append((start, left))
            start = right
    out.append((start, len(text)))
    return out
