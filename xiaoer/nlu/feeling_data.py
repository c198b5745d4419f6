"""Reads messages labelled with anger and urgency. The rules of labelling: docs/feeling.md.

Tab-separated with the columns `text`, `anger` and `urgency` (0–2 each), others may follow. Lines
that begin with `# ` are remarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from xiaoer.nlu.evaluate import EvaluationError

#: The two signals, in the order of their columns.
SIGNALS = ("anger", "urgency")
#: From this level on a message counts as angry, as urgent.
STRONG = 2

_LEVELS = frozenset({"0", "1", "2"})


@dataclass(frozen=True)
class Felt:
    """One message and its levels, 0–2."""

    text: str
    anger: int
    urgency: int

    def strong(self, signal: str) -> bool:
        """Whether a signal has its highest level."""
        return bool(getattr(self, signal) >= STRONG)


def read_felt(path: Path) -> list[Felt]:
    """Reads a file; raises EvaluationError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise EvaluationError(f"{path}: 读不到这个文件（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: 文件要存成 UTF-8 编码") from error
    rows = [
        (number, line.split("\t"))
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("# ")
    ]
    number, header = rows[0] if rows else (1, [])
    if missing := {"text", *SIGNALS} - set(header):
        raise EvaluationError(f"{path}:{number}: 第一行缺少列名 {'、'.join(sorted(missing))}")
    seen: dict[str, int] = {}
    found = []
    for number, cells in rows[1:]:
        felt = _felt(header, cells, f"{path}:{number}")
        if (first := seen.setdefault(felt.text, number)) != number:
            raise EvaluationError(f"{path}:{number}: 和第 {first} 行重复")
        found.append(felt)
    return found


def _felt(header: Sequence[str], cells: Sequence[str], place: str) -> Felt:
    told = dict(zip(header, cells))  # noqa: B905 - what is missing is told below
    text, levels = told.get("text", "").strip(), [told.get(name, "") for name in SIGNALS]
    if not text:
        raise EvaluationError(f"{place}: 缺少 text")
    if not set(levels) <= _LEVELS:
        raise EvaluationError(f"{place}: anger 和 urgency 只能是 0、1、2")
    anger, urgency = map(int, levels)
    return Felt(text, anger, urgency)
