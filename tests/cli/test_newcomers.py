"""What a newcomer runs into: each has one clear line with the remedy, and no traceback."""

from __future__ import annotations

import csv
import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Result, Run
from xiaoer.cli import errors


def failed(result: Result, *words: str) -> None:
    """Asserts a failure that says all the words and shows no insides."""
    assert result.code == 1
    assert result.err.startswith("✘ ") or "\n✘ " in result.err
    assert "Traceback" not in result.err and 'File "' not in result.err
    for word in words:
        assert word in result.err


def test_port_taken(spawn: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = spawn("serve", "--port", port)

    failed(result, port, "--port")
    assert result.out == ""


@pytest.mark.parametrize(
    "command", [("approvals", "list"), ("migrate",), ("chat", "--script", "-")]
)
def test_unreadable_database(spawn: Run, data_dir: Path, command: tuple[str, ...]) -> None:
    (data_dir / "xiaoer.db").write_bytes(b"this is no database" * 100)

    failed(spawn(*command), "打不开数据库", "xiaoer.db")


@pytest.mark.parametrize("command", [("demo",), ("migrate",), ("serve", "--port", "0")])
def test_database_of_a_newer_version(spawn: Run, data_dir: Path, command: tuple[str, ...]) -> None:
    with sqlite3.connect(data_dir / "xiaoer.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    failed(spawn(*command), "9999", "请更新程序")


def test_no_database_yet(run: Run, data_dir: Path) -> None:
    (data_dir / "xiaoer.db").unlink()

    failed(run("approvals", "list"), "xiaoer migrate")
    assert not (data_dir / "xiaoer.db").exists()


def test_empty_database(run: Run, data_dir: Path) -> None:
    (data_dir / "xiaoer.db").write_bytes(b"")

    failed(run("tick"), "xiaoer migrate")


def test_address_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_DATABASE_URL", "my database")

    failed(run("migrate"), "XIAOER_DATABASE_URL")


def test_postgresql_that_does_not_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_DATABASE_URL", "postgresql://shop:hush@127.0.0.1:1/shop")

    result = run("approvals", "list")

    failed(result, "PostgreSQL")
    assert "hush" not in result.err


def test_invalid_policy(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text('desk:\n  open: "09:00"\n  failed_turns: 99\nbargin: {}\n', encoding="utf-8")
    monkeypatch.setenv("XIAOER_POLICY_FILE", str(policy))

    for command in (["policy", "check"], ["policy", "check", str(policy)], ["tickets", "list"]):
        failed(run(*command), f"{policy}:3: desk.failed_turns", "不能大于", f"{policy}:4: bargin")


@pytest.mark.parametrize("kind", ["missing", "folder", "no model"])
def test_wrong_model_path(spawn: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "model.tar.gz"
    if kind == "folder":
        path.mkdir()
    elif kind == "no model":
        path.write_bytes(b"not an archive")

    failed(spawn("chat", "--script", "-", "--model", str(path)), str(path), "xiaoer train")


def test_not_prepared_and_not_allowed_to(
    spawn: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOER_MODEL_DIR", str(tmp_path / "models"))

    failed(spawn("chat", "--script", "-", "--no-prepare"), "xiaoer train")
    assert not (tmp_path / "models").exists()


def test_unknown_buyer(spawn: Run) -> None:
    failed(spawn("chat", "--script", "-", "--buyer", "nobody"), "nobody", "xiaoer demo")


def test_script_that_is_not_there(spawn: Run) -> None:
    failed(spawn("chat", "--script", "/nowhere/talk.txt"), "/nowhere/talk.txt")


def test_setting_that_is_no_number(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_PORT", "many")

    failed(run("migrate"), "XIAOER_PORT", ".env.example")


def test_pack_with_errors(run: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / "packs" / "demo", pack)
    with (pack / "skus.csv").open(encoding="utf-8", newline="") as stream:
        header, first, *others = csv.reader(stream)
    first[header.index("price")] = "很贵"
    with (pack / "skus.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, first, *others])

    failed(run("import-shop", str(pack)), "skus.csv 第2行 price", "很贵")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["chatt"], ["没有命令 chatt", "chat"]),
        (["chat", "--buyre", "b01"], ["--buyre", "xiaoer chat --help"]),
        (["approvals", "approve"], ["缺少", "ID"]),
        (["serve", "--port", "many"], ["--port", "many"]),
    ],
)
def test_mistyped_command(run: Run, command: list[str], words: list[str]) -> None:
    result = run(*command)

    assert result.code == 2
    assert all(word in result.err for word in words)


def test_traceback_on_request(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(errors.DEBUG, "1")

    with pytest.raises(errors.CommandFailed):
        run("import-shop", "/nowhere")


def test_the_named_errors_exist() -> None:
    from importlib import import_module

    for name in errors.FOR_PEOPLE:
        module, _, cls = name.rpartition(".")
        assert issubclass(getattr(import_module(module), cls), Exception), name


def test_an_unexpected_error_is_one_line() -> None:
    words = errors.in_words(RuntimeError("boom"))

    assert "boom" in words and errors.DEBUG in words and "\n" not in words
