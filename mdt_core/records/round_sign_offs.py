"""The sign-off of a round: who was there, what it closes by hash, and what stayed open and why.

Source: NHS England EHCH framework v3 (2023); clinical.md 1.2. Signed once; the round's header is
closed by it, and what is signed afterwards stands beside it as an amendment.
"""

from datetime import date
from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import Ask, Choice, Column, IndexedAs, Internal
from mdt_core.record import Part, Place, Statement, registered
from mdt_core.records.rounds import Attendee, Programme, RoundMode
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class AnyoneElse(Choice):
    """Whether the home was asked about anyone else it is worried about."""

    NOBODY = "nobody", "Asked, nobody"
    ADDED = "added", "Asked, and seen in this round"


class OpenKind(Choice):
    """What can be open when a round is signed off."""

    NOT_REACHED = "not_reached", "Not reached"
    DRAFTS = "drafts", "Drafts not signed"
    LOOSE_ACTIONS = "loose_actions", "Actions without owner or date"
    NOT_CONFIRMED = "not_confirmed", "Entries waiting for confirmation"
    NOT_SEEN = "not_seen", "Urgent actions not yet seen by the home"


class ClosedEntry(Part):
    """One entry that the sign-off closes, by its change and the hash of its text."""

    entry_id: Annotated[str, Ask("Entry")]
    mid: Annotated[str, Ask("Change")]
    body_hash: Annotated[str, Ask("Hash")]


class OpenItem(Part):
    """What was open, how often, and why the round was signed all the same."""

    item: Annotated[OpenKind, Ask("Open")]
    number: Annotated[int, Ask("How many")]
    reason: Annotated[str, Ask("Why")]


@registered
class RoundSignOff(Statement):
    """The signature under a round of one home on one day."""

    kind = "round_sign_off"
    title = "Round sign-off"
    scope = Place.HOME
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    round_id: Annotated[str, Ask("Round"), Internal()]
    home_id: Annotated[str, Ask("Care home"), IndexedAs(Column.HOME)]
    programme: Annotated[Programme, Ask("Programme"), IndexedAs(Column.STATE)] = Programme.WEEKLY
    entries: Annotated[tuple[ClosedEntry, ...], Ask("Entries closed")] = ()
    confirmed: Annotated[
        tuple[str, ...], Ask("Entries confirmed", "Written by others for the person who signs.")
    ] = ()
    attendees: Annotated[tuple[Attendee, ...], Ask("Who was there")] = ()
    mode: Annotated[RoundMode, Ask("Mode")]
    started_at: Annotated[UtcMoment, Ask("Started")]
    ended_at: Annotated[UtcMoment, Ask("Ended")]
    anyone_else: Annotated[AnyoneElse, Ask("Anyone else the home is worried about?")]
    open_items: Annotated[tuple[OpenItem, ...], Ask("Open at sign-off")] = ()
    next_round_on: Annotated[date | None, Ask("Next round"), IndexedAs(Column.DUE_AT)] = None
