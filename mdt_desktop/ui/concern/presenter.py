"""What the concern form says: whom to phone, about whom, and where the concern is now. Free of Qt.

Never promises that somebody reads it, and says of its way only what is true on this computer.
"""

from typing import Final

from mdt_core.actor import Actor
from mdt_core.drafts import Problem
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.roles import HOME_STAFF
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quoted import quoted

ABOUT: Final = "About"
ABOUT_RESIDENT: Final = "resident"
ABOUT_HOME: Final = "home"
WAITS: Final = "This waits for the network."
IF_WORRIED: Final = "If you are worried now, phone"
NO_NUMBER: Final = "No number is recorded for this home"
KEPT_HERE: Final = "Kept on this computer"
NOT_SENT: Final = "Not sent yet"


def phone_words(read: QuickRead, by: Actor) -> str:
    """Says whom to phone now: the home's staff out of hours, everybody else the home first."""
    home = read.home
    numbers = (
        (home.phone if home else None, read.home_name),
        (home.out_of_hours_phone if home else None, "out of hours"),
    )
    asked = numbers[1:] if by.role in HOME_STAFF else numbers
    known = [f"{number} ({whose})" for number, whose in asked if number]
    if not known:
        return f"{WAITS} {IF_WORRIED}. {NO_NUMBER}"
    return f"{WAITS} {IF_WORRIED} {' or '.join(known)}"


def problem_with(how_soon: str, words: str, signs: tuple[str, ...]) -> Problem | None:
    """Why a concern cannot be saved yet, in words; None when it can."""
    if not words.strip() and not signs:
        return Problem("soft_signs", "Say what you see, or choose a sign")
    if not how_soon:
        return Problem("how_soon", "Choose how soon")
    return None


def is_today(concern: Concern) -> bool:
    """Whether somebody should be phoned."""
    return concern.how_soon is HowSoon.TODAY


def concern_words(concern: Concern) -> str:
    """The concern as it was written: the home's words first, then the signs."""
    signs = ", ".join(sign.label for sign in concern.soft_signs)
    return quoted(concern.words or "", signs)
