"""What a person needs: the assessment of all five sides after an admission, and help with every day.

Sources: NHS England EHCH framework v3 (2023), holistic assessment of need by the MDT; PRSB nursing care
needs 0.62 (five degrees, each beside what is usual). Both are found anew each time and never carried over.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Internal,
    Long,
    Searchable,
    Section,
)
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.records.planning import require_past, require_some
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, HOME_STAFF, READERS_OF_NOTES, Role


class AssessedAfter(Choice):
    """What the assessment was made for."""

    ADMISSION = "admission", "Admission"
    READMISSION = "readmission", "Return from hospital"
    CHANGE = "change", "A change in the person"
    REVIEW = "review", "Review"


class Degree(Choice):
    """How much a person cannot do without help."""

    INDEPENDENT = "independent", "Independent"
    SLIGHT = "slight", "Slight disability"
    MODERATE = "moderate", "Moderate disability"
    MODERATELY_SEVERE = "moderately_severe", "Moderately severe disability"
    SEVERE = "severe", "Severe disability"


@registered
class HolisticAssessment(Statement):
    """The needs of a person as the MDT found them, side by side; a newer one replaces it."""

    kind = "holistic_assessment"
    title = "Assessment of needs"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    settled_by = CLINICIANS
    writers = CLINICIANS | HOME_CLINICAL | {Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES

    completed_on: Annotated[date, Ask("Completed on"), Section("When and why")]
    after: Annotated[AssessedAfter | None, Ask("After"), IndexedAs(Column.STATE)] = None
    took_part: Annotated[
        str | None, Ask("Who took part", "Of the MDT, the home and the family: names and roles.")
    ] = None
    physical: Annotated[
        str | None,
        Ask("Physical", "Conditions, symptoms, nutrition, skin, continence, senses, frailty."),
        Section("The five sides"),
        Long(),
        Searchable(),
    ] = None
    psychological: Annotated[
        str | None,
        Ask("Psychological", "Mood, memory, behaviour, distress, sleep."),
        Long(),
        Searchable(),
    ] = None
    functional: Annotated[
        str | None,
        Ask("Functional", "Moving, washing, dressing, eating, aids, falls."),
        Long(),
        Searchable(),
    ] = None
    social: Annotated[
        str | None,
        Ask("Social", "Family and friends, faith, interests, carers, money."),
        Long(),
        Searchable(),
    ] = None
    environmental: Annotated[
        str | None,
        Ask("Environmental", "Room, bed, equipment, light and noise, way to the toilet."),
        Long(),
        Searchable(),
    ] = None
    summary: Annotated[
        str | None,
        Ask("Needs in short", "What matters most, and what is done about it."),
        Section("In short"),
        Long(),
        Searchable(),
    ] = None
    own_view: Annotated[
        str | None, Ask("Person's own view", "In their own words where possible."), Long()
    ] = None

    answers: Annotated[
        tuple[str, ...],
        Ask("Stay it was made in", "The stay whose first assessment of needs is done by it."),
        Internal(),
    ] = ()

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, and where no side was looked at."""
        require_past(now, ("Completed on", self.completed_on))
        sides = (self.physical, self.psychological, self.functional, self.social)
        require_some("Write what was found", "Physical", *sides, self.environmental)


@registered
class EverydayNeeds(Statement):
    """How much help a person needs with every day now, beside what is usual for them."""

    kind = "everyday_needs"
    title = "Help with every day"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Seen"), IndexedAs(Column.OCCURRED), Section("Now")]
    eating: Annotated[Degree | None, Ask("Eating and drinking")] = None
    mobility: Annotated[Degree | None, Ask("Moving about")] = None
    toileting: Annotated[Degree | None, Ask("Using the toilet")] = None
    continence: Annotated[Degree | None, Ask("Continence")] = None
    hygiene: Annotated[Degree | None, Ask("Washing and dressing")] = None
    mobility_words: Annotated[
        str | None, Ask("How the person moves", "Aids, how many helpers, hoist, transfers.")
    ] = None
    cognition: Annotated[
        str | None,
        Ask("Memory and understanding", "What the person follows and remembers; what helps."),
    ] = None
    communication: Annotated[
        str | None, Ask("Communication", "How the person speaks, hears and sees now.")
    ] = None
    usual_eating: Annotated[
        Degree | None,
        Ask("Usual: eating and drinking"),
        Section("Usual for this person"),
        Full(),
    ] = None
    usual_mobility: Annotated[Degree | None, Ask("Usual: moving about"), Full()] = None
    usual_toileting: Annotated[Degree | None, Ask("Usual: using the toilet"), Full()] = None
    usual_continence: Annotated[Degree | None, Ask("Usual: continence"), Full()] = None
    usual_hygiene: Annotated[Degree | None, Ask("Usual: washing and dressing"), Full()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput where nothing that holds now is said."""
        degrees = (self.eating, self.mobility, self.toileting, self.continence, self.hygiene)
        words = (self.mobility_words, self.cognition, self.communication)
        if not any((*degrees, *words)):
            raise InvalidInput("Answer at least one question", where="Eating and drinking")
