"""Fictional homes with people who do not exist, written as changes like any other, for practice.

The plan of a home lies in a folder of TOML files; `home.make_home` tells it into a store, day by
day, in the name of its staff. Nothing here reads a clock, and one seed and day always give the same
words. May not be used to fill a workspace that holds real residents.
"""

PRACTICE_PASSPHRASE = "teapot meadow sparrow ladder"  # noqa: S105 - is told to everybody
"""Unlocks every practice workspace; it protects nothing and is said aloud."""

PRACTICE_SEED = 1948
"""Chooses numbers and readings of the practice homes."""
