"""`xiaoer tickets` and `xiaoer conversations`: what waits for people."""

from __future__ import annotations

from typing import Any, Optional

import typer

tickets_app = typer.Typer(help="工单：要人处理的事情。", no_args_is_help=True)
conversations_app = typer.Typer(help="会话。", no_args_is_help=True)

OWNER_WORDS = {"bot": "店小二", "queue": "等人工", "agent": "人工", "closed": "已结束"}


@tickets_app.callback()
def tickets() -> None:
    """工单：要人处理的事情。"""


@conversations_app.callback()
def conversations() -> None:
    """会话。"""


@tickets_app.command("list")
def list_tickets(
    everything: bool = typer.Option(False, "--all", help="连办完的一起列出。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """列出没办完的工单，快到期的在前。"""
    from sqlalchemy import select

    from xiaoer.cli.output import moment
    from xiaoer.shop.aftersales.model import Ticket

    query: Any = select(Ticket).order_by(Ticket.due_at)
    if not everything:
        query = query.where(Ticket.state == "open")
    columns = {
        "编号": "id", "类别": "kind", "事情": "title", "订单": "order_no", "售后单": "case_no",
        "会话": "conversation_id", "期限": "due_at",
    }  # fmt: skip
    _show("工单", query, columns, as_json, {"due_at": moment}, "没有待办的工单。")


@conversations_app.command("list")
def list_conversations(
    owner: str = typer.Option("", "--owner", help="只看：bot、queue（等人工）、agent 或 closed。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """列出最近的 50 个会话。"""
    from sqlalchemy import select

    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.output import moment
    from xiaoer.shop.conversations.model import Conversation
    from xiaoer.shop.db.base import cols

    query: Any = select(Conversation).order_by(cols(Conversation).updated_at.desc()).limit(50)
    if owner:
        if owner not in OWNER_WORDS:
            raise CommandFailed(f"--owner 只能是 {'、'.join(OWNER_WORDS)}，不能是“{owner}”")
        query = query.where(Conversation.owner == owner)
    columns = {
        "编号": "id", "由谁接待": "owner", "买家": "buyer_id", "来自": "channel",
        "消息数": "last_seq", "转人工原因": "queue_reason", "最近": "updated_at",
    }  # fmt: skip
    words = {"owner": lambda value: OWNER_WORDS[value], "updated_at": moment}
    _show("会话", query, columns, as_json, words, "还没有会话。")


@conversations_app.command()
def take(
    number: str = typer.Argument(..., metavar="ID", help="会话编号。"),
    name: str = typer.Option(..., "--as", metavar="姓名", help="接手的同事。"),
) -> None:
    """接手一个会话：之后店小二不再说话。"""
    _move(number, "agent", name)


@conversations_app.command("say")
def say_(
    number: str = typer.Argument(..., metavar="ID", help="会话编号。"),
    text: str = typer.Argument(..., help="对买家说的话。"),
    name: str = typer.Option(..., "--as", metavar="姓名", help="接手的同事。"),
) -> None:
    """在接手的会话里回复买家。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say
    from xiaoer.shop.conversations.ownership import MoveNotAllowed

    try:
        open_shop(read_settings()).agent_says(number, name, text)
    except MoveNotAllowed as error:
        told = f"会话 {number} 不在 {name} 手里，先用 conversations take 接手"
        raise CommandFailed(told) from error
    say("发出去了。")


@conversations_app.command("give-back")
def give_back(number: str = typer.Argument(..., metavar="ID", help="会话编号。")) -> None:
    """交还给店小二，由它接着回答。"""
    _move(number, "bot")


@conversations_app.command()
def close(number: str = typer.Argument(..., metavar="ID", help="会话编号。")) -> None:
    """结束会话；买家再来消息时由店小二接待。"""
    _move(number, "closed")


def _move(number: str, to: str, name: Optional[str] = None) -> None:
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say
    from xiaoer.shop.conversations.ownership import MoveNotAllowed

    shop = open_shop(read_settings())
    if (found := shop.conversation(number)) is None:
        raise CommandFailed(f"没有编号为 {number} 的会话，用 conversations list 看一下")
    try:
        shop.hand_over(number, to, f"staff:{name or 'cli'}", agent=name)
    except MoveNotAllowed as error:
        raise CommandFailed(f"会话现在由{OWNER_WORDS[found.owner]}接待，不能这样转") from error
    say(f"会话 {number} 现在由{name or OWNER_WORDS[to]}接待。")


def _show(
    title: str, query: Any, columns: dict[str, str], as_json: bool, words: dict[str, Any], none: str
) -> None:
    """Prints the rows of a query: `columns` names what is shown, `words` how a value reads."""
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import print_json, say, table

    shop = open_shop(read_settings())
    with shop.db.read() as session:
        rows = session.execute(query).scalars().all()
    if as_json:
        print_json([{name: getattr(row, name) for name in columns.values()} for row in rows])
    elif not rows:
        say(none)
    else:
        cells = [[_cell(row, name, words) for name in columns.values()] for row in rows]
        table(title, list(columns), cells)


def _cell(row: Any, name: str, words: dict[str, Any]) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    return str(words[name](value) if name in words else value)
