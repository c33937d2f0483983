"""What is recorded during a D2A stay: arrival, therapy, assessments, extensions.

Source: clinical.md 1.12 and services.md row 7, after the DHSC hospital discharge guidance, 26 January
2024, and the intermediate care framework, 2023. Medicines are to be reconciled within 24 hours of
arrival; the home visit, the Care Act assessment and the NHS continuing healthcare checklist are named by
what was decided, without the wording of any form.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment, london_day, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    CopyForward,
    Full,
    IndexedAs,
    Long,
    OnlyIf,
    Section,
    Unit,
    Within,
)
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, PLACERS, READERS_OF_NOTES


class Therapy(Choice):
    """Who gives a session."""

    PHYSIOTHERAPY = "physiotherapy", "Physiotherapy"
    OCCUPATIONAL = "occupational", "Occupational therapy"
    SPEECH = "speech", "Speech and language therapy"
    OTHER = "other", "Other"


class GoalState(Choice):
    """How far a goal is reached."""

    NOT_YET = "not_yet", "Not reached yet"
    PARTLY = "partly", "Partly reached"
    REACHED = "reached", "Reached"
    GIVEN_UP = "given_up", "No longer a goal"


class AssessmentKind(Choice):
    """Which assessment."""

    CARE_ACT = "care_act", "Care Act assessment"
    CHC_CHECKLIST = "chc_checklist", "Continuing healthcare checklist"
    HOME_VISIT = "home_visit", "Home visit"
    CAPACITY = "capacity", "Mental capacity for the decision to move"
    OTHER = "other", "Other assessment"


class WhyNotGiven(Choice):
    """Why a planned session was not given."""

    UNWELL = "unwell", "Resident unwell"
    DECLINED = "declined", "Resident declined"
    AWAY = "away", "Resident away"
    NO_THERAPIST = "no_therapist", "No therapist"
    OTHER = "other", "Other"


@registered
class D2aArrival(Statement):
    """What came with somebody into a D2A bed; a later one replaces it."""

    kind = "d2a_arrival"
    title = "Arrival in a D2A bed"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = PLACERS
    readers = READERS_OF_NOTES

    summary_received: Annotated[
        bool | None, Section("Papers"), Ask("Discharge summary received?")
    ] = None
    summary_received_at: Annotated[
        UtcMoment | None, Ask("Received"), OnlyIf("summary_received", "true")
    ] = None
    medicines_reconciled: Annotated[
        bool | None,
        Section("Medicines"),
        Ask("Medicines reconciled?", "Within 24 hours of arrival."),
    ] = None
    medicines_reconciled_at: Annotated[
        UtcMoment | None, Ask("Reconciled"), OnlyIf("medicines_reconciled", "true")
    ] = None
    supply_days: Annotated[
        int | None,
        Ask("Medicines supplied to take away"),
        Unit("days"),
        Within(0, 90, 7, 28),
    ] = None
    note: Annotated[
        str | None,
        Section("Note"),
        Ask("Note", "What else came with the person, or is missing."),
        Long(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Neither can have been later than now."""
        _not_to_come(self.summary_received_at, now, "Received")
        _not_to_come(self.medicines_reconciled_at, now, "Reconciled")


class TherapyGoal(Part):
    """One goal in the person's words, and how far it is reached."""

    goal: Annotated[str, Ask("Goal")]
    therapy: Annotated[Therapy | None, Ask("Therapy")] = None
    reach_by: Annotated[date | None, Ask("Reach by")] = None
    state: Annotated[GoalState | None, Ask("State")] = None


