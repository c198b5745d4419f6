"""`xiaoer dispute-pack`: everything about a case in one file, for the platform."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer


def dispute_pack(
    case: str = typer.Argument(..., metavar="售后单", help="售后单编号。"),
    output: Optional[Path] = typer.Option(
        None,
        "--output",
        "-o",
        metavar="文件",
        help="写到哪里；不写就是当前目录的“纠纷材料_编号.zip”。",
    ),
) -> None:
    """导出一个售后单的纠纷材料：时间线、聊天记录、照片和材料清单，第三方信息已隐去。"""
    from xiaoer.cli.opening import open_shop, read_settings
    from xiaoer.cli.output import say

    shop = open_shop(read_settings())
    pack = shop.dispute_pack(case)
    path = output or Path(f"纠纷材料_{case}.zip")
    path.write_bytes(pack.data)
    say(f"✔ 已写入 {path}：{'、'.join(pack.files)}")
    for proof in pack.missing:
        say(f"  还缺 {proof.name}：{proof.note}")
