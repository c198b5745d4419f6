"""`xiaoer approvals`: what waits for the manager's word, and giving it."""

from __future__ import annotations

from typing import Any, Optional

import typer

app = typer.Typer(help="审批：买家的优惠申请，等您拍板。", no_args_is_help=True)


@app.command("list")
def list_(
    everything: bool = typer.Option(False, "--all", help="连处理过的一起列出。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """列出待处理的审批。"""
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import moment, print_json, say, table
    from xiaoer.shop.approvals.decide import STATE_WORDS

    shop = open_shop(read_settings())
    found = shop.approvals(None if everything else "pending")
    if as_json:
        print_json([_fields(approval) for approval in found])
        return
    if not found:
        say("没有待处理的审批。" if not everything else "还没有过审批。")
        return
    table(
        "审批",
        ["编号", "状态", "申请", "要求优惠", "批准", "截止"],
        [
            [
                approval.id,
                STATE_WORDS[approval.state],
                approval.summary,
                _money(approval.asked_fen),
                _money(approval.granted_fen),
                moment(approval.expires_at),
            ]
            for approval in found
        ],
    )


@app.command()
def approve(
    number: str = typer.Argument(..., metavar="ID", help="审批编号。"),
    amount: Optional[str] = typer.Option(
        None, "--amount", metavar="元", help="同意优惠多少元；不写就按买家要求的金额。"
    ),
    reason: Optional[str] = typer.Option(None, "--reason", help="备注，只有内部看得到。"),
) -> None:
    """同意一笔审批；买家随后会收到结果。"""
    from xiaoer.cli.amounts import parse_yuan

    _decide(
        number,
        approve=True,
        amount_fen=parse_yuan(amount) if amount is not None else None,
        reason=reason,
    )


@app.command()
def refuse(
    number: str = typer.Argument(..., metavar="ID", help="审批编号。"),
    reason: Optional[str] = typer.Option(None, "--reason", help="备注，只有内部看得到。"),
) -> None:
    """拒绝一笔审批；买家随后会收到结果。"""
    _decide(number, approve=False, reason=reason)


def _decide(number: str, **decision: Any) -> None:
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say
    from xiaoer.shop.approvals.decide import STATE_WORDS, Decision

    shop = open_shop(read_settings())
    approval = shop.decide(number, Decision(by="cli", **decision))
    granted = f"，优惠 {_money(approval.granted_fen)}" if approval.granted_fen else ""
    say(f"✔ 审批 {number} {STATE_WORDS[approval.state]}{granted}。")
    say("  店小二在运行时，买家马上会收到；没有运行时，下次启动（或 xiaoer tick）时发出。")


def _money(fen: Optional[int]) -> str:
    from xiaoer.shop.money import yuan

    return "" if fen is None else yuan(fen)


def _fields(approval: Any) -> dict[str, Any]:
    return {name: getattr(approval, name) for name in _TOLD}


_TOLD = (
    "id",
    "kind",
    "state",
    "summary",
    "conversation_id",
    "product_id",
    "order_no",
    "asked_fen",
    "granted_fen",
    "requested_at",
    "expires_at",
    "decided_at",
    "reason",
)
