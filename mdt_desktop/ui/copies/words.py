"""What is said of copies of plans: how many, of what, where they lie, and what has changed since. No Qt."""

from collections.abc import Iterable, Sequence
from typing import Final

from mdt_core.clock import clinical_short_moment
from mdt_core.record import Record
from mdt_core.records.printed_copies import CopiedDocument, CopyPlace
from mdt_core.store.queries.printed_copies import SHOWN_STATEMENTS, CopyInUse

REPLACE: Final = "Print replacements"
OLD_ONES: Final = "Old ones taken out?"
NOT_SAID: Final = "place not recorded"


def number_of(copies: Iterable[CopyInUse]) -> int:
    """How many sheets of paper and files these entries stand for."""
    return sum(each.number for each in copies)


def count_words(copies: Sequence[CopyInUse]) -> str:
    """`4 copies out of date`; empty without any."""
    number = number_of(copies)
    if not number:
        return ""
    return "1 copy out of date" if number == 1 else f"{number} copies out of date"


def deed_words(copies: Iterable[CopyInUse]) -> str:
    """What is to be done about them: print, or once all are replaced say where the old ones are."""
    return OLD_ONES if all(each.is_replaced for each in copies) else REPLACE


def copy_words(copy: CopyInUse) -> str:
    """`Care plan: care file, room`."""
    label = next((each.label for each in CopiedDocument if each.value == copy.document), "Paper")
    return f"{label}: {place_words((copy,))}"


def place_words(copies: Iterable[CopyInUse]) -> str:
    """`care file, room`, each place once, in the order in which they are asked for."""
    several = tuple(copies)
    put = {place for each in several for place in each.places}
    named = [place.label.lower() for place in CopyPlace if place in put]
    if any(not each.places for each in several):
        named.append(NOT_SAID)
    return ", ".join(named)


def made_words(copy: CopyInUse) -> str:
    """`2 copies, printed 22-Nov 10:05 by Grace Obi. Since then: CPR decision`."""
    number = "1 copy" if copy.number == 1 else f"{copy.number} copies"
    record = copy.told.record
    made = record.made.label if record else "Made"
    when = clinical_short_moment(copy.told.recorded_at)
    since = ", ".join(copy.changed) or "something was withdrawn"
    said = f"{number}, {made[:1].lower()}{made[1:]} {when} by {copy.told.author.name}"
    return f"{said}. Changed since: {since}"


def bar_words(copies: Sequence[CopyInUse]) -> str:
    """`2 copies out of date. Care plan: care file, room`, for the page of one resident."""
    return ". ".join((count_words(copies), *map(copy_words, copies))) if copies else ""


def becomes_words(kind: type[Record], copies: Iterable[CopyInUse]) -> str:
    """`3 printed copies become out of date: care file, room`, before such a statement is signed.

    Empty where the plan does not show that kind, or no copy stands that is still right.
    """
    right = [each for each in copies if not each.is_out_of_date]
    if kind not in SHOWN_STATEMENTS or not right:
        return ""
    number = number_of(right)
    said = "1 printed copy becomes" if number == 1 else f"{number} printed copies become"
    return f"{said} out of date: {place_words(right)}"
