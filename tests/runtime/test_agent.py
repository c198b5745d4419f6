"""Our agent is Rasa's agent: the same model, the same decisions, other costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain

from xiaoer.runtime.agent import ShopAgent, load_agent
from xiaoer.runtime.conversation_locks import ConversationLocks
from xiaoer.runtime.graph_runner import SequentialRunner
from xiaoer.runtime.model_file import ModelUnusable
from xiaoer.runtime.tracker_memory import ShortMemoryTrackerStore
from xiaoer.shop import Shop

ROOT = Path(__file__).parents[2]


async def test_it_understands_what_a_stock_agent_understands(agent: ShopAgent, model: Path) -> None:
    stock = Agent.load(model)
    assert isinstance(agent.processor.graph_runner, SequentialRunner)
    for text in ("在吗", "白色M码还有货吗，几天能到", "qwrtzp", "订单2026110100000001到哪了"):
        ours, theirs = await agent.parse_message(text), await stock.parse_message(text)
        assert ours == theirs


def test_a_wrong_path_loads_nothing_else(model: Path, shop: Shop) -> None:
    with pytest.raises(ModelUnusable):
        load_agent(model.parent / "xiaoer-of-last-year.tar.gz", shop)
    with pytest.raises(ModelUnusable):
        load_agent(model.parent, shop)


def test_no_store_hides_its_failures(agent: ShopAgent) -> None:
    fresh = ShopAgent(lock_store=ConversationLocks())
    assert isinstance(fresh.tracker_store, ShortMemoryTrackerStore)
    assert agent.tracker_store.domain is agent.domain


def test_endpoints_yml_means_our_stores() -> None:
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = TrackerStore.create(endpoints.tracker_store, Domain.empty())
    assert isinstance(store, ShortMemoryTrackerStore)
    assert isinstance(LockStore.create(endpoints.lock_store), ConversationLocks)
    assert endpoints.action.url.startswith("http://127.0.0.1:")


def test_credentials_yml_opens_no_channel_of_rasas_own() -> None:
    assert create_http_input_channels(None, str(ROOT / "credentials.yml")) == []
