"""`xiaoer train` and `xiaoer evaluate`: the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import typer

from xiaoer.cli.talking import MODEL, NO_PREPARE

if TYPE_CHECKING:
    from xiaoer.nlu.evaluate import Report
    from xiaoer.nlu.evaluate_entities import EntityReport
    from xiaoer.runtime.bot import Bot

evaluate_app = typer.Typer(help="评测。", no_args_is_help=True)

#: What the measures of a report are called.
MEASURES = {
    "strict": "意图完全一致",
    "lenient": "意图可接受",
    "answered": "直接作答的比例",
    "right_when_answered": "作答时答对",
    "refused_when_unclear": "不清楚时没有乱答",
}


@evaluate_app.callback()
def evaluate() -> None:
    """评测。"""


def train(
    force: bool = typer.Option(False, "--force", help="没有变化也重新训练。"),
) -> None:
    """训练模型（只在数据或配置有变化时），输出模型文件的路径。"""
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import progress, say
    from xiaoer.runtime.training import ensure_model

    say(str(ensure_model(read_settings(), progress, force=force)))


@evaluate_app.command("nlu")
def evaluate_nlu(
    file: Path = typer.Argument(
        ..., metavar="FILE", help="制表符分隔，第一行是列名：text、intent、also_right（可以没有）。"
    ),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
    confusions: bool = typer.Option(False, "--confusions", help="列出容易混淆的意图和例句。"),
    no_prepare: bool = NO_PREPARE,
    model: Optional[Path] = MODEL,
) -> None:
    """用一份标好意图的买家消息评测理解能力。"""
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import print_json
    from xiaoer.cli.talking import load_bot, ready
    from xiaoer.nlu.evaluate import evaluate as measure
    from xiaoer.nlu.evaluate import read_rows

    rows = read_rows(file)
    shop, model_file = ready(read_settings(), no_prepare, model)
    report = measure(parser(load_bot(shop, model_file)), rows)
    if as_json:
        print_json(report.as_dict(confusions))
    else:
        _print(report, confusions)


@evaluate_app.command("entities")
def evaluate_entities(
    file: Path = typer.Argument(
        ...,
        metavar="FILE",
        help="制表符分隔，第一行是列名：text、entities；例子见 tests/nlu/entities.tsv。",
    ),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
    no_prepare: bool = NO_PREPARE,
) -> None:
    """用一份标好的买家消息评测认得准不准：订单号、金额、数量、尺码、颜色、快递、地区等。"""
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import print_json
    from xiaoer.cli.talking import ready_shop
    from xiaoer.nlu.evaluate_entities import evaluate_entities as measure
    from xiaoer.nlu.evaluate_entities import finder, read_marked
    from xiaoer.nlu.tagger import Tagger

    rows = read_marked(file)
    ready_shop(read_settings(), no_prepare)
    report = measure(finder(Tagger()), rows)
    if as_json:
        print_json(report.as_dict())
    else:
        _print_entities(report)


def parser(bot: Bot) -> Callable[[str], Mapping[str, Any]]:
    """Understands a text as a turn would, without answering it."""
    import asyncio

    loop = asyncio.new_event_loop()
    return lambda text: loop.run_until_complete(bot.agent.parse_message(text))


def _print(report: Report, confusions: bool) -> None:
    from xiaoer.cli.output import say, table

    say(f"{len(report.outcomes)} 条消息，理解一条的中位时间 {report.p50_ms:.1f} 毫秒")
    rows = []
    for name, share in report.shares.items():
        if not share.total:
            continue
        low, high = share.interval
        interval = f"{low:.1%} – {high:.1%}"
        hits = f"{share.hits}/{share.total}"
        rows.append([MEASURES.get(name, name), f"{share.value:.1%}", interval, hits])
    table("理解能力", ["指标", "结果", "95% 区间", "条数"], rows)
    worst = list(report.intents().items())[:10]
    weakest = [[name, f"{share.value:.0%}", str(share.total)] for name, share in worst]
    table("最弱的意图", ["意图", "可接受", "条数"], weakest)
    if confusions:
        wrong = [
            [c.intent, c.predicted, str(c.count), " · ".join(c.examples)]
            for c in report.confusions()
        ]
        table("混淆", ["应为", "当成了", "次数", "例句"], wrong)


def _print_entities(report: EntityReport, examples: int = 30) -> None:
    from xiaoer.cli.output import say, table
    from xiaoer.nlu.evaluate_entities import said

    told, held = report.as_dict(), report.scores(held_back=True)
    say(f"{told['messages']} 条消息，{told['messages_right']} 条完全认对")
    rows = []
    for kind, score in report.scores().items():
        shares = [f"{share:.1%}" for share in (score.precision, score.recall, score.f1)]
        apart = f"{held[kind].f1:.1%}（{held[kind].support}）" if kind in held else "-"
        rows.append([kind, *shares, str(score.support), apart])
    table("实体", ["种类", "精确率", "召回率", "F1", "个数", "留出的F1（个数）"], rows)
    mistakes = report.mistakes()
    if mistakes:
        shown = [[c.row.text, said(c.missed), said(c.wrong)] for c in mistakes[:examples]]
        table("错得最多的", ["原话", "没认出", "多认或认错"], shown)
    number = told["held_back"]["messages"]
    say(f"留出的 {number} 条只计分，不列错在哪里：照着例句改完，看它们才知道真实水平。")
