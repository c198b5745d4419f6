"""This understanding beside others, on messages that the user brings."""
