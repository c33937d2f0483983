"""Which paper of a round is meant."""

from enum import StrEnum


class PaperKind(StrEnum):
    """Which paper of a round; the value is its title."""

    SHEET = "Round sheet"
    BRIEF = "Brief for the round"
