"""Receipts and confirmations: what reached whom, and what a responsible clinician has read.

A receipt says that one version of one record was got or seen at the other side: the home, or the
team that looks after it. Its id follows from what it says, so that two devices of a side say it
once. Nothing is called seen without one. Source: clinical.md 1.3, ux.md 5.4 (2026).
"""

from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, IndexedAs
from mdt_core.identifiers import RecordId, derived_id
from mdt_core.record import Place, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, HOME_STAFF, READERS_OF_NOTES


class Side(Choice):
    """Who exchanges words with whom."""

    HOME = "home", "The home"
    TEAM = "team", "The team"


class Reach(Choice):
    """How far a record has come on a side."""

    GOT = "got", "Got"
    SEEN = "seen", "Seen"


def side_of(role: str) -> Side:
    """The side of a role; whoever is not of a home's staff is of the team."""
    return Side.HOME if role in HOME_STAFF else Side.TEAM


def receipt_id(record_id: str, version: str, home_id: str, side: Side, reach: Reach) -> RecordId:
    """The id of the one receipt that says this."""
    return derived_id("receipt", f"{record_id}:{version}:{home_id}:{side.value}:{reach.value}")


@registered
class Receipt(Statement):
    """That somebody of a side was shown one version of a record; who and when is in the envelope."""

    kind = "receipt"
    title = "Receipt"
    scope = Place.HOME
    writers = READERS_OF_NOTES
    readers = READERS_OF_NOTES

    home_id: Annotated[str, Ask("Care home"), IndexedAs(Column.HOME)]
    of_id: Annotated[str, Ask("Record")]
    of_kind: Annotated[str, Ask("Kind of record")]
    version: Annotated[str, Ask("Version", "The change that was shown, or the hash of a sheet.")]
    side: Annotated[Side, Ask("Side")]
    reach: Annotated[Reach, Ask("How far")]


def confirmation_id(entry_id: str) -> RecordId:
    """The id of the one confirmation of an entry."""
    return derived_id("entry_confirmation", entry_id)


@registered
class EntryConfirmation(Statement):
    """That the clinician responsible has read an entry which somebody else wrote for them."""

    kind = "entry_confirmation"
    title = "Confirmation of an entry"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    entry_id: Annotated[str, Ask("Entry")]
    mid: Annotated[str, Ask("Change", "The very words that were read.")]
