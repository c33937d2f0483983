"""What plans and decisions share: who agreed, who confirmed them since, and what cannot have been so.

Sources: PRSB Personalised Care and Support Plan 2.0 (DAPB4022, 2024), «agreed with person or
legitimate representative» and «responsibility for review». Not a kind of record itself.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Final, TypeAlias

from mdt_core.errors import InvalidInput
from mdt_core.fields import Ask, Choice, Full, Section
from mdt_core.london import london_day

CONFIRMED_ON: Final = "Confirmed as still right on"
CONFIRMED_IN: Final = frozenset({"still_right_on", "still_right_asked"})
"""The fields that say when and by whom the same decision was confirmed, and are no part of it."""

StillRightOn: TypeAlias = Annotated[
    date | None,
    Section("Confirmed since"),
    Ask(CONFIRMED_ON, "The day on which it was asked."),
    Full(),
]
StillRightAsked: TypeAlias = Annotated[
    str | None,
    Ask("Who was asked", "Name and relation or role: the person, family, attorney."),
    Full(),
]


class AgreedWith(Choice):
    """Whether the plan was discussed and agreed, and with whom."""

    PERSON = "person", "With the person"
    REPRESENTATIVE = "representative", "With their legal representative"
    BEST_INTERESTS = "best_interests", "Made in best interests, with those who know the person"
    NOT_AGREED = "not_agreed", "Discussed, not agreed"
    NOT_YET = "not_yet", "Not discussed yet"


class Progress(Choice):
    """How far an action or a goal has come."""

    TO_DO = "to_do", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


def require_past(now: datetime, *days: tuple[str, date | None]) -> None:
    """Raises InvalidInput, naming the label, for a day to come where something is said to have been."""
    for label, day in days:
        if day is not None and day > london_day(now):
            raise InvalidInput("This cannot be later than today", where=label)


def require_review_ahead(now: datetime, label: str, day: date | None) -> None:
    """Raises InvalidInput, naming the label, for a next review that is past when it is set."""
    if day is not None and day < london_day(now):
        raise InvalidInput("The next review cannot be in the past", where=label)


def require_some(words: str, label: str, *values: str | Sequence[object] | None) -> None:
    """Raises InvalidInput, naming the label, where nothing of this was written."""
    if not any(value.strip() if isinstance(value, str) else value for value in values):
        raise InvalidInput(words, where=label)
