"""`xiaoer dispute-pack`: a file, and what is still missing."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.conftest import Run
from tests.shop.aftersales.filed import file_case
from xiaoer.shop import Shop


def test_writes_the_file_and_says_what_is_missing(run: Run, cli_shop: Shop, tmp_path: Path) -> None:
    file_case(cli_shop, "A1", issue_type="damaged")
    path = tmp_path / "out.zip"
    done = run("dispute-pack", "A1", "-o", str(path))
    assert done.code == 0
    assert f"已写入 {path}" in done.out
    assert "还缺 称重记录：请仓库" in done.out
    assert "时间线.pdf" in zipfile.ZipFile(path).namelist()


def test_what_cannot_be_done(run: Run, cli_shop: Shop, tmp_path: Path) -> None:
    unknown = run("dispute-pack", "A9")
    assert unknown.code == 1
    assert "没有编号为 A9 的售后单" in unknown.err
    file_case(cli_shop, "A1")
    nowhere = run("dispute-pack", "A1", "-o", str(tmp_path / "no" / "x.zip"))
    assert nowhere.code == 1
    assert "读写" in nowhere.err
