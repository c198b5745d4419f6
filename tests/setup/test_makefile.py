"""The Makefile, the locks and the example of the environment are complete."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from xiaoer.settings import Settings

ROOT = Path(__file__).parents[2]

LOCKS = {
    "requirements.txt": ("requirements.in", "requirements-test.in"),
    "requirements-tools.txt": ("requirements-tools.in",),
    "requirements-uv.txt": ("requirements-uv.in",),
}


def make(*arguments: str) -> str:
    return subprocess.check_output(["make", *arguments], cwd=ROOT, encoding="utf-8")


def test_help_lists_every_target_in_a_line() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))
    described = dict(re.findall(r"^  make (\S+) +(.+)$", make("help"), re.MULTILINE))

    assert set(described) == targets
    assert {
        "setup",
        "run",
        "test",
        "test-all",
        "lint",
        "bench",
        "bench-quick",
        "train",
        "clean",
    } <= targets


def test_make_alone_is_help() -> None:
    assert make() == make("help")


@pytest.mark.parametrize(
    "step",
    ["ruff check", "ruff format --check", "mypy --strict", "lint-imports", "validate.sh",
     "stories.sh", 'pytest -m "not slow"'],
)  # fmt: skip
def test_make_test_runs_every_check(step: str) -> None:
    assert step in make("-n", "test")


def test_cleaning_keeps_the_shop() -> None:
    assert not re.search(r"\bvar\b|\.venv\b(?!\*)", make("-n", "clean").replace("'./.venv*'", ""))


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_are_hashed_and_name_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text and "--index" not in text
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_what_was_asked_for(lock: str) -> None:
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / lock).read_text("utf-8"), re.M))
    for source in LOCKS[lock]:
        for name, version in wanted(source).items():
            assert name in locked, f"{name}: run make lock"
            assert version in ("", locked[name]), f"{name}: run make lock"


def wanted(source: str) -> dict[str, str]:
    """Names and exact versions (or "") of an .in file."""
    lines = (ROOT / source).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9-]+)(?:==(\S+))?$", line) for line in lines]
    return {m[1].lower(): m[2] or "" for m in found if m}


def test_every_runtime_dependency_is_argued_for() -> None:
    record = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")

    assert [name for name in wanted("requirements.in") if f"`{name}`" not in record.lower()] == []


def test_the_environment_example_is_complete() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?(XIAOER_[A-Z_]+)=", text, re.MULTILINE))
    known = {f"XIAOER_{name.upper()}" for name in Settings.__fields__}

    assert named - {"XIAOER_DEBUG", "XIAOER_FULL_RASA"} == known
