"""`xiaoer tick`: fires what is due, now or as if it were another time."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import typer

#: What `Fired.kind` says to people.
WORDS = {
    "approval_expiry": "审批超时",
    "promise": "承诺到期",
    "unpaid_close": "超时未付款，订单关闭",
    "case_answer": "售后单到答复时限",
    "evidence_review": "照片到核对时限",
    "photo_retention": "照片到期删除",
    "back_in_stock": "到货提醒",
    "message": "发出消息",
}


def tick(
    at: Optional[str] = typer.Option(
        None,
        "--at",
        metavar="时间",
        help="按这个时间触发：“2026-11-11 20:00”（北京时间）、“+2h”、“+1d 09:00”。",
    ),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """触发到期的事情（审批超时、承诺、到货提醒、待发消息），列出做了什么。"""
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import moment, print_json, say

    shop = open_shop(read_settings())
    now = _moment(at, shop.clock())
    fired = shop.tick(now)
    if as_json:
        print_json(fired)
        return
    for item in fired:
        where = f"（会话 {item.conversation_id}）" if item.conversation_id else ""
        say(f"{WORDS.get(item.kind, item.kind)}：{item.subject}{where}")
    say(f"{moment(now)}：触发了 {len(fired)} 件事" if fired else f"{moment(now)}：没有到期的事情")


def _moment(text: Optional[str], now: datetime) -> datetime:
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.shop.pack.moments import TIME_ALLOWED, parse_moment

    if text is None:
        return now
    try:
        return parse_moment(text.strip(), now)
    except (ValueError, OverflowError) as error:
        raise CommandFailed(f"时间“{text}”看不懂，可以写成：{TIME_ALLOWED}") from error
