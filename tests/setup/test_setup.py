"""Installing: what is done, what is left alone, what is said when it fails.

A stand-in for uv writes down how it was called and makes environments without packages.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.setup.conftest import REAL_PYTHON, Machine

UV = (
    'echo "$* [index ${UV_DEFAULT_INDEX:-none}] [venv ${VIRTUAL_ENV:-none}]" >>"$HOME/uv.log"',
    'case "$1" in',
    '--version) echo "uv 0" ;;',
    f'venv) shift 4; "{REAL_PYTHON}" -m venv --without-pip "$2" ;;',
    'pip) exit "${UV_FAILS:-0}" ;;',
    "esac",
)


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """A machine with Python 3.10 and uv, and a project to install."""
    (machine.path / "python3.10").symlink_to(REAL_PYTHON)
    machine.program("uv", *UV)
    for name in ("requirements.txt", "requirements-tools.txt", "pyproject.toml"):
        (machine.project / name).write_text("# nothing\n", encoding="utf-8")
    return machine


def installs(machine: Machine) -> list[str]:
    """The installing calls since the last look."""
    log = machine.home / "uv.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in lines if line.startswith(("venv", "pip"))]


def test_installs_locks_with_hashes_and_the_project_without_network(ready: Machine) -> None:
    result = ready.run("setup.sh")

    assert result.returncode == 0, result.stderr
    bot, lock, project, tools, tools_lock = installs(ready)
    assert bot.startswith("venv") and ".venv " in bot
    assert "--require-hashes -r requirements.txt" in lock and "--compile-bytecode" in lock
    assert "--no-deps --no-build-isolation --offline -e ." in project
    assert tools.startswith("venv") and ".venv-tools" in tools
    assert "--require-hashes -r requirements-tools.txt" in tools_lock


def test_the_bot_alone_needs_no_checkers(ready: Machine) -> None:
    ready.run("setup.sh", "bot")

    assert not (ready.project / ".venv-tools").exists()


def test_a_second_run_does_nothing(ready: Machine) -> None:
    ready.run("setup.sh")
    installs(ready)

    result = ready.run("setup.sh")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert installs(ready) == []


def test_a_changed_lock_is_installed_anew(ready: Machine) -> None:
    ready.run("setup.sh")
    installs(ready)
    (ready.project / "requirements-tools.txt").write_text("# changed\n", encoding="utf-8")

    ready.run("setup.sh")

    [again] = installs(ready)
    assert "-r requirements-tools.txt" in again


def test_a_moved_clone_is_installed_anew(ready: Machine) -> None:
    ready.run("setup.sh", "bot")
    installs(ready)
    ready.project = ready.project.rename(ready.project.with_name("moved shop"))

    ready.run("setup.sh", "bot")

    assert any("-e ." in line for line in installs(ready))


def test_a_broken_environment_is_made_again(ready: Machine) -> None:
    ready.run("setup.sh", "bot")
    python = ready.project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.10")

    result = ready.run("setup.sh", "bot")

    assert result.returncode == 0
    assert python.exists()


def test_a_failed_installation_says_so_and_is_tried_again(ready: Machine) -> None:
    result = ready.run("setup.sh", UV_FAILS="1")

    assert result.returncode == 1
    assert "依赖没有装上" in result.stderr
    assert "PIP_INDEX_URL" in result.stderr
    installs(ready)
    assert ready.run("setup.sh").returncode == 0
    assert installs(ready)


def test_pips_mirror_is_used_and_another_environment_is_not(ready: Machine) -> None:
    ready.run("setup.sh", PIP_INDEX_URL="http://mirror.example/simple", VIRTUAL_ENV="/some/venv")

    calls = installs(ready)
    assert all("[index http://mirror.example/simple] [venv none]" in call for call in calls)


def test_nothing_appears_outside_the_project(ready: Machine) -> None:
    ready.run("setup.sh")
    installs(ready)

    assert list(Path(ready.home).iterdir()) == []


def test_two_at_once_install_once(ready: Machine) -> None:
    # The installer of the first begins, and goes on when the second is waiting.
    ready.program(
        "uv",
        UV[0],
        *('if [ "$1" = venv ]; then', 'echo >"$HOME/began"',
          'while [ ! -e "$HOME/go" ]; do sleep 0.1; done', "fi"),
        *UV[1:],
    )  # fmt: skip
    with ready.started("setup.sh", "bot") as first:
        while not (ready.home / "began").exists():
            assert first.poll() is None
            time.sleep(0.05)
        with ready.started("setup.sh", "bot") as second:
            assert second.stderr is not None
            assert "另一个进程" in second.stderr.readline()
            (ready.home / "go").touch()
            assert (first.wait(60), second.wait(60)) == (0, 0)

    assert len([call for call in installs(ready) if call.startswith("venv")]) == 1
    assert not (ready.project / ".tools" / "setup.lock").exists()


def test_the_lock_of_a_killed_installation_is_taken_over(ready: Machine) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    lock = ready.project / ".tools" / "setup.lock"
    lock.mkdir(parents=True)
    (lock / "owner").write_text(f"{ended.pid}\n", encoding="utf-8")

    result = ready.run("setup.sh", "bot")

    assert result.returncode == 0 and "另一个进程" not in result.stderr
    assert installs(ready) and not lock.exists()


def test_telemetry_is_off_whatever_starts() -> None:
    """A `rasa` typed by hand, without make or our command, reports nothing either."""
    bare = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    told = subprocess.run(
        [sys.executable, "-c", "import os; print(os.environ['RASA_TELEMETRY_ENABLED'])"],
        env=bare,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "false"
