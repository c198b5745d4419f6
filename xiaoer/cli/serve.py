"""`xiaoer serve`: the server with everything in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from xiaoer.cli.talking import MODEL, NO_PREPARE

if TYPE_CHECKING:
    from xiaoer.settings import Settings
    from xiaoer.shop import Shop

#: Demo buyers that are printed; `xiaoer demo` has them all.
SHOWN_BUYERS = 5


def serve(
    host: Optional[str] = typer.Option(
        None, "--host", help="监听地址；默认只有本机能访问（127.0.0.1）。"
    ),
    port: Optional[int] = typer.Option(None, "--port", help="端口，默认 5005。"),
    no_prepare: bool = NO_PREPARE,
    model: Optional[Path] = MODEL,
) -> None:
    """启动服务：机器人、HTTP 接口和定时任务，都在一个端口上。"""
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import progress, say
    from xiaoer.cli.talking import load_bot, quietly, ready

    settings = read_settings(host=host, port=port)
    progress("加载程序……")
    with quietly():
        from xiaoer.channels.server import ensure_port_free
        from xiaoer.channels.server import serve as run_server

    ensure_port_free(settings.host, settings.port)
    shop, model_file = ready(settings, no_prepare, model)
    bot = load_bot(shop, model_file)
    run_server(settings, shop, bot, on_ready=lambda: say(greeting(settings, shop)))


def greeting(settings: Settings, shop: Shop) -> str:
    """What to try, once the server answers."""
    from xiaoer.cli.output import command

    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    base = f"http://{host}:{settings.port}"
    lines = [
        "✔ 店小二在运行，Ctrl-C 停止。",
        f"  接口      {base}/api/v1/conversations/会话编号/messages",
        f"  接口文档  {base}/api/v1/openapi.json",
        f"  健康检查  {base}/healthz",
        f"  终端里聊  {command()} chat --buyer 买家编号",
    ]
    if not settings.api_token and not settings.buyer_secret:
        lines.append("  接口还没有开放：先在 .env 里设置 XIAOER_API_TOKEN（见 .env.example）")
    return "\n".join([*lines, *_to_try(settings, shop)])


def _to_try(settings: Settings, shop: Shop) -> list[str]:
    """Some demo buyers with an order each, where the demo shop is loaded."""
    from xiaoer.cli.output import command
    from xiaoer.shop.pack import demo_overview

    if shop.setting("pack") != settings.pack.name or not settings.pack.is_dir():
        return []
    buyers = [buyer for buyer in demo_overview(shop.db, settings.pack) if buyer.orders]
    if not buyers:
        return []
    lines = ["", f"示例店铺里可以试的买家（全部：{command()} demo）："]
    for buyer in buyers[:SHOWN_BUYERS]:
        order = buyer.orders[0]
        who = f"{buyer.id}  {buyer.name}  尾号 {buyer.phone_tail}"
        lines.append(f"  {who}  订单 {order.no}  {order.special or '；'.join(order.items)}")
    return lines
