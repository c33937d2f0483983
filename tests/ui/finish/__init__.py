"""The finish of a round, in the real window."""
