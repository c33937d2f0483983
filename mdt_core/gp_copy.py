"""The text of a round entry as it is copied into the GP record: plain lines in a fixed order.

No identifiers but initials and the last four digits of the NHS number, so that a text pasted in the
wrong place names nobody, and whoever pastes it can still check whose it is. Words stay as signed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mdt_core.clock import clinical_moment
from mdt_core.medicine_decision import NOT_A_PRESCRIPTION

NHS_NUMBER_NOT_KNOWN: Final = "NHS number not known"
NUMBER_IN_TWO: Final = "NHS number in two versions"
_LAST_DIGITS: Final = 4


@dataclass(frozen=True)
class EntryForGp:
    """One signed entry as the GP record gets it; what was not written is empty."""

    initials: str
    nhs_number: str
    at: datetime
    how: str
    recorded_by: str
    responsible: str = ""
    note: str = ""
    plan: str = ""
    medicines: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    discharge: tuple[str, ...] = ()
    two_versions: str = ""
    """The sentence that says of what there are two."""
    number_in_two: bool = False


def gp_text(entries: Sequence[EntryForGp]) -> str:
    """The text of these entries, an empty line between two of them."""
    return "\n\n".join("\n".join(_lines(entry)) for entry in entries)


def initials_of(given_name: str, family_name: str) -> str:
    """`W A` of Wilhelmina Achterberg; the first letter of each name there is."""
    return " ".join(name.strip()[0].upper() for name in (given_name, family_name) if name.strip())


def _lines(entry: EntryForGp) -> Iterator[str]:
    """Date, mode, who, note, plan, medicines, actions: ux.md 5.4."""
    yield f"Care home round {clinical_moment(entry.at)}. {entry.how}"
    number = NUMBER_IN_TWO if entry.number_in_two else _number_words(entry.nhs_number)
    yield f"{entry.initials}, {number}"
    if entry.two_versions:
        yield f"{entry.two_versions}."
    decided = f" for {entry.responsible}" if entry.responsible else ""
    yield f"Recorded by {entry.recorded_by}{decided}"
    if entry.note:
        yield f"Note: {entry.note}"
    if entry.plan:
        yield f"Plan: {entry.plan}"
    yield from entry.discharge
    if entry.medicines:
        yield "Medicines: " + "; ".join(entry.medicines)
        yield f"{NOT_A_PRESCRIPTION}."
    if entry.actions:
        yield "Actions: " + "; ".join(entry.actions)


def _number_words(number: str) -> str:
    digits = "".join(letter for letter in number if letter.isdigit())
    return f"NHS number ends {digits[-_LAST_DIGITS:]}" if digits else NHS_NUMBER_NOT_KNOWN
