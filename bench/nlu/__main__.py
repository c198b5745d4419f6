"""`python -m bench.nlu FILE`: trains and tests every contestant on the same split."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.nlu.contestants import CONTESTANTS
from bench.nlu.dataset import DataUnusable, Split, read, split
from bench.process import clean_environment
from bench.stock_project import ROOT

#: DIET on some ten thousand messages takes the better part of an hour.
LONGEST_S = 4 * 3600

NAMES = {
    "ours": "ours: sentence vectors, characters, kernel ridge",
    "stock": "stock Rasa: jieba, counts, DIET 100 epochs",
    "characters": "TF-IDF characters 1–4, logistic regression",
    "words": "TF-IDF jieba words 1–2, linear SVM",
}
COLUMNS = {
    "accuracy": ("accuracy", "{:.1%}"),
    "macro_f1": ("macro F1", "{:.1%}"),
    "training_s": ("training", "{:.0f} s"),
    "p50_ms": ("p50", "{:.1f} ms"),
    "p95_ms": ("p95", "{:.1f} ms"),
    "memory_mb": ("memory", "{:.0f} MB"),
}


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0 when every contestant was measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.nlu", description=__doc__)
    parser.add_argument("data", type=Path, help="text<TAB>label, or id<TAB>text<TAB>intent<TAB>…")
    parser.add_argument("--test-share", type=float, default=0.2)
    parser.add_argument("--only", nargs="*", choices=list(CONTESTANTS), help="leave the others out")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    told = parser.parse_args(arguments)
    if not 0 < told.test_share < 1:
        parser.error("--test-share is between 0 and 1")
    try:
        parts = split(read(told.data), told.test_share)
    except DataUnusable as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(parts.train)} to learn, {len(parts.test)} to test", file=sys.stderr)
    figures, failed = {}, False
    for name in told.only or CONTESTANTS:
        print(f"{NAMES[name]} …", file=sys.stderr, flush=True)
        found = _run(name, parts)
        failed |= found is None
        if found is not None:
            figures[name] = found
    print(json.dumps(figures)) if told.json else Console(width=110).print(_table(figures))
    return 1 if failed else 0


def _run(name: str, parts: Split) -> dict[str, float] | None:
    job = {part: [(m.text, m.label) for m in getattr(parts, part)] for part in ("train", "test")}
    done = subprocess.run(
        [sys.executable, "-m", "bench.nlu.measure", name],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean_environment(),
        timeout=LONGEST_S,
        check=False,
    )
    if done.returncode != 0:
        print(f"{name} failed: {done.stderr.strip()[-1500:]}", file=sys.stderr)
        return None
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _table(figures: dict[str, dict[str, float]]) -> Table:
    table = Table("", *(title for title, _ in COLUMNS.values()))
    for name, values in figures.items():
        cells = (form.format(values[key]) for key, (_, form) in COLUMNS.items())
        table.add_row(NAMES[name], *cells)
    return table


if __name__ == "__main__":
    sys.exit(main())
