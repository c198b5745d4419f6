"""Measures the understanding on a file of messages with their right intents.

The file is tab-separated with the columns `text`, `intent` and `also_right` (other intents that
are as right, separated by `|`, or `-`); `unclear` stands for a message that nobody could
understand without the turns before it.
"""

from __future__ import annotations

import csv
import math
import statistics
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Sequence

from xiaoer.nlu.calibration import UNCLEAR

#: Rasa's parse result of a text; see the component docstrings for `requests` and `doubt`.
Parse = Callable[[str], Mapping[str, Any]]

#: In the files: no intent can be told.
NO_INTENT = "unclear"
#: Not to be acted on as something else.
_TO_REFUSE = frozenset({NO_INTENT, "out_of_scope"})


class EvaluationError(Exception):
    """The file cannot be evaluated; the message tells people which line, and what is wrong."""


@dataclass(frozen=True)
class Row:
    """One message and the intents that are right for it."""

    text: str
    intent: str
    also_right: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What became of a row; `predicted` is the best guess even where the bot asks back."""

    row: Row
    predicted: str
    sure: bool
    milliseconds: float

    @property
    def strict(self) -> bool:
        """Predicted what the file says."""
        return self.predicted == self.row.intent

    @property
    def lenient(self) -> bool:
        """Predicted something that is as right."""
        return self.strict or self.predicted in self.row.also_right

    @property
    def refused(self) -> bool:
        """Not acted on as something else."""
        return not self.sure or self.predicted == "out_of_scope" or self.lenient


@dataclass(frozen=True)
class Share:
    """`hits` of `total`; an empty total counts as 0."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0–1."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, 0–1."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Confusion:
    """`intent` taken for `predicted`, with some of the texts."""

    intent: str
    predicted: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All measures of one file."""

    outcomes: tuple[Outcome, ...]

    @property
    def shares(self) -> dict[str, Share]:
        """The shares under the keys of `as_dict`."""
        clear = [o for o in self.outcomes if o.row.intent != NO_INTENT]
        answered = [o for o in clear if o.sure]
        refusable = [o for o in self.outcomes if o.row.intent in _TO_REFUSE]
        return {
            "strict": _share(o.strict for o in clear),
            "lenient": _share(o.lenient for o in clear),
            "answered": _share(o.sure for o in clear),
            "right_when_answered": _share(o.lenient for o in answered),
            "refused_when_unclear": _share(o.refused for o in refusable),
        }

    @property
    def p50_ms(self) -> float:
        """Median time to understand a message."""
        return statistics.median(o.milliseconds for o in self.outcomes) if self.outcomes else 0.0

    def intents(self) -> dict[str, Share]:
        """The lenient share of each intent of the file, worst first."""
        groups: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            if outcome.row.intent != NO_INTENT:
                groups[outcome.row.intent].append(outcome)
        shares = {intent: _share(o.lenient for o in group) for intent, group in groups.items()}
        return dict(sorted(shares.items(), key=lambda item: (item[1].value, -item[1].total)))

    @property
    def macro_recall(self) -> float:
        """The mean of the intents' lenient shares, 0–1: a rare intent weighs as a frequent one."""
        shares = [share.value for share in self.intents().values()]
        return statistics.fmean(shares) if shares else 0.0

    def confusions(self, examples: int = 3) -> list[Confusion]:
        """Which intents are taken for which, most frequent first; acceptable ones do not count."""
        wrong = [o for o in self.outcomes if not o.lenient and o.row.intent != NO_INTENT]
        counts = Counter((o.row.intent, o.predicted) for o in wrong)
        texts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for outcome in wrong:
            texts[outcome.row.intent, outcome.predicted].append(outcome.row.text)
        return [
            Confusion(*pair, count, tuple(texts[pair][:examples]))
            for pair, count in counts.most_common()
        ]

    def as_dict(self, confusions: bool = False) -> dict[str, Any]:
        """For `--json`: shares as 0–1 with their intervals beside them."""
        shares = self.shares
        told: dict[str, Any] = {name: share.value for name, share in shares.items()}
        told["macro_recall"] = self.macro_recall
        told["p50_ms"] = self.p50_ms
        told["messages"] = len(self.outcomes)
        told["intervals"] = {name: list(share.interval) for name, share in shares.items()}
        told["worst_intents"] = [
            {"intent": intent, "right": share.value, "messages": share.total}
            for intent, share in list(self.intents().items())[:10]
        ]
        if confusions:
            told["confusions"] = [vars(confusion) for confusion in self.confusions()]
        return told


def evaluate(parse: Parse, rows: Sequence[Row]) -> Report:
    """Understands every row with `parse` and compares."""
    outcomes = []
    for row in rows:
        started = time.perf_counter()
        result = parse(row.text)
        elapsed = (time.perf_counter() - started) * 1000
        outcomes.append(Outcome(row, _predicted(result), result.get("doubt") == "sure", elapsed))
    return Report(tuple(outcomes))


def evaluate_file(parse: Parse, path: Path) -> Report:
    """As `evaluate`, reading the rows; raises EvaluationError."""
    return evaluate(parse, read_rows(path))


def read_rows(path: Path) -> list[Row]:
    """Reads a file with a header line; raises EvaluationError naming the line."""
    try:
        # Spreadsheets put a mark in front of UTF-8.
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = {"text", "intent"} - set(table.fieldnames or ())
            if missing:
                raise EvaluationError(f"{path}:1: 第一行缺少列名 {'、'.join(sorted(missing))}")
            return [_row(cells, path, number) for number, cells in enumerate(table, start=2)]
    except OSError as error:
        raise EvaluationError(f"{path}: 读不到这个文件（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: 文件要存成 UTF-8 编码") from error


def _row(cells: Mapping[str, str | None], path: Path, number: int) -> Row:
    text, intent = cells.get("text"), cells.get("intent")
    if text is None or not intent:
        raise EvaluationError(f"{path}:{number}: 缺少 text 或 intent")
    others = (cells.get("also_right") or "").split("|")
    return Row(text, intent, frozenset(name for name in others if name not in ("", "-")))


def _predicted(result: Mapping[str, Any]) -> str:
    requests = result.get("requests") or []
    if requests:
        return str(requests[0]["intent"])
    ranking = result.get("intent_ranking") or []
    return str(ranking[0]["name"]) if ranking else UNCLEAR


def _share(hits: Iterable[bool]) -> Share:
    found = list(hits)
    return Share(sum(found), len(found))
