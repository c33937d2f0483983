"""The ceiling of treatment: how far treatment goes, one intervention at a time, each with its reason.

Sources: PRSB Palliative and End of Life Care 1.1 (treatment level), the three-way focus as in ReSPECT
version 3 data (Resuscitation Council UK, 2020) in our own words. What nobody answered is not recorded:
it is neither offered nor refused.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    IndexedAs,
    Licence,
    Long,
    OnlyIf,
    Searchable,
    Section,
)
from mdt_core.record import Statement, registered
from mdt_core.records.planning import (
    CONFIRMED_IN,
    CONFIRMED_ON,
    StillRightAsked,
    StillRightOn,
    require_past,
)
from mdt_core.roles import CLINICIANS, PRESCRIBERS, READERS_OF_NOTES


class TreatmentFocus(Choice):
    """What treatment is for, as a whole."""

    LIFE = "life", "Extend life first"
    BALANCE = "balance", "Balance longer life with comfort"
    COMFORT = "comfort", "Comfort first"


class HospitalLevel(Choice):
    """Whether the person goes to hospital."""

    YES = "yes", "Yes"
    REVERSIBLE = "reversible", "For specified reversible causes"
    COMFORT = "comfort", "Only if comfort cannot be kept here"


class Offered(Choice):
    """Whether an intervention is offered."""

    YES = "yes", "Yes"
    SOME = "some", "For specified causes"
    NO = "no", "No"


_ANY_LEVEL: Final = tuple(each.value for each in HospitalLevel)
_ANY: Final = tuple(each.value for each in Offered)

INTERVENTIONS: Final = (
    *("hospital", "iv_antibiotics", "oral_antibiotics", "fluids", "iv_at_home"),
    *("non_invasive_ventilation", "intensive_care", "feeding_tube", "transfusion", "dialysis"),
)
"""The rows of the grid in their order; the reason of each is `<row>_why`."""


@registered
class TreatmentCeiling(Statement):
    """How far treatment goes for this person; the next one replaces it."""

    kind = "treatment_ceiling"
    title = "Treatment ceiling"
    is_series = True
    settled_by = PRESCRIBERS
    signed_with_pin = True
    confirmed_in = CONFIRMED_IN
    writers = CLINICIANS
    readers = READERS_OF_NOTES

    focus: Annotated[
        TreatmentFocus | None,
        Section("What treatment is for"),
        Ask("Focus of treatment"),
        Licence("ReSPECT"),
        IndexedAs(Column.STATE),
    ] = None
    hospital: Annotated[HospitalLevel | None, Section("Hospital"), Ask("Admission to hospital")] = (
        None
    )
    hospital_why: Annotated[
        str | None,
        Ask("Hospital: for what, and why"),
        OnlyIf("hospital", *_ANY_LEVEL),
        Long(),
        Searchable(),
    ] = None
    iv_antibiotics: Annotated[
        Offered | None, Section("Infection and fluids"), Ask("Antibiotics into a vein")
    ] = None
    iv_antibiotics_why: Annotated[
        str | None, Ask("Antibiotics into a vein: why"), OnlyIf("iv_antibiotics", *_ANY), Long()
    ] = None
    oral_antibiotics: Annotated[Offered | None, Ask("Antibiotics by mouth")] = None
    oral_antibiotics_why: Annotated[
        str | None, Ask("Antibiotics by mouth: why"), OnlyIf("oral_antibiotics", *_ANY), Long()
    ] = None
    fluids: Annotated[Offered | None, Ask("Fluids into a vein or under the skin")] = None
    fluids_why: Annotated[
        str | None, Ask("Fluids: why", "Why, or for which causes."), OnlyIf("fluids", *_ANY), Long()
    ] = None
    iv_at_home: Annotated[Offered | None, Ask("Treatment into a vein in the home")] = None
    iv_at_home_why: Annotated[
        str | None,
        Ask("Treatment into a vein in the home: why"),
        OnlyIf("iv_at_home", *_ANY),
        Long(),
    ] = None
    non_invasive_ventilation: Annotated[
        Offered | None, Section("Support of organs"), Ask("Help with breathing by mask (NIV)")
    ] = None
    non_invasive_ventilation_why: Annotated[
        str | None,
        Ask("NIV: why", "Why, or for which causes."),
        OnlyIf("non_invasive_ventilation", *_ANY),
        Long(),
    ] = None
    intensive_care: Annotated[Offered | None, Ask("Intensive care")] = None
    intensive_care_why: Annotated[
        str | None, Ask("Intensive care: why"), OnlyIf("intensive_care", *_ANY), Long()
    ] = None
    feeding_tube: Annotated[Offered | None, Ask("Feeding tube (PEG)")] = None
    feeding_tube_why: Annotated[
        str | None, Ask("Feeding tube: why"), OnlyIf("feeding_tube", *_ANY), Long()
    ] = None
    transfusion: Annotated[Offered | None, Ask("Blood transfusion")] = None
    transfusion_why: Annotated[
        str | None, Ask("Blood transfusion: why"), OnlyIf("transfusion", *_ANY), Long()
    ] = None
    dialysis: Annotated[Offered | None, Ask("Dialysis")] = None
    dialysis_why: Annotated[
        str | None,
        Ask("Dialysis: why", "Why, or for which causes."),
        OnlyIf("dialysis", *_ANY),
        Long(),
    ] = None
    decided_on: Annotated[date, Section("Who decided"), Ask("Decided on")]
    decided_by: Annotated[str, Ask("Decided by", "The clinician responsible."), Searchable()]
    decided_by_role: Annotated[str, Ask("Their role", "Role and grade of who decided.")]
    decided_by_number: Annotated[str | None, Ask("GMC or NMC number")] = None
    involved: Annotated[
        str | None,
        Ask("Who was involved", "The person, family, attorney; or why not."),
        Long(),
        Searchable(),
    ] = None
    review_on: Annotated[date | None, Ask("Review on"), IndexedAs(Column.DUE_AT)] = None
    still_right_on: StillRightOn = None
    still_right_asked: StillRightAsked = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, a review before the decision, or an empty grid."""
        require_past(
            now,
            *{
                "Decided on": self.decided_on,
                CONFIRMED_ON: self.still_right_on,
            }.items(),
        )
        if self.review_on is not None and self.review_on < self.decided_on:
            raise InvalidInput("The review is before the decision", where="Review on")
        if self.focus is None and all(getattr(self, row) is None for row in INTERVENTIONS):
            raise InvalidInput(
                "Say what treatment is for, or answer one row", where="Focus of treatment"
            )
        if self.hospital is HospitalLevel.REVERSIBLE and not (self.hospital_why or "").strip():
            raise InvalidInput(
                "Name the causes for which hospital is right", where="Hospital: for what, and why"
            )
