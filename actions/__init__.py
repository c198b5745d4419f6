"""Rasa actions, one a file: load what was understood, let the core answer, utter it."""
