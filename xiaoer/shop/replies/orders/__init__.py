"""Placed orders: which one is meant, how it stands, what can still be changed."""
