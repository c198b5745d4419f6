"""The two READMEs tell the same, and nothing that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from xiaoer.cli.main import app

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")

#: Read by pip, uv and Rasa's action server, not by us.
OTHERS_VARIABLES = {
    "PIP_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "UV_PYTHON_INSTALL_MIRROR",
    "PIP_CERT",
    "SSL_CERT_FILE",
    "SANIC_HOST",
}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def variables(name: str) -> set[str]:
    return set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text(name)))


def code(name: str) -> str:
    """What stands between backticks, a piece a line."""
    return "\n".join(re.findall(r"`([^`\n]+)`", text(name)))


def commands(name: str) -> set[str]:
    """The words after `xiaoer` in code."""
    return set(re.findall(r"xiaoer ([a-z][a-z-]+)", code(name)))


@pytest.mark.parametrize("name", READMES)
def test_variables_exist(name: str) -> None:
    told = set(re.findall(r"[A-Z_]{5,}", text(".env.example")))

    assert variables(name) - OTHERS_VARIABLES <= told


@pytest.mark.parametrize("name", READMES)
def test_commands_exist(name: str) -> None:
    known = set(vars(get_command(app))["commands"])

    assert commands(name) >= {"serve", "chat", "demo"}
    assert commands(name) <= known


@pytest.mark.parametrize("name", READMES)
def test_targets_and_paths_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    links = re.findall(r"\]\(([^)]+)\)", text(name))

    assert set(re.findall(r"make ([a-z]+(?:-[a-z]+)?)\b", code(name))) <= targets
    assert all((ROOT / link).exists() for link in links)


def test_the_twins_tell_the_same() -> None:
    english, chinese = READMES

    assert commands(english) == commands(chinese)
    assert variables(english) == variables(chinese)
    assert text(english).count("\n## ") == text(chinese).count("\n## ")


@pytest.mark.parametrize("name", READMES)
def test_no_index_is_named(name: str) -> None:
    hosts = set(re.findall(r"https?://([^/\s)]+)", text(name)))

    assert hosts <= {"127.0.0.1:5005"}
