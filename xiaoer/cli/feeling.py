"""`xiaoer evaluate feeling`: how well anger and urgency are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from xiaoer.cli.talking import MODEL, NO_PREPARE

if TYPE_CHECKING:
    from xiaoer.nlu.evaluate_feeling import FeelingReport, SignalReport

#: What the signals are called.
NAMES = {"anger": "生气", "urgency": "着急"}


def evaluate_feeling(
    file: Path = typer.Argument(
        ...,
        metavar="FILE",
        help="制表符分隔，第一行是列名：text、anger、urgency（0–2）；标注规则见 docs/feeling.md。",
    ),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
    mistakes: bool = typer.Option(False, "--mistakes", help="列出判断错的消息。"),
    no_prepare: bool = NO_PREPARE,
    model: Optional[Path] = MODEL,
) -> None:
    """用一份标好的买家消息评测生气和着急的判断；从多少起算数，按店铺规则里的 feeling。"""
    from xiaoer.cli.model import parser
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import print_json
    from xiaoer.cli.talking import load_bot, ready
    from xiaoer.nlu.evaluate_feeling import evaluate_feeling as measure
    from xiaoer.nlu.feeling_data import read_felt

    rows = read_felt(file)
    shop, model_file = ready(read_settings(), no_prepare, model)
    points = shop.policy.current().feeling
    working_points = {"anger": points.angry_from, "urgency": points.urgent_from}
    report = measure(parser(load_bot(shop, model_file)), rows, working_points)
    if as_json:
        print_json(report.as_dict())
    else:
        _print(report, mistakes)


def _print(report: FeelingReport, mistakes: bool) -> None:
    from xiaoer.cli.output import say, table

    say(f"{report.messages} 条消息")
    rows = []
    for name, signal in report.signals.items():
        for measure, share in (("精确率", signal.precision), ("召回率", signal.recall)):
            if not share.total:
                continue
            low, high = share.interval
            interval = f"{low:.1%} – {high:.1%}"
            hits = f"{share.hits}/{share.total}"
            point = f"{signal.working_point:g}"
            rows.append([NAMES[name], point, measure, f"{share.value:.1%}", interval, hits])
    table("判断", ["", "从多少起算", "指标", "结果", "95% 区间", "条数"], rows)
    for name, signal in report.signals.items():
        _print_reliability(name, signal)
        if mistakes:
            wrong = [[t, f"{p:.2f}", "漏了" if s else "误报"] for t, p, s in signal.mistakes()]
            table(f"{NAMES[name]}：判断错的", ["原话", "概率", ""], wrong)


def _print_reliability(name: str, signal: SignalReport) -> None:
    from xiaoer.cli.output import table

    rows = []
    for band in signal.reliability():
        low, high = band.strong.interval
        rows.append(
            [
                f"{band.low:g} – {band.high:g}",
                str(band.strong.total),
                f"{band.expected:.0%}",
                f"{band.strong.value:.0%}",
                f"{low:.0%} – {high:.0%}",
            ]
        )
    title = f"{NAMES[name]}：说的概率准不准"
    table(title, ["概率", "条数", "应有", "实有", "95% 区间"], rows)
