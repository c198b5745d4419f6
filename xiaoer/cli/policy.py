"""`xiaoer policy`: checks the owner's policy file."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

app = typer.Typer(help="店铺政策。", no_args_is_help=True)


@app.callback()
def policy() -> None:
    """店铺政策。"""


@app.command()
def check(
    file: Optional[Path] = typer.Argument(
        None, metavar="[FILE]", help="政策文件；不写就检查 XIAOER_POLICY_FILE 指的文件。"
    ),
) -> None:
    """检查政策文件：哪个文件、哪一行、哪一项不对，应该写什么。"""
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import say
    from xiaoer.policy import load

    path = file or read_settings().policy_file
    found = load(path)
    say(f"✔ {path or '默认政策'} 可以用（版本 {found.version}）")
