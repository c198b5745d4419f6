"""`xiaoer review`: what the bot did not understand, and teaching it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, List, Optional, Sequence

import typer

if TYPE_CHECKING:
    from xiaoer.shop.review.model import ReviewItem

app = typer.Typer(help="没听懂的消息：看一看、归好类、写进训练数据。", invoke_without_command=True)

_REASONS = {"asked_back": "没听懂", "handed_over": "转了人工", "corrected": "同事改过"}
_NUMBERS = typer.Argument(..., metavar="编号...", help="收件箱里的编号，可以写几个。")


@app.callback()
def list_(
    context: typer.Context, as_json: bool = typer.Option(False, "--json", help="输出 JSON。")
) -> None:
    """按意思分组列出没听懂的消息，并给出建议的意图。"""
    if context.invoked_subcommand is not None:
        return
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import print_json, say, table
    from xiaoer.shop.review.inbox import open_items, proposed

    shop = open_shop(read_settings())
    with shop.db.read() as session:
        groups = _grouped(open_items(session))
    if as_json:
        print_json([_told(group, proposed(group)) for group in groups])
        return
    if not groups:
        say("收件箱是空的：近来的消息都听懂了。")
        return
    rows = [
        [
            str(number),
            proposed(group) or "—",
            str(item.id),
            item.text.replace("\n", " "),
            _REASONS[item.reason],
        ]
        for number, group in enumerate(groups, 1)
        for item in group
    ]
    table("没听懂的消息", ["组", "建议的意图", "编号", "消息", "原因"], rows)
    say("写进训练数据：xiaoer review accept 编号... [--intent 意图]")
    say("不用学的：xiaoer review dismiss 编号...")


def _grouped(items: Sequence[ReviewItem]) -> List[List[ReviewItem]]:
    if not items:
        return []
    from xiaoer.nlu.clusters import clusters
    from xiaoer.nlu.embedding import embedder

    vectors = embedder().texts([item.text for item in items])
    return [[items[place] for place in group] for group in clusters(vectors)]


def _told(group: Sequence[ReviewItem], intent: str) -> dict[str, Any]:
    return {
        "intent": intent or None,
        "items": [
            {"id": item.id, "text": item.text, "reason": item.reason, "guesses": item.guesses}
            for item in group
        ],
    }


@app.command()
def accept(
    numbers: List[int] = _NUMBERS,
    intent: Optional[str] = typer.Option(
        None, "--intent", help="这些消息是什么意图；不写就用各自建议的。"
    ),
    file: Path = typer.Option(Path("data/nlu.yml"), "--file", help="训练数据文件。"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只看会改什么，不动文件。"),
) -> None:
    """把消息写进训练数据，并显示改动，方便提交。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say
    from xiaoer.nlu.additions import CannotAdd, added
    from xiaoer.shop.review.inbox import chosen, do_close, proposed
    from xiaoer.shop.review.masking import MASK

    shop = open_shop(read_settings())
    with shop.db.write() as session:
        items = chosen(session, numbers)
        wanted = [(intent or proposed([item]), MASK.sub("", item.text)) for item in items]
        try:
            change = added(file, wanted)
        except CannotAdd as error:
            raise CommandFailed(str(error)) from error
        say(change.difference)
        if dry_run:
            return
        for item, (name, _) in zip(items, wanted, strict=True):
            item.intent = name
        do_close(session, shop.clock(), "staff:cli", items, "accepted")
        # Last: what cannot be written must not count as learnt.
        change.write()
    say(f"已写入 {file}。看过改动再提交；下次启动会自动重新训练。")


@app.command()
def dismiss(numbers: List[int] = _NUMBERS) -> None:
    """这些消息不用学，从收件箱里拿掉。"""
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say
    from xiaoer.shop.review.inbox import chosen, do_close

    shop = open_shop(read_settings())
    with shop.db.write() as session:
        items = chosen(session, numbers)
        do_close(session, shop.clock(), "staff:cli", items, "dismissed")
    say(f"拿掉了 {len(items)} 条。")


@app.command()
def correct(
    conversation: str = typer.Argument(..., metavar="对话", help="对话编号。"),
    seq: int = typer.Argument(..., metavar="第几条", help="消息在对话里的编号。"),
    intent: str = typer.Argument(..., metavar="意图", help="这条消息其实是什么意图。"),
) -> None:
    """机器人理解错了的消息，改成对的意图，放进收件箱。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say
    from xiaoer.shop.replies import TOPICS
    from xiaoer.shop.review.collect import NotThere, do_correct

    if intent not in TOPICS:
        raise CommandFailed(f"没有意图 {intent}，可用的意图见 domain.yml")
    shop = open_shop(read_settings())
    with shop.db.write() as session:
        try:
            item = do_correct(session, shop.clock(), "staff:cli", conversation, seq, intent)
        except NotThere as error:
            raise CommandFailed(str(error)) from error
        number = item.id
    say(f"记下了，收件箱编号 {number}：{intent}。")
