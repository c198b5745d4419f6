"""The `xiaoer` command. Commands that do not talk start quickly: heavy imports stay inside."""
