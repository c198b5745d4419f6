"""`python -m bench [--quick]`: trains both bots, runs them in turns, writes the comparison."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bench import machine
from bench.contestants import Contestant, Ours, Stock, Training
from bench.measure import Figures, one_run
from bench.report import Result, document, goals_missed, table
from bench.stock_project import ROOT, Cut

RESULTS = ROOT / "bench" / "results.md"

#: The quick comparison must end within 8 minutes. What the stock bot learns hardly changes what
#: a message costs it: the network is as large, only its vocabulary is smaller.
QUICK_CUT = Cut(examples_per_intent=5, epochs=2)

_COMMAND = "python -m bench --stock-epochs"

#: Above this load of others, per core, the figures are marked as taken on a busy machine.
BUSY_PER_CORE = 0.5


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0 when everything was measured, whatever the figures say."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run; the stock bot learns less")
    parser.add_argument("--runs", type=int, help="runs of each bot")
    parser.add_argument(
        "--stock-epochs",
        type=int,
        help="epochs of the stock bot: fewer than its 100 save an hour or two, and change nothing "
        "in what a message costs it",
    )
    parser.add_argument("--out", type=Path, help="where the result is written")
    told = parser.parse_args(arguments)
    runs = told.runs or (1 if told.quick else 3)
    cut = Cut(epochs=told.stock_epochs) if told.stock_epochs else _cut(told.quick)
    ours, stock = Ours(told.quick), Stock(cut)
    remarks = _remarks_of_the_machine()
    trainings = {bot.name: _train(bot) for bot in (ours, stock)}
    whole = cut == Cut() and not told.quick
    if trainings["stock"].earlier and whole:
        remarks.append("The training time of the stock bot is that of an earlier comparison.")
    if not (whole or told.quick):
        took = {name: f"{training.seconds:.0f} s" for name, training in trainings.items()}
        remarks.append(
            f"Training is not compared: ours took {took['ours']}, the stock bot's {cut.epochs} "
            f"epochs {took['stock']}."
        )
    if told.quick:
        remarks.append("Quick: one run tells little; training is not compared.")
    ours.forget()
    figures: dict[str, list[Figures]] = {"ours": [], "stock": []}
    for run in range(runs):
        for bot in (stock, ours):
            measured = _run(bot, run, runs)
            if whole:
                measured["training_s"] = trainings[bot.name].seconds
            figures[bot.name].append(measured)
    full = "make bench" if whole else f"{_COMMAND} {cut.epochs}"
    command = "make bench-quick" if told.quick else full
    result = Result(figures["ours"], figures["stock"], command, str(stock.cut), remarks)
    return _tell(result, told.out or (_scratch() if told.quick else RESULTS))


def _cut(quick: bool) -> Cut:
    """The whole frozen project where its model is kept or there is time to train it."""
    return QUICK_CUT if quick and not Stock(Cut()).model.exists() else Cut()


def _scratch() -> Path:
    """Where the quick comparison goes: the committed results are those of the full one."""
    return ROOT / "bench" / "work" / "results-quick.md"


def _remarks_of_the_machine() -> list[str]:
    load = machine.busy()
    if load <= BUSY_PER_CORE * machine.cores():
        return []
    return [f"The machine was busy with other work (load {load:.1f} at the start)."]


def _train(bot: Contestant) -> Training:
    _say(f"{bot.name}: training")
    training = bot.train()
    _say(f"{bot.name}: training took {training.seconds:.0f} s{_earlier(training)}")
    return training


def _earlier(training: Training) -> str:
    return " (kept from an earlier comparison)" if training.earlier else ""


def _run(bot: Contestant, run: int, runs: int) -> Figures:
    began = time.monotonic()
    figures = one_run(bot, run)
    _say(
        f"{bot.name}: run {run + 1} of {runs} in {time.monotonic() - began:.0f} s: "
        f"{figures['rate_32u']:.1f}/s at 32 users, p50 {figures['p50_1u_ms']:.1f} ms, "
        f"{figures['memory_mb']:.0f} MB, start {figures['start_s']:.1f} s"
    )
    return figures


def _tell(result: Result, path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document(result), encoding="utf-8")
    print(table(result))
    for remark in result.remarks:
        print(remark)
    for title in goals_missed(result):
        print(f"goal missed: {title}")
    _say(f"written to {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
