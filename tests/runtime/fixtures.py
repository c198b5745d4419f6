"""The real bot for tests: the project's model, trained once, over a demo shop of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import pytest

from xiaoer.runtime import training
from xiaoer.runtime.agent import ShopAgent, load_agent
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.conversation_locks import ConversationLocks
from xiaoer.runtime.lexicon_file import write_lexicon
from xiaoer.runtime.local_actions import LocalActions
from xiaoer.runtime.tracker_memory import ShortMemoryTrackerStore
from xiaoer.settings import Settings
from xiaoer.shop import Shop

ROOT = Path(__file__).parents[2]

__all__ = ["agent", "bot", "loaded_once", "model"]


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present data; shared with `make run`, trained where it is missing."""
    return training.ensure_model(Settings(model_dir=ROOT / "models"), print)


@dataclass
class Loaded:
    """What is loaded once for all tests: the agent, and the folder of the names it reads."""

    settings: Settings
    agent: Optional[ShopAgent] = None


#: A fixture that several folders import is one fixture for each of them; this is shared.
_LOADED: list[Loaded] = []


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Empty at first: `agent` fills it. One for every folder that imports these fixtures."""
    if not _LOADED:
        _LOADED.append(Loaded(Settings(data_dir=tmp_path_factory.mktemp("names"))))
    return _LOADED[0]


@pytest.fixture
def agent(
    model: Path, shop: Shop, loaded_once: Loaded, monkeypatch: pytest.MonkeyPatch
) -> ShopAgent:
    """An agent that answers from `shop` and knows its names; each test has its own memory."""
    # Set by `write_lexicon`, taken back after the test.
    monkeypatch.setenv("XIAOER_LEXICON", "")
    write_lexicon(loaded_once.settings, shop.lexicon())
    loaded = loaded_once.agent = loaded_once.agent or load_agent(model, shop)
    processor = loaded.processor
    loaded.lock_store = processor.lock_store = ConversationLocks()
    loaded.tracker_store = processor.tracker_store = ShortMemoryTrackerStore(loaded.domain)
    loaded.action_endpoint = processor.action_endpoint = LocalActions(shop)
    return loaded


@pytest.fixture
def bot(shop: Shop, agent: ShopAgent) -> Bot:
    """The bot over the demo shop."""
    return Bot(shop, agent)
