"""When it leaves, with whom, when it arrives, where it is."""
