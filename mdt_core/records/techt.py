"""The caseload of the enhanced care home team (TECHT): who is on it, since when, who asked, why, until when.

Source: Trafford's plan for enhanced health in care homes (Local Care Alliance, 2018). It says whom the team
visits; it is no score and ranks nobody.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import Ask, Choice, Column, IndexedAs, Long, OnlyIf, Searchable, Section
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.records.planning import require_past, require_some
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES, Role


class CaseloadState(Choice):
    """Whether the team has the resident on its list."""

    ON = "on", "On the caseload"
    OFF = "off", "Taken off the caseload"


class CaseloadReason(Choice):
    """Why the team sees somebody."""

    ADMISSIONS = "admissions", "Admissions to hospital"
    CALLS = "calls", "Frequent 999 or out-of-hours calls"
    FALLS = "falls", "Falls"
    UNWELL = "unwell", "Unwell, to be treated in the home"
    RETURNED = "returned", "Back from hospital"
    LONG_TERM = "long_term", "Long-term conditions"
    END_OF_LIFE = "end_of_life", "Last year of life"
    HOME_ASKED = "home_asked", "The home asked"
    OTHER = "other", "Other, see note"


@registered
class TechtCaseload(Statement):
    """Whether a resident is on the caseload of the team; the newest says how it stands."""

    kind = "techt_caseload"
    title = "TECHT caseload"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_CLINICAL | {Role.D2A_COORDINATOR}
    readers = READERS_OF_NOTES

    state: Annotated[
        CaseloadState,
        Ask("TECHT caseload", "The enhanced care home team visits who is on it."),
        Section("On the list or off it"),
        IndexedAs(Column.STATE),
    ]
    since: Annotated[date, Ask("Since", "The day from which on this holds.")]
    asked_by: Annotated[
        str | None, Ask("Who asked for it", "Name and role or service."), Searchable()
    ] = None
    reasons: Annotated[
        tuple[CaseloadReason, ...], Ask("Reasons"), OnlyIf("state", "on"), Searchable()
    ] = ()
    until: Annotated[
        date | None,
        Ask("Until", "The day on which the team looks again whether to go on."),
        OnlyIf("state", "on"),
        IndexedAs(Column.DUE_AT),
    ] = None
    note: Annotated[
        str | None, Ask("Note", "What the team is asked for, or why it ends."), Long(), Searchable()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """It holds since a day that has come; who is on it is there for a reason, until a later day."""
        require_past(now, ("Since", self.since))
        if self.state is CaseloadState.ON:
            require_some("Say why", "Reasons", self.reasons)
            if CaseloadReason.OTHER in self.reasons:
                require_some("Say which other reason", "Note", self.note)
        if self.until is not None and self.until < self.since:
            raise InvalidInput("It ends before it begins", where="Until")
