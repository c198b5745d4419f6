"""`xiaoer migrate`, `import-shop`, `seed-demo`, `demo`: the shop's data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from xiaoer.settings import Settings
    from xiaoer.shop.pack import ImportReport

#: Order states as buyers know them.
STATE_WORDS = {
    "unpaid": "待付款",
    "paid": "待发货",
    "shipped": "已发货",
    "signed": "已签收",
    "completed": "已完成",
    "closed": "已关闭",
}


def migrate() -> None:
    """把数据库更新到当前版本的结构（没有就新建）。"""
    from xiaoer.cli.opening import read_settings
    from xiaoer.cli.output import progress, say
    from xiaoer.folder_lock import alone_in
    from xiaoer.shop.db.migrate import head
    from xiaoer.shop.db.migrate import migrate as bring_up_to_date

    settings = read_settings()
    with alone_in(settings.data_dir, "准备数据库", progress):
        changed = bring_up_to_date(settings.url)
    say(f"✔ 数据库{'已更新到' if changed else '已经是最新的'}结构版本 {head()}。")


def import_shop(
    folder: Path = typer.Argument(..., metavar="DIR", help="店铺资料文件夹（CSV 和 shop.yml）。"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只看会改动什么，不写入。"),
) -> None:
    """导入店铺资料；有错误时一次全部列出，什么都不写入。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import read_settings

    if not folder.is_dir():
        raise CommandFailed(f"找不到文件夹 {folder}")
    _tell(_load(read_settings(), folder, dry_run), dry_run)


def seed_demo() -> None:
    """导入示例店铺（就是 import-shop packs/demo）。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import read_settings

    settings = read_settings()
    if not settings.pack.is_dir():
        raise CommandFailed(f"找不到示例店铺 {settings.pack}，请在项目的文件夹里运行")
    _tell(_load(settings, settings.pack, dry_run=False), dry_run=False)


def _load(settings: Settings, folder: Path, dry_run: bool) -> ImportReport:
    from xiaoer.bootstrap import build_shop
    from xiaoer.cli.output import progress
    from xiaoer.folder_lock import alone_in
    from xiaoer.runtime.lexicon_file import write_lexicon
    from xiaoer.shop.db.migrate import migrate as bring_up_to_date
    from xiaoer.shop.pack import import_pack

    with alone_in(settings.data_dir, "准备数据库", progress):
        bring_up_to_date(settings.url)
        shop = build_shop(settings)
        report = import_pack(shop.db, folder, shop.clock(), dry_run=dry_run)
        if not dry_run:
            write_lexicon(settings, shop.lexicon())
    return report


def _tell(report: ImportReport, dry_run: bool) -> None:
    from xiaoer.cli.output import say, table

    touched = [
        [name, str(counts.added), str(counts.changed), str(counts.removed), str(counts.unchanged)]
        for name, counts in report.tables.items()
    ]
    table(f"{report.shop_name}（{report.pack}）", ["资料", "新增", "改动", "删除", "不变"], touched)
    for change in report.changes[:20]:
        say(f"  {change.table} {change.key} {change.field}：{change.old} → {change.new}")
    if len(report.changes) > 20:
        say(f"  …… 共 {len(report.changes)} 处改动")
    if dry_run:
        say("只是预览，什么都没有写入。")
    else:
        say("✔ 已导入。" if report.changed else "✔ 和上次一样，没有变化。")


def demo(as_json: bool = typer.Option(False, "--json", help="输出 JSON。")) -> None:
    """列出示例店铺的买家和订单，以及每一笔特别在哪里。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import command, print_json, say
    from xiaoer.shop.pack import demo_overview

    settings = read_settings()
    shop = open_shop(settings)
    buyers = demo_overview(shop.db, settings.pack) if settings.pack.is_dir() else []
    if as_json:
        print_json(buyers)
        return
    if not buyers:
        raise CommandFailed("数据库里没有示例店铺，请先运行 xiaoer seed-demo")
    for buyer in buyers:
        _print_buyer(buyer)
    say(f"试一试：{command()} chat --buyer 买家编号")


def _print_buyer(buyer: Any) -> None:
    from xiaoer.cli.output import say

    say(f"{buyer.id}  {buyer.name}  手机尾号 {buyer.phone_tail}  {buyer.special}")
    for order in buyer.orders:
        state = STATE_WORDS.get(order.state, order.state)
        say(f"    {order.no}  {state}  {'；'.join(order.items)}")
        if order.special:
            say(f"        ↳ {order.special}")
