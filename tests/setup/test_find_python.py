"""Where Python 3.10 is looked for, and what is said where it cannot be had."""

from __future__ import annotations

import pytest

from tests.setup.conftest import REAL_PYTHON, Machine, version_of


def test_nowhere_to_be_had(machine: Machine) -> None:
    result = machine.run("find-python.sh")

    assert result.returncode == 1
    assert result.stdout == ""
    assert "找不到 Python 3.10" in result.stderr
    for remedy in (
        "uv",
        "pyenv install 3.10",
        "apt install python3.10",
        "PYTHON=",
        "PIP_INDEX_URL",
    ):
        assert remedy in result.stderr


def test_uv_cannot_download(machine: Machine) -> None:
    machine.program("uv", '[ "$1" = --version ]')

    result = machine.run("find-python.sh")

    assert result.returncode == 1
    assert "UV_PYTHON_INSTALL_MIRROR" in result.stderr
    assert "装 uv" not in result.stderr


def test_on_the_path(machine: Machine) -> None:
    (machine.path / "python3.10").symlink_to(REAL_PYTHON)

    assert version_of(machine.run("find-python.sh").stdout.strip()) == "3.10"


@pytest.mark.parametrize("answer", ["exit 127", "exit 1"])
def test_a_shim_that_refuses_is_passed_over(machine: Machine, answer: str) -> None:
    machine.program("python3.10", answer)
    (machine.path / "python3").symlink_to(REAL_PYTHON)

    result = machine.run("find-python.sh")

    assert result.returncode == 0
    assert version_of(result.stdout.strip()) == "3.10"


@pytest.mark.parametrize("variable", ["PYENV_ROOT", "HOME"])
def test_in_pyenv_without_its_shims(machine: Machine, variable: str) -> None:
    root = machine.home / (".pyenv" if variable == "HOME" else "elsewhere pyenv")
    folder = root / "versions" / "3.10.99" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").symlink_to(REAL_PYTHON)
    environment = {"PYENV_ROOT": str(root)} if variable == "PYENV_ROOT" else {}

    assert version_of(machine.run("find-python.sh", **environment).stdout.strip()) == "3.10"


def test_known_to_uv(machine: Machine) -> None:
    machine.program("uv", f'[ "$1 $2" = "python find" ] && echo "{REAL_PYTHON}"', "exit 0")

    assert version_of(machine.run("find-python.sh").stdout.strip()) == "3.10"


def test_fetched_by_uv_into_the_project(machine: Machine) -> None:
    machine.program(
        "uv",
        'case "$1 $2" in',
        '"python find") exit 1 ;;',
        '"python install")',
        '  mkdir -p "$UV_PYTHON_INSTALL_DIR/cpython/bin"',
        f'  ln -s "{REAL_PYTHON}" "$UV_PYTHON_INSTALL_DIR/cpython/bin/python3.10" ;;',
        "esac",
    )

    result = machine.run("find-python.sh")

    assert result.returncode == 0
    assert version_of(result.stdout.strip()) == "3.10"
    assert (machine.project / ".tools" / "python" / "cpython").is_dir()
    assert "下载" in result.stderr


def test_built_by_pyenv_where_uv_cannot_download(machine: Machine) -> None:
    machine.program("uv", '[ "$1" = --version ]')
    machine.program("cc", "exit 0")
    machine.program(
        "python-build",
        'if [ "$1" = --definitions ]; then echo 3.9.1; echo 3.10.1; echo 3.10.2; exit; fi',
        '[ "$1" = 3.10.2 ] || exit 1',
        f'mkdir -p "$2/bin"; ln -s "{REAL_PYTHON}" "$2/bin/python3.10"',
        folder=machine.home / ".pyenv" / "plugins" / "python-build" / "bin",
    )

    result = machine.run("find-python.sh")

    assert version_of(result.stdout.strip()) == "3.10"


def test_the_one_that_was_named(machine: Machine) -> None:
    result = machine.run("find-python.sh", PYTHON=str(REAL_PYTHON))

    assert version_of(result.stdout.strip()) == "3.10"


def test_a_wrong_one_was_named(machine: Machine) -> None:
    (machine.path / "python3.10").symlink_to(REAL_PYTHON)

    result = machine.run("find-python.sh", PYTHON="/nowhere/python3.10")

    assert result.returncode == 1
    assert "PYTHON=/nowhere/python3.10" in result.stderr
