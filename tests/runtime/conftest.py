"""Fixtures of the Rasa side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.fixtures import agent, bot, loaded_once, model

__all__ = ["agent", "bot", "loaded_once", "model"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project as far as the fingerprint looks at it."""
    for name in ("data", "xiaoer/nlu"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("config.yml", "domain.yml", "data/nlu.yml", "xiaoer/nlu/classifier.py"):
        (tmp_path / name).write_text("one\n")
    return tmp_path
