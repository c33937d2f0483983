"""What the tour says, one step a region. No Qt."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Region(Enum):
    """The part of the window that a step is about."""

    TODAY = "today"
    FRESH = "fresh"
    FIND = "find"
    ROUND = "round"
    SIGNING = "signing"
    LOCK = "lock"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Step:
    """One region, by its heading and in a few words."""

    region: Region
    heading: str
    words: str


STEPS: Final = (
    Step(
        Region.TODAY,
        "Today",
        "What needs somebody now stands first. Space does what the last column says, Enter opens.",
    ),
    Step(
        Region.FRESH,
        "How fresh things are",
        "What this computer got last, and what waits to be sent. What waits is safe here.",
    ),
    Step(
        Region.FIND,
        "Find",
        "A name, a room or an NHS number finds a resident in every home; a word such as «fall» or"
        " «lock» finds what you can do.",
    ),
    Step(
        Region.ROUND,
        "The round",
        "Start on a row of Today opens the round at the first resident: what is known at the left,"
        " what you write at the right. A draft is kept while you type.",
    ),
    Step(
        Region.SIGNING,
        "Signing",
        "The one green button at the bottom right names the resident it signs for. For 10 minutes"
        " a signature can be withdrawn; nothing disappears.",
    ),
    Step(
        Region.LOCK,
        "Lock",
        "Lock when you leave the computer. It also locks by itself, with a warning, and keeps what"
        " was typed.",
    ),
    Step(
        Region.PRACTICE,
        "Practice and help",
        "More holds made-up residents to practise with, all keys, text size and colours, and this"
        " tour.",
    ),
)


def counted(place: int) -> str:
    """`2 of 7`."""
    return f"{place + 1} of {len(STEPS)}"
