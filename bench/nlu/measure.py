"""One contestant in a process of its own: `python -m bench.nlu.measure NAME < job.json`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from typing import Any

from bench.nlu.contestants import CONTESTANTS
from bench.nlu.dataset import Labelled
from bench.stats import percentile

#: ru_maxrss is in KB on Linux and in bytes on macOS.
_PER_MB = 1024 if sys.platform == "linux" else 1024 * 1024


def measured(
    name: str, train: tuple[Labelled, ...], test: tuple[Labelled, ...]
) -> dict[str, float]:
    """Trains and asks: shares 0–1, seconds, milliseconds a message, MB at the highest."""
    started = time.perf_counter()
    classify = CONTESTANTS[name](train)
    training_s = time.perf_counter() - started
    classify(test[0].text)
    times, said = [], []
    for one in test:
        begun = time.perf_counter()
        said.append(classify(one.text))
        times.append((time.perf_counter() - begun) * 1000)
    truth = [one.label for one in test]
    return {
        "accuracy": sum(a == b for a, b in zip(truth, said, strict=True)) / len(truth),
        "macro_f1": macro_f1(truth, said),
        "training_s": training_s,
        "p50_ms": percentile(times, 50),
        "p95_ms": percentile(times, 95),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MB,
    }


def macro_f1(truth: list[str], said: list[str]) -> float:
    """The mean over the labels of the truth of 2·hits ÷ (asked + answered), 0–1."""
    asked, answered = Counter(truth), Counter(said)
    hits = Counter(a for a, b in zip(truth, said, strict=True) if a == b)
    return sum(2 * hits[x] / (asked[x] + answered[x]) for x in asked) / len(asked)


def main() -> None:
    """Reads the messages from standard input, prints the figures as the last line."""
    job: dict[str, Any] = json.load(sys.stdin)
    train, test = (tuple(Labelled(*one) for one in job[part]) for part in ("train", "test"))
    figures = measured(sys.argv[1], train, test)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
