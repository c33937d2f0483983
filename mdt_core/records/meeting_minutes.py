"""Approved minutes of one home's part of a meeting: what they close by hash, and the copy of each organisation.

Source: clinical.md 1.3 (2026). Signed once; the meeting's header is closed by it. A copy names what is
blacked out in it and the hash of what remains, so that a paper can be held against what was approved.
"""

from datetime import date
from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import Ask, Column, IndexedAs, Internal, Within
from mdt_core.record import Part, Place, Statement, registered
from mdt_core.records.meetings import MeetingAttendee, MeetingType, SharingBasis
from mdt_core.records.round_sign_offs import ClosedEntry
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class MinutesCopy(Part):
    """The minutes as one organisation gets them.

    `blacked_out` holds a case's id for the whole case, or `<id>/<field>` for one part of it.
    """

    organisation: Annotated[str, Ask("Organisation")]
    blacked_out: Annotated[tuple[str, ...], Ask("Blacked out")] = ()
    content_hash: Annotated[str, Ask("Hash")]


@registered
class MeetingMinutes(Statement):
    """The approval of the minutes of one home's part of a meeting; who signs it approved them."""

    kind = "meeting_minutes"
    title = "MDT minutes"
    scope = Place.HOME
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES
    signed_with_pin = True

    meeting_part: Annotated[
        str, Ask("Meeting", "Which meeting of this home they are of."), Internal()
    ]
    home_id: Annotated[str, Ask("Care home"), IndexedAs(Column.HOME)]
    meeting_type: Annotated[MeetingType, Ask("Which meeting"), IndexedAs(Column.STATE)]
    held_on: Annotated[date, Ask("Day"), IndexedAs(Column.DUE_AT)]
    started_at: Annotated[UtcMoment | None, Ask("Started")] = None
    ended_at: Annotated[UtcMoment | None, Ask("Ended")] = None
    chair: Annotated[str | None, Ask("Chair", "Name of who chaired.")] = None
    attendees: Annotated[tuple[MeetingAttendee, ...], Ask("Who was there, and apologies")] = ()
    quorum: Annotated[str, Ask("Quorum", "Who was there and who was missing, in words.")]
    quorum_version: Annotated[
        str, Ask("Quorum rule", "Version of the rule that the quorum was judged by.")
    ]
    basis: Annotated[SharingBasis, Ask("Basis for sharing")]
    cases: Annotated[tuple[ClosedEntry, ...], Ask("Cases closed")] = ()
    copies: Annotated[tuple[MinutesCopy, ...], Ask("Copies")]
    not_discussed: Annotated[int, Ask("Not discussed"), Within(0, 999)]
    why_open: Annotated[str | None, Ask("Why not discussed")] = None
