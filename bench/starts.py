"""`python -m bench.starts`: how long the commands that do not talk take from start to end."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

from bench import machine
from bench.contestants import WORK
from bench.process import clean_environment
from bench.stock_project import ROOT

#: What a shop owner waits for, seconds on the wall clock.
GOAL_S = 1.5

COMMANDS = (
    "--help",
    "version",
    "demo --json",
    "approvals list",
    "tickets list",
    "conversations list",
    "tick",
    "policy check",
    "migrate",
)


class CommandFailed(Exception):
    """A command ended with an error; the message says which, and what it said."""


@dataclass(frozen=True)
class Took:
    """One command from the start of its process to its end, seconds."""

    wall_s: float
    #: User and system time: it hardly suffers from other work on the machine.
    processor_s: float


def take(command: str) -> Took:
    """Runs a command over the demo shop in `bench/work/starts`. Raises CommandFailed."""
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-c", "from xiaoer.cli.main import main; main()", *command.split()],
        cwd=ROOT,
        env={**clean_environment(), "XIAOER_DATA_DIR": str(WORK / "starts")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode != 0:
        raise CommandFailed(f"xiaoer {command}: {done.stderr.strip()}")
    user = after.children_user - before.children_user
    return Took(wall, user + after.children_system - before.children_system)


def table(taken: dict[str, list[Took]]) -> str:
    """Medians as a Markdown table, in brackets the least and the greatest wall-clock time."""
    lines = ["| command | wall clock | processor | goal |", "|---|---:|---:|---|"]
    for command, times in taken.items():
        walls = [one.wall_s for one in times]
        middle, used = median(walls), median(one.processor_s for one in times)
        spread = f"{middle:.2f} s ({min(walls):.2f}–{max(walls):.2f})"
        verdict = "met" if middle <= GOAL_S else "MISSED"
        lines.append(f"| `xiaoer {command}` | {spread} | {used:.2f} s | ≤ {GOAL_S} s: {verdict} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; the exit code is 0 whatever the figures say."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each command")
    runs: int = parser.parse_args(arguments).runs
    # It also writes the bytecode, which an installed program has.
    take("seed-demo")
    taken = {command: [take(command) for _ in range(runs)] for command in COMMANDS}
    print(table(taken))
    print(f"\n{runs} runs each, {machine.cores()} cores, load {machine.busy():.1f} at the end.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
