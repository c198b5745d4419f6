# mypy: allow-subclassing-any
"""Rasa's agent with our stores and in-process actions, from a model that really exists."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Union

import structlog
from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain

from xiaoer.runtime.conversation_locks import ConversationLocks
from xiaoer.runtime.local_actions import LocalActions
from xiaoer.runtime.processor import ShopProcessor
from xiaoer.runtime.quiet import hush_structlog
from xiaoer.runtime.tracker_memory import ShortMemoryTrackerStore
from xiaoer.shop import Shop


class ShopAgent(Agent):
    """Rasa's agent over `ShopProcessor`, without the store that hides failures."""

    def load_model(self, model_path: Union[str, Path], fingerprint: Optional[str] = None) -> None:
        """Loads a model file. Raises ModelUnusable where there is none at the path."""
        self.processor = ShopProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain

    @staticmethod
    def _create_tracker_store(store: Optional[TrackerStore], domain: Domain) -> Any:
        return store or ShortMemoryTrackerStore(domain)


def load_agent(model: Path, shop: Shop) -> ShopAgent:
    """The agent of this process: model from `model`, answers from `shop`.

    Raises ModelUnusable.
    """
    if not structlog.is_configured():
        hush_structlog()
    agent = ShopAgent(lock_store=ConversationLocks(), action_endpoint=LocalActions(shop))
    agent.load_model(model)
    return agent
