"""Fixtures of the Rasa side."""

from tests.runtime.fixtures import agent, bot, loaded_once, model

__all__ = ["agent", "bot", "loaded_once", "model"]
