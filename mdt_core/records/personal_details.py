"""Who a person is beyond name and birth, and what others have to do differently for them.

Sources: PRSB Care Home Information 1.1; NHS England Reasonable Adjustment Flag (DAPB4019, 2023); ethnic
categories of the NHS Data Model and Dictionary (2001 census). What nobody asked is not recorded.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Coded,
    CopyForward,
    Full,
    Long,
    OnlyIf,
    Searchable,
    Section,
    fields_of,
)
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.records.planning import require_past
from mdt_core.roles import HOME_STAFF, PLACERS, READERS_OF_NOTES

SNOMED: Final = "http://snomed.info/sct"


class SexAtBirth(Choice):
    """Sex as registered at birth; the gender of the banner is the resident's own."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    INDETERMINATE = "indeterminate", "Indeterminate"
    NOT_KNOWN = "not_known", "Do not know"


class Ethnicity(Choice):
    """The ethnic category as the person gives it."""

    BRITISH = "british", "White: British"
    IRISH = "irish", "White: Irish"
    OTHER_WHITE = "other_white", "White: other"
    WHITE_CARIBBEAN = "white_caribbean", "Mixed: White and Black Caribbean"
    WHITE_AFRICAN = "white_african", "Mixed: White and Black African"
    WHITE_ASIAN = "white_asian", "Mixed: White and Asian"
    OTHER_MIXED = "other_mixed", "Mixed: other"
    INDIAN = "indian", "Asian: Indian"
    PAKISTANI = "pakistani", "Asian: Pakistani"
    BANGLADESHI = "bangladeshi", "Asian: Bangladeshi"
    OTHER_ASIAN = "other_asian", "Asian: other"
    CARIBBEAN = "caribbean", "Black: Caribbean"
    AFRICAN = "african", "Black: African"
    OTHER_BLACK = "other_black", "Black: other"
    CHINESE = "chinese", "Chinese"
    OTHER = "other", "Another ethnic group"
    NOT_STATED = "not_stated", "Asked, and not stated"


class Impairment(Choice):
    """What an adjustment is made for."""

    SIGHT = "sight", "Sight"
    HEARING = "hearing", "Hearing"
    SPEECH = "speech", "Speech"
    MEMORY = "memory", "Memory or understanding"
    LEARNING = "learning", "Learning disability"
    AUTISM = "autism", "Autism"
    MENTAL_HEALTH = "mental_health", "Mental health"
    MOBILITY = "mobility", "Moving about"
    HANDS = "hands", "Use of the hands"
    OTHER = "other", "Something else"


@registered
class PersonalDetails(Statement):
    """One version of a person's details; a newer one replaces it."""

    kind = "personal_details"
    title = "Personal details"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = PLACERS | HOME_STAFF
    readers = READERS_OF_NOTES

    ethnicity: Annotated[
        Ethnicity | None,
        Ask("Ethnic group", "As the person says, or who knows them best."),
        Section("The person"),
        CopyForward(),
    ] = None
    religion: Annotated[
        str | None,
        Ask("Religion or belief", "With what it means for care: food, washing, prayer, dying."),
        CopyForward(),
    ] = None
    sex_at_birth: Annotated[SexAtBirth | None, Ask("Sex at birth"), Full(), CopyForward()] = None
    needs_interpreter: Annotated[
        bool | None,
        Ask("Interpreter needed?", "For talks about health, not for company alone."),
        Section("To understand and be understood"),
        CopyForward(),
    ] = None
    interpreter: Annotated[
        str | None,
        Ask("Which interpreter", "Language or sign language, and how one is booked."),
        OnlyIf("needs_interpreter", "true"),
        CopyForward(),
    ] = None
    needs_adjustments: Annotated[
        bool | None,
        Ask("Reasonable adjustments needed?", "What others have to do differently, by law."),
        Coded(SNOMED, "1108111000000107"),
        Section("Reasonable adjustments"),
        CopyForward(),
    ] = None
    impairments: Annotated[
        tuple[Impairment, ...],
        Ask("Because of"),
        OnlyIf("needs_adjustments", "true"),
        CopyForward(),
    ] = ()
    adjustments: Annotated[
        str | None,
        Ask("What to do differently", "As: stand where she sees you; large print; a long visit."),
        OnlyIf("needs_adjustments", "true"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    key_worker: Annotated[
        str | None,
        Ask("Key worker in the home", "Who knows the person best: name and how to reach them."),
        Section("Who looks after them"),
        Searchable(),
        CopyForward(),
    ] = None
    temporary_practice: Annotated[
        str | None,
        Ask("Temporary GP practice", "Where it is not the registered one; with its ODS code."),
        CopyForward(),
    ] = None
    told_on: Annotated[date | None, Ask("Told on", "The day on which it was asked.")] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, and where nothing at all is said."""
        require_past(now, ("Told on", self.told_on))
        names = [spec.name for spec in fields_of(type(self)) if spec.name != "told_on"]
        if all(getattr(self, name) in (None, "", ()) for name in names):
            raise InvalidInput("Answer at least one question", where="Ethnic group")
