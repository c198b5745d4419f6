"""`xiaoer evidence`: from a file to a verdict that the buyer hears."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.shop.aftersales.filed import file_case
from tests.shop.aftersales.pictures import photo_file
from xiaoer.shop import Shop


@pytest.fixture
def photo(cli_shop: Shop, tmp_path: Path) -> Path:
    """A photo, beside a shop with case A1."""
    file_case(cli_shop, "A1")
    path = tmp_path / "broken.jpg"
    path.write_bytes(photo_file())
    return path


def test_nothing_waits(run: Run) -> None:
    assert "没有等着核对的照片" in run("evidence", "list").out
    assert "还没有售后单要过照片" in run("evidence", "list", "--all").out
    assert json.loads(run("evidence", "list", "--json").out) == []


def test_from_a_file_to_a_verdict(run: Run, photo: Path, cli_shop: Shop) -> None:
    assert "已放进售后单 A1" in run("evidence", "add", "A1", str(photo)).out
    (waiting,) = json.loads(run("evidence", "list", "--json").out)
    assert (waiting["case_no"], waiting["state"]) == ("A1", "received")
    assert Path(waiting["photos"][0]["file"]).is_file()
    assert waiting["photos"][0]["file"] in run("evidence", "show", "A1").out
    assert "A1" in run("evidence", "list").out
    assert "等买家补发" in run("evidence", "again", "A1", "面单拍清楚些").out
    assert "没有等着核对的照片" in run("evidence", "list").out
    assert "面单拍清楚些" in run("evidence", "list", "--all").out
    assert run("tick").code == 0
    assert "面单拍清楚些" in cli_shop.messages("chat-A1")[-1].text
    assert "已通过" not in run("evidence", "show", "A1").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accept", "A9"), "没有编号为 A9 的售后单"),
        (("accept", "A1"), "还没有收到照片"),
        (("doubt", "A1"), "缺少"),
        (("add", "A1", "nowhere.jpg"), "nowhere.jpg"),
        (("add", "A1", "README.md"), "README.md：这个文件不是照片"),
    ],
)
def test_what_cannot_be_done(run: Run, photo: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("evidence", *arguments)
    assert done.code != 0
    assert said in done.err


def test_a_huge_file_is_refused_unread(run: Run, photo: Path) -> None:
    with photo.open("ab") as file:
        file.truncate(30 * 1024 * 1024)
    refused = run("evidence", "add", "A1", str(photo))
    assert refused.code == 1
    assert f"{photo}：这张照片有 30.0 MB，最大 10 MB" in refused.err
