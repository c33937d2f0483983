"""The MDT meeting: its header with agenda and attendees. Source: NHS England EHCH framework v3 (2023); clinical.md 1.3.

A meeting over several homes is one header in each of them, held together: what is asked about a home's
residents, and how many they are, stays in that home's own log. Discussions are statements of their own.
"""

from datetime import date
from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    In,
    IndexedAs,
    Internal,
    Sensitivity,
    Unit,
    Within,
)
from mdt_core.record import Card, Group, Member, MergeClass, Place, registered
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.roles import PLACERS, READERS_OF_NOTES


class MeetingType(Choice):
    """Which meeting it is."""

    HOME_MONTHLY = "home_monthly", "Home MDT, monthly"
    D2A_WEEKLY = "d2a_weekly", "D2A MDT, weekly"
    DISCHARGE_HUDDLE = "discharge_huddle", "Discharge huddle"
    COMPLEX_CASE = "complex_case", "Complex case"
    QUALITY = "quality", "Quality assurance"


class MeetingState(Choice):
    """How far a meeting is."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Running"
    COMPLETED = "completed", "Minutes approved"
    VOID = "void", "Not held"


class Presence(Choice):
    """Whether a person came."""

    INVITED = "invited", "Invited"
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"


class SharingBasis(Choice):
    """On what the meeting shares what it says about people who are not there."""

    DIRECT_CARE = "direct_care", "Direct care of the people discussed"
    CONSENT = "consent", "Consent of each person, as recorded"
    BEST_INTERESTS = "best_interests", "Best interests, where somebody cannot decide"
    SAFEGUARDING = "safeguarding", "Safeguarding, or another duty in law"


class MeetingAttendee(Member):
    """A person invited, with role and organisation, and whether they came."""

    name: Annotated[str, Ask("Name")]
    role: Annotated[MeetingRole | None, Ask("Role")] = None
    organisation: Annotated[str | None, Ask("Organisation")] = None
    presence: Annotated[Presence, Ask("Here?")] = Presence.INVITED


class AgendaItem(Member):
    """What is asked about one resident; `id` is the resident's. `place` is its turn in this home."""

    question: Annotated[str, Ask("Question")]
    asked_by: Annotated[str | None, Ask("Who asks")] = None
    minutes: Annotated[int | None, Ask("Time"), Unit("minutes"), Within(1, 120)] = None
    place: Annotated[int, Ask("Turn"), Within(0, 999)]
    carried_from: Annotated[str | None, Ask("Carried over from")] = None


@registered
class Meeting(Card):
    """The part of a meeting that one home has; parts that are held together share `meeting`."""

    kind = "meeting"
    title = "MDT meeting"
    scope = Place.HOME
    writers = PLACERS
    readers = READERS_OF_NOTES
    groups = (
        Group("plan", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("sharing", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("link", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY),
        Group("progress", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY),
        Group("attendees", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("agenda", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL, members=True),
    )

    meeting: Annotated[str, Ask("Held together as"), Internal(), In("plan")]
    home_id: Annotated[str, Ask("Care home"), In("plan"), IndexedAs(Column.HOME)]
    meeting_type: Annotated[MeetingType, Ask("Which meeting"), In("plan")]
    held_on: Annotated[date, Ask("Day"), In("plan"), IndexedAs(Column.DUE_AT)]
    starts_at: Annotated[UtcMoment | None, Ask("Begins"), In("plan")] = None
    planned_minutes: Annotated[
        int | None, Ask("Planned time"), Unit("minutes"), Within(5, 600), In("plan")
    ] = None
    chair: Annotated[str | None, Ask("Chair"), In("plan")] = None
    quorum_version: Annotated[
        str | None, Ask("Quorum rule", "The version of the rule that holds."), In("plan")
    ] = None
    basis: Annotated[SharingBasis | None, Ask("Basis for sharing"), In("sharing")] = None
    join_link: Annotated[
        str | None, Ask("Link to join", "Never printed, and in no invitation."), In("link")
    ] = None
    state: Annotated[MeetingState, Ask("State"), In("progress"), IndexedAs(Column.STATE)] = (
        MeetingState.PLANNED
    )
    locked_at: Annotated[UtcMoment | None, Ask("Agenda locked"), In("progress")] = None
    started_at: Annotated[UtcMoment | None, Ask("Started"), In("progress")] = None
    ended_at: Annotated[UtcMoment | None, Ask("Ended"), In("progress")] = None
    attendees: Annotated[
        tuple[MeetingAttendee, ...], Ask("Who is invited and here"), In("attendees")
    ] = ()
    agenda: Annotated[tuple[AgendaItem, ...], Ask("Agenda"), In("agenda")] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it is changed any more."""
        return self.state in (MeetingState.COMPLETED, MeetingState.VOID)

    @property
    def present(self) -> tuple[MeetingAttendee, ...]:
        """Who is here."""
        return tuple(each for each in self.attendees if each.presence is Presence.PRESENT)

    @property
    def in_turn(self) -> tuple[AgendaItem, ...]:
        """The agenda in its order."""
        return tuple(sorted(self.agenda, key=lambda each: (each.place, each.id)))