@registered
class TherapyPlan(Statement):
    """The therapy planned for a D2A stay; a later one replaces it."""

    kind = "therapy_plan"
    title = "Therapy plan"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS
    readers = READERS_OF_NOTES

    goals: Annotated[tuple[TherapyGoal, ...], Section("Goals"), Ask("Goals")] = ()
    physiotherapy: Annotated[
        int | None,
        Section("Sessions planned"),
        Ask("Physiotherapy"),
        Unit("sessions a week"),
        Within(0, 21, 0, 7),
    ] = None
    occupational: Annotated[
        int | None, Ask("Occupational therapy"), Unit("sessions a week"), Within(0, 21, 0, 7)
    ] = None
    other: Annotated[
        int | None, Ask("Other therapy"), Unit("sessions a week"), Within(0, 21, 0, 7), Full()
    ] = None
    equipment: Annotated[
        str | None, Section("Around it"), Ask("Equipment in use"), Long(), CopyForward()
    ] = None
    measure: Annotated[
        str | None,
        Ask("Outcome measure", "Name and result, as the therapist uses it."),
        Full(),
    ] = None
    review_on: Annotated[date | None, Ask("Look at it again on")] = None


@registered
class TherapySession(Statement):
    """A planned session that was given, or was not."""

    kind = "therapy_session"
    title = "Therapy session"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    held_at: Annotated[UtcMoment, Section("Session"), Ask("When"), IndexedAs(Column.OCCURRED)]
    therapy: Annotated[Therapy, Ask("Therapy")]
    is_given: Annotated[bool, Ask("Given?")]
    why_not: Annotated[WhyNotGiven | None, Ask("Why not"), OnlyIf("is_given", "false")] = None
    minutes: Annotated[
        int | None,
        Ask("Length"),
        Unit("minutes"),
        Within(1, 240, 10, 90),
        OnlyIf("is_given", "true"),
    ] = None
    done: Annotated[str | None, Ask("What was done, and how it went"), Long()] = None


@registered
class D2aAssessment(Statement):
    """An assessment that a discharge waits for: asked for, or done with what came of it."""

    kind = "d2a_assessment"
    title = "Assessment for discharge"
    writers = PLACERS
    readers = READERS_OF_NOTES

    assessment: Annotated[AssessmentKind, Section("Assessment"), Ask("Which")]
    requested_on: Annotated[date | None, Ask("Asked for on")] = None
    done_on: Annotated[date | None, Ask("Done on")] = None
    assessor: Annotated[
        str | None, Ask("Assessor", "Name, role and organisation of who assesses.")
    ] = None
    is_trusted_assessor: Annotated[
        bool | None,
        Ask(
            "Trusted assessor?",
            "Assesses on behalf of several organisations, by agreement.",
            "Trafford scrutiny slides, 2023",
        ),
        Full(),
    ] = None
    outcome: Annotated[str | None, Ask("What came of it"), Long()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """It was asked for before it was done, and done before now."""
        if self.done_on is not None and self.done_on > london_day(now):
            raise InvalidInput("This cannot be later than today", where="Done on")
        if self.done_on and self.requested_on and self.requested_on > self.done_on:
            raise InvalidInput("It was done before it was asked for", where="Asked for on")


@registered
class D2aExtension(Statement):
    """A longer stay that somebody approved; the planned end of the stay moves with it."""

    kind = "d2a_extension"
    title = "Extension of a D2A stay"
    writers = PLACERS
    readers = READERS_OF_NOTES

    until: Annotated[date, Section("Extension"), Ask("New planned end")]
    reason: Annotated[
        str, Ask("Why", "What cannot be done from home, and what the longer stay is for."), Long()
    ]
    approved_by: Annotated[
        str, Ask("Approved by", "The person who may agree to a longer stay, by name.")
    ]
    approver_role: Annotated[str | None, Ask("Role and organisation")] = None
    approved_on: Annotated[date | None, Ask("Approved on")] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """A longer stay ends after today, and was approved by then."""
        today = london_day(now)
        if self.until <= today:
            raise InvalidInput("An extension ends after today", where="New planned end")
        if self.approved_on is not None and self.approved_on > today:
            raise InvalidInput("This cannot be later than today", where="Approved on")


def _not_to_come(at: datetime | None, now: datetime, label: str) -> None:
    if at is not None and to_second(at) > to_second(now):
        raise InvalidInput("This cannot be later than now", where=label)
