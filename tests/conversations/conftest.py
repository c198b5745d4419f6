"""The real bot of the Rasa side's tests."""

from tests.runtime.fixtures import agent, bot, loaded_once, model

__all__ = ["agent", "bot", "loaded_once", "model"]
