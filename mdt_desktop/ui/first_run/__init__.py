"""The first window on a new computer: makes a workspace and its first person."""
