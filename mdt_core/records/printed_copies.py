"""Printed and saved copies of a resident's plan: which paper, of what, how many, and where each was put.

A copy that is out of date is dangerous where it lies, so that a register of them is kept with the resident.
Whether one is out of date is never written down: it is seen by what the paper would be made from now.
Source: ux.md 5.17 (2026).
"""

from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import Ask, Choice, Column, IndexedAs, Internal, Within
from mdt_core.record import Statement, registered
from mdt_core.roles import READERS_OF_NOTES

MOST_COPIES = 99


class CopiedDocument(Choice):
    """Which paper was copied."""

    CARE_PLAN = "care_plan", "Care plan"
    MY_CARE_PLAN = "my_care_plan", "My care plan"
    TRANSFER_SUMMARY = "transfer_summary", "Hospital transfer summary"


class CopyMade(Choice):
    """How the copy came to be; a file that was saved or sent is a copy like one on paper."""

    PRINTED = "printed", "Printed"
    SAVED = "saved", "Saved as PDF"


class CopyPlace(Choice):
    """Where a copy is kept."""

    CARE_FILE = "care_file", "Care file"
    ROOM = "room", "Room"
    OFFICE = "office", "Office"
    AMBULANCE = "ambulance", "Ambulance"
    FAMILY = "family", "Family"
    OTHER = "other", "Other"


@registered
class PrintedCopy(Statement):
    """That copies of one paper exist since a moment; who made them is in the envelope."""

    kind = "printed_copy"
    title = "Printed copy"
    writers = READERS_OF_NOTES
    readers = READERS_OF_NOTES

    document: Annotated[CopiedDocument, Ask("Paper"), IndexedAs(Column.STATE)]
    document_id: Annotated[
        str, Ask("Code of the sheet", "Its beginning is at the foot of each page.")
    ]
    version: Annotated[int, Ask("Version"), Within(0, 100_000)]
    known_at: Annotated[
        UtcMoment | None,
        Ask("As known at", "When everything of the home was last got; empty where it never was."),
    ] = None
    made: Annotated[CopyMade, Ask("How it was made")]
    copies: Annotated[int, Ask("Number of copies"), Within(1, MOST_COPIES)]
    places: Annotated[tuple[CopyPlace, ...], Ask("Put where")] = ()
    made_from: Annotated[
        tuple[str, ...],
        Ask("Made from", "The changes that stood when the paper was made."),
        Internal(),
    ] = ()


class TakenOut(Choice):
    """Whether copies that were replaced are gone from where they lay."""

    OUT = "out", "Old ones taken out"
    NOT_YET = "not_yet", "Not yet"


@registered
class CopiesTakenOut(Statement):
    """What somebody said of the copies of one resident that were replaced."""

    kind = "copies_taken_out"
    title = "Old copies"
    writers = READERS_OF_NOTES
    readers = READERS_OF_NOTES

    state: Annotated[TakenOut, Ask("Old copies"), IndexedAs(Column.STATE)]
    copies: Annotated[
        tuple[str, ...], Ask("Copies", "The entries in the register of copies."), Internal()
    ] = ()
