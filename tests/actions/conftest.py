"""Loads the lean Rasa before any test of this folder loads Rasa itself."""

from tests.runtime.fixtures import model

__all__ = ["model"]
