"""`xiaoer`: puts the command groups together and turns errors into words."""

from __future__ import annotations

import os
import re
import sys
from typing import Any, Optional

import typer
from typer.main import get_command

from xiaoer.cli import (
    approvals,
    chat,
    data,
    desk,
    disputes,
    evidence,
    feeling,
    model,
    policy,
    review,
    serve,
    tick,
)
from xiaoer.cli.errors import debugging, in_words

app = typer.Typer(
    name="xiaoer",
    help="店小二：网店的客服机器人。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("chat")(chat.chat)
app.command("train")(model.train)
model.evaluate_app.command("feeling")(feeling.evaluate_feeling)
app.add_typer(model.evaluate_app, name="evaluate")
app.command("migrate")(data.migrate)
app.command("import-shop")(data.import_shop)
app.command("seed-demo")(data.seed_demo)
app.command("demo")(data.demo)
app.command("tick")(tick.tick)
app.add_typer(approvals.app, name="approvals")
app.command("dispute-pack")(disputes.dispute_pack)
app.add_typer(evidence.app, name="evidence")
app.add_typer(desk.tickets_app, name="tickets")
app.add_typer(desk.conversations_app, name="conversations")
app.add_typer(policy.app, name="policy")
app.add_typer(review.app, name="review")


@app.command()
def version() -> None:
    """显示版本。"""
    import platform
    from importlib import metadata

    from xiaoer import __version__

    rasa, python = metadata.version("rasa"), platform.python_version()
    print(f"xiaoer {__version__}（Rasa {rasa}，Python {python}）")


def run(arguments: Optional[list[str]] = None) -> int:
    """Runs a command line (default: the process's); returns the exit code."""
    try:
        result = get_command(app).main(arguments, prog_name="xiaoer", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except typer.Abort:
        return 130
    except typer.TyperException as error:
        print(f"命令写得不对：{_usage(error)}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing may be flushed to it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if debugging():
            raise
        print(f"✘ {in_words(error)}", file=sys.stderr)
        return 1


def _usage(error: Any) -> str:
    """Says in Chinese what is wrong with a command line."""
    context = getattr(error, "ctx", None)
    hint = f"用法见 {context.command_path if context else 'xiaoer'} --help"
    if option := getattr(error, "option_name", None):
        return f"没有选项 {option}，或它缺少值。{hint}"
    parameter = getattr(error, "param", None)
    name = parameter.get_error_hint(context) if parameter is not None else ""
    if hasattr(error, "param_type"):
        return f"缺少 {name}。{hint}"
    if name:
        return f"{name} 的值不能用（{error.message}）。{hint}"
    if found := re.match(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?", error.message):
        meant = f"，是不是想用 {found[2]}？" if found[2] else "。"
        return f"没有命令 {found[1]}{meant}{hint}"
    return f"{error.format_message()} {hint}"


def main() -> None:
    """The console script's entry."""
    sys.exit(run())
