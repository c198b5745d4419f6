"""Sets the figures of the two bots side by side."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from bench import machine
from bench.measure import EARLY, LATE, WARMING, Figures
from bench.stats import medians, ratio, spread


@dataclass(frozen=True)
class Row:
    """A line of the table: a figure, what it is called, and what is aimed at for ours ÷ stock."""

    figure: str
    title: str
    unit: str
    digits: int = 0
    #: `at_least` 2.5 or `at_most` 0.6 times stock; None is not a goal.
    at_least: float | None = None
    at_most: float | None = None

    def verdict(self, times: float) -> str:
        """Whether the goal is met, "" where there is none."""
        if self.at_least is not None:
            return f"≥ {self.at_least}: {'met' if times >= self.at_least else 'MISSED'}"
        if self.at_most is not None:
            return f"≤ {self.at_most}: {'met' if times <= self.at_most else 'MISSED'}"
        return ""


ROWS = (
    Row("p50_1u_ms", "latency, 1 user, p50", "ms", 1),
    Row("p95_1u_ms", "latency, 1 user, p95", "ms", 1),
    Row("rate_8u", "throughput, 8 users", "/s", 1),
    Row("p95_8u_ms", "latency, 8 users, p95", "ms"),
    Row("rate_32u", "throughput, 32 users", "/s", 1, at_least=2.5),
    Row("p95_32u_ms", "latency, 32 users, p95", "ms"),
    Row("cpu_32u_ms", "processor time a message, 32 users", "ms", 1),
    Row("rate_32u_seen", "throughput, 32 users, texts said before", "/s", 1),
    Row("p95_32u_seen_ms", "latency, 32 users, texts said before, p95", "ms"),
    Row(f"turn{EARLY}_ms", f"latency around turn {EARLY} of a conversation", "ms", 1),
    Row(f"turn{LATE}_ms", f"latency around turn {LATE} of the same", "ms", 1),
    Row("memory_mb", "memory after the load", "MB", at_most=0.6),
    Row("start_s", "start: process to first answer", "s", 1, at_most=0.6),
    Row("training_s", "training", "s"),
)


@dataclass(frozen=True)
class Result:
    """All that was measured; a dictionary of figures for each run of each bot."""

    ours: list[Figures]
    stock: list[Figures]
    command: str
    #: What the stock bot learnt, in words.
    stock_learnt: str
    #: Remarks that a reader needs, a sentence each.
    remarks: list[str]


def _measured(result: Result) -> list[Row]:
    return [row for row in ROWS if row.figure in result.ours[0]]


def goals_missed(result: Result) -> list[str]:
    """The titles of the rows whose goal is missed."""
    ours, stock = medians(result.ours), medians(result.stock)
    return [
        row.title
        for row in _measured(result)
        if "MISSED" in row.verdict(ratio(ours[row.figure], stock[row.figure]))
    ]


def table(result: Result) -> str:
    """The comparison as a Markdown table: medians, in brackets the spread over the runs."""
    ours, stock = medians(result.ours), medians(result.stock)
    lines = ["| | ours | stock | ours ÷ stock | goal |", "|---|---:|---:|---:|---|"]
    for row in _measured(result):
        times = ratio(ours[row.figure], stock[row.figure])
        cells = (
            row.title,
            _cell(result.ours, row, ours[row.figure]),
            _cell(result.stock, row, stock[row.figure]),
            f"{times:.2f}",
            row.verdict(times),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(runs: list[Figures], row: Row, middle: float) -> str:
    low, high = spread(runs, row.figure)
    text = f"{middle:.{row.digits}f} {row.unit}"
    if low == high:
        return text
    return f"{text} ({low:.{row.digits}f}–{high:.{row.digits}f})"


def document(result: Result) -> str:
    """The whole of results.md."""
    runs = len(result.ours)
    ours = medians(result.ours)
    about = [
        f"- {date.today().isoformat()}, `{result.command}`, {_count(runs, 'run')} each, taken in "
        "turns; the median, in brackets the least and the greatest.",
        f"- {machine.cores()} cores of {machine.cpu_model()}, {machine.memory_gb():.0f} GB memory, "
        f"{platform.system()}, Python {platform.python_version()}, Rasa {version('rasa')}.",
        f"- The stock bot learnt {result.stock_learnt}.",
        f"- Each server is warmed with {WARMING} messages. No text is sent twice, but for the rows "
        f"that say so. Of ours {100 - ours['not_sure_32u']:.0f} % of the messages at 32 users were "
        "understood with certainty; the others were answered with a question.",
        *(f"- {remark}" for remark in result.remarks),
    ]
    head = "# This bot beside stock Rasa\n\nHow this is measured stands in [README.md](README.md)."
    return f"{head}\n\n{table(result)}\n\n" + "\n".join(about) + "\n"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
