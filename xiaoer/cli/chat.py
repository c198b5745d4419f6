"""`xiaoer chat`: the bot in the terminal, by hand or from a script."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import Optional

import typer

from xiaoer.cli.talking import MODEL, NO_PREPARE


def chat(
    buyer: Optional[str] = typer.Option(
        None, "--buyer", metavar="ID", help="以这位买家的身份登录；不写就是没登录的访客。"
    ),
    conversation: Optional[str] = typer.Option(
        None, "--conversation", metavar="ID", help="接着这个会话聊；不写就开一个新的。"
    ),
    script: Optional[str] = typer.Option(
        None, "--script", metavar="FILE", help="一行一条消息的文件，“-”是标准输入。"
    ),
    as_json: bool = typer.Option(
        False, "--json", help="每条消息输出一行 JSON（没有 --script 时读标准输入）。"
    ),
    no_prepare: bool = NO_PREPARE,
    model: Optional[Path] = MODEL,
) -> None:
    """在终端里和店小二聊天。"""
    import asyncio

    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.talking import load_bot, ready

    conversation = conversation or f"chat-{uuid.uuid4().hex[:12]}"
    settings = read_settings()
    if script is None and not as_json and sys.stdin.isatty():
        from xiaoer.cli.live_chat import LiveChat

        live = LiveChat(conversation, buyer)
        shop, model_file = ready(settings, no_prepare, model, buyer)
        asyncio.run(live.run(load_bot(shop, model_file)))
        return
    from xiaoer.cli.script_chat import ScriptChat, open_lines, own_stdout

    lines, out = open_lines(script or "-"), own_stdout()
    shop, model_file = ready(settings, no_prepare, model, buyer)
    talk = ScriptChat(load_bot(shop, model_file), conversation, buyer, out, as_json)
    if not asyncio.run(talk.run(lines)):
        raise typer.Exit(1)
