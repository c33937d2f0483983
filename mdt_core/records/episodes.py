"""Hospital episodes and the date of the next care-plan review.

A hospital episode is told by its parts as they happen: went to hospital, came back, letter seen,
medicines checked afterwards. What is not told is not known: a return without a check has unchecked
medicines.
Sources: NHS England EHCH framework v3 (2023) for reassessment on return; NICE NG5 (2015) for the
check of medicines after a transfer (to be verified before clinical release).
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.clock import UtcMoment, london_day
from mdt_core.errors import InvalidInput
from mdt_core.fields import Ask, Choice, Column, IndexedAs, Long, OnlyIf, Searchable
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, PLACERS, READERS_OF_NOTES

_EHCH: Final = "NHS England EHCH framework v3 (2023), emergency admissions"


class EpisodePart(Choice):
    """What of a hospital episode is being told."""

    ADMITTED = "admitted", "Went to hospital"
    RETURNED = "returned", "Back from hospital"
    LETTER_SEEN = "letter_seen", "Hospital letter seen"
    MEDICINES_CHECKED = "medicines_checked", "Medicines checked after hospital"


@registered
class HospitalEpisode(Statement):
    """One part of a time in hospital: who it is about and when it was are in its envelope too."""

    kind = "hospital_episode"
    title = "Hospital"
    writers = PLACERS
    readers = READERS_OF_NOTES

    part: Annotated[EpisodePart, Ask("What happened"), IndexedAs(Column.STATE)]
    happened_at: Annotated[UtcMoment, Ask("When")]
    hospital: Annotated[
        str | None, Ask("Hospital", "Which hospital, and the ward if known."), Searchable()
    ] = None
    reason: Annotated[
        str | None, Ask("Why, in your words", "Why the person went, as told."), Long(), Searchable()
    ] = None
    is_emergency: Annotated[
        bool | None,
        Ask("In an emergency?", "«No» where the admission was planned beforehand.", _EHCH),
        OnlyIf("part", "admitted"),
    ] = None


@registered
class PlanReview(Statement):
    """When the care plan is to be looked at again, and when that was last done.

    A series: the newest date that somebody set replaces the one before. Two set apart stand side by
    side, and the earlier of them counts.
    """

    kind = "plan_review"
    title = "Care plan review"
    is_series = True
    series_merge = MergeClass.SETTLES_ITSELF
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    next_due: Annotated[date, Ask("Next review due"), IndexedAs(Column.DUE_AT)]
    reviewed_on: Annotated[date | None, Ask("Reviewed on")] = None
    note: Annotated[
        str | None, Ask("Note", "What to look at, or whom to ask."), Long(), Searchable()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        if self.reviewed_on is None:
            return
        if self.reviewed_on > london_day(now):
            raise InvalidInput("A review cannot be later than today", where="Reviewed on")
        if self.next_due < self.reviewed_on:
            raise InvalidInput("The next review is before the last one", where="Next review due")
