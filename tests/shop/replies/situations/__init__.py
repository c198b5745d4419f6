"""Situations for every intent, by theme: what is said, and what was understood of it."""
