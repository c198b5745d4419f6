"""What the tests of the understanding share: the trained model and a way to ask it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping

import pytest

from xiaoer.runtime import training
from xiaoer.settings import Settings

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "nlu.yml"

Parse = Callable[[str], Mapping[str, Any]]


@pytest.fixture(scope="session")
def bot_model() -> Path:
    """The model of the present data and configuration, trained only where it is missing."""
    return training.ensure_model(Settings(model_dir=ROOT / "models"), print)


@pytest.fixture(scope="session")
def parse(bot_model: Path) -> Iterator[Parse]:
    """Understands a text through Rasa's whole graph, as a turn does."""
    from rasa.core.agent import Agent

    loop = asyncio.new_event_loop()
    agent = Agent.load(str(bot_model))
    yield lambda text: loop.run_until_complete(agent.parse_message(text))
    loop.close()
