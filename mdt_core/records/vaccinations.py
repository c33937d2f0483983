"""Vaccinations: what was given or not and why, staff in numbers alone, and what a home does about it.

Sources: clinical.md 1.10; UKHSA Green Book (2013, kept current) chapters 2 to 4 for what a record of
a dose holds; FHIR R4 Immunization. Codes of a choice are SNOMED CT as the NHS England Immunisation
FHIR API (2026) writes them. No member of staff is ever named here, and no dose is proposed.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.clock import PartialDate, clinical_date, london_day
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Internal,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Unit,
    Within,
    field_of,
)
from mdt_core.record import Place, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES, Role


class Vaccine(Choice):
    """Against what; the code is that of the disease, where a source of ours writes one."""

    INFLUENZA = "influenza", "Influenza", "6142004"
    COVID_19 = "covid_19", "COVID-19", "840539006"
    RSV = "rsv", "RSV", "55735004"
    PNEUMOCOCCAL = "pneumococcal", "Pneumococcal"
    SHINGLES = "shingles", "Shingles"
    OTHER = "other", "Another one"


class VaccinationOutcome(Choice):
    """What came of it; only «Given» and «Already had» are doses."""

    GIVEN = "given", "Given"
    DECLINED = "declined", "Declined"
    CONTRAINDICATED = "contraindicated", "Contraindicated"
    DEFERRED_UNWELL = "deferred_unwell", "Deferred, unwell"
    IN_HOSPITAL = "in_hospital", "In hospital"
    ALREADY_HAD = "already_had", "Already had"

    @property
    def is_dose(self) -> bool:
        """Whether the person has had a dose."""
        return self in (self.GIVEN, self.ALREADY_HAD)


class NotGivenReason(Choice):
    """Why it was not given, in the words of who declined or who decided."""

    NOT_SAID = "not_said", "No reason given"
    EFFECTS = "effects", "Worried about side effects"
    NOT_NEEDED = "not_needed", "Does not think it is needed"
    BEFORE = "before", "Bad experience before"
    FAMILY = "family", "Family or attorney does not agree"
    SEVERE_ALLERGY = "severe_allergy", "Severe allergic reaction before"
    BLEEDING = "bleeding", "Bleeding risk"
    OTHER_REASON = "other_reason", "Another reason"


DECLINED_FOR: Final = (
    *(NotGivenReason.NOT_SAID, NotGivenReason.EFFECTS, NotGivenReason.NOT_NEEDED),
    *(NotGivenReason.BEFORE, NotGivenReason.FAMILY, NotGivenReason.OTHER_REASON),
)
"""The reasons that are asked for after «Declined»."""
CONTRAINDICATED_BY: Final = (
    NotGivenReason.SEVERE_ALLERGY,
    NotGivenReason.BLEEDING,
    NotGivenReason.OTHER_REASON,
)
"""The reasons that are asked for after «Contraindicated»."""


class ConsentBasis(Choice):
    """On whose word it is given. Source: Mental Capacity Act 2005."""

    PERSON = "person", "The person consents"
    LPA = "lpa", "Attorney for health (LPA)"
    BEST_INTERESTS = "best_interests", "Best-interests decision"


class VaccinationSite(Choice):
    """Where it was injected; codes of the two upper arms as in the NHS immunisation files."""

    LEFT_ARM = "left_arm", "Left upper arm", "368208006"
    RIGHT_ARM = "right_arm", "Right upper arm", "368209003"
    LEFT_THIGH = "left_thigh", "Left thigh"
    RIGHT_THIGH = "right_thigh", "Right thigh"
    NOSE = "nose", "Nose"
    OTHER_SITE = "other_site", "Elsewhere"


class VaccinationRoute(Choice):
    """How it was given."""

    INTRAMUSCULAR = "intramuscular", "Into the muscle", "78421000"
    SUBCUTANEOUS = "subcutaneous", "Under the skin"
    NASAL = "nasal", "Into the nose"
    ORAL = "oral", "By mouth"
    OTHER_ROUTE = "other_route", "Another way"


class UptakeGroup(Choice):
    """Whose uptake it is."""

    RESIDENTS = "residents", "Residents"
    STAFF = "staff", "Staff"


class ResponseStep(Choice):
    """What a home does about low uptake."""

    TALK = "talk", "Talk with those who have not decided"
    FAMILIES = "families", "Talk with families and attorneys"
    CAPACITY = "capacity", "Assess capacity, decide in best interests"
    CLINIC = "clinic", "Another clinic day in the home"
    RECORDS = "records", "Check the records of the practice"
    STAFF_SESSION = "staff_session", "Session for staff"
    HOSPITAL = "hospital", "Vaccinate on return from hospital"


_MOST_STAFF: Final = 5000


@registered
class Vaccination(Statement):
    """One vaccination of one resident, given or not; nothing is concluded from a missing one."""

    kind = "vaccination"
    title = "Vaccination"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    vaccine: Annotated[Vaccine, Ask("Vaccine"), Section("What and when")]
    outcome: Annotated[VaccinationOutcome, Ask("Outcome"), IndexedAs(Column.STATE)]
    occurred_on: Annotated[
        PartialDate,
        Ask("Date", "The day; for one had before, the year is enough."),
        IndexedAs(Column.OCCURRED),
    ]
    reason: Annotated[
        NotGivenReason | None,
        Ask("Reason", "As said by who declined or who decided."),
        OnlyIf("outcome", "declined", "contraindicated"),
    ] = None
    consent: Annotated[
        ConsentBasis | None,
        Ask("Consent", "On whose word it is given.", "Mental Capacity Act 2005"),
        OnlyIf("outcome", "given"),
    ] = None
    consent_by: Annotated[
        str | None,
        Ask("Who consented or was consulted", "Name and relationship."),
        OnlyIf("consent", "lpa", "best_interests"),
    ] = None
    batch: Annotated[
        str | None,
        Ask("Batch", "As printed on the box or syringe."),
        OnlyIf("outcome", "given", "already_had"),
        Section("Vaccine used"),
    ] = None
    expiry: Annotated[
        date | None, Ask("Expiry", "The last day of use."), OnlyIf("outcome", "given")
    ] = None
    product: Annotated[
        str | None,
        Ask("Product", "The name as on the box."),
        OnlyIf("outcome", "given", "already_had"),
        Searchable(),
    ] = None
    site: Annotated[VaccinationSite | None, Ask("Site"), OnlyIf("outcome", "given")] = None
    route: Annotated[VaccinationRoute | None, Ask("Route"), OnlyIf("outcome", "given"), Full()] = (
        None
    )
    dose_number: Annotated[
        int | None,
        Ask("Dose number", "The first, the second … of its course."),
        Within(1, 20),
        OnlyIf("outcome", "given", "already_had"),
        Full(),
    ] = None
    giver: Annotated[
        str | None, Ask("Given by", "Name and role of who gave it."), OnlyIf("outcome", "given")
    ] = None
    place: Annotated[
        str | None,
        Ask("Place given", "Where it was given: the home, a practice, a hospital."),
        OnlyIf("outcome", "given"),
        Full(),
    ] = None
    direction: Annotated[
        str | None,
        Ask("Patient group direction or prescription", "Its reference."),
        OnlyIf("outcome", "given"),
        Full(),
    ] = None
    next_due: Annotated[date | None, Ask("Next due"), Full()] = None
    note: Annotated[
        str | None,
        Ask("Note", "What else those who read it should know."),
        Long(),
        Searchable(),
        Full(),
    ] = None
    procedure_code: Annotated[
        str | None, Ask("Procedure code", "SNOMED CT as sent; none is guessed."), Internal()
    ] = None
    product_code: Annotated[
        str | None, Ask("Product code", "SNOMED CT as sent; none is guessed."), Internal()
    ] = None
    source_id: Annotated[str | None, Ask("Number in the list it came from"), Internal()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a dose that cannot be recorded as given so."""
        if self.outcome is not VaccinationOutcome.GIVEN:
            return
        if not self.occurred_on.is_full:
            _refuse("occurred_on", "A dose given here has a whole date")
        for name, words in _NEEDED_WHEN_GIVEN.items():
            if getattr(self, name) in (None, ""):
                _refuse(name, words)
        if self.consent is not ConsentBasis.PERSON and not self.consent_by:
            _refuse("consent_by", "Say who consented for the person, or who was consulted")
        require_in_date(self.expiry, self.occurred_on.earliest)


_NEEDED_WHEN_GIVEN: Final = {
    "consent": "Say on whose word it is given",
    "batch": "Enter the batch number",
    "expiry": "Enter the expiry date",
}


def require_in_date(expiry: date | None, day: date) -> None:
    """Raises InvalidInput for a batch that had expired on a day; the last day itself is in date."""
    if expiry is not None and expiry < day:
        _refuse("expiry", f"This batch expired on {clinical_date(expiry)}. Do not give it")


def _refuse(name: str, words: str) -> None:
    raise InvalidInput(words, where=field_of(Vaccination, name).label)


@registered
class StaffUptake(Statement):
    """How many of a home's staff are vaccinated in one programme: numbers, never a name."""

    kind = "staff_uptake"
    title = "Staff vaccinated"
    scope = Place.HOME
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES | {Role.QUALITY_OFFICER}

    programme: Annotated[str, Ask("Programme", "The campaign that is counted.")]
    counted_on: Annotated[date, Ask("Counted on")]
    eligible: Annotated[
        int, Ask("Staff who may have it", "Everybody employed or agency."), Within(0, _MOST_STAFF),
        Unit("people"),
    ]  # fmt: skip
    vaccinated: Annotated[int, Ask("Staff vaccinated"), Within(0, _MOST_STAFF), Unit("people")]
    declined: Annotated[int, Ask("Staff declined"), Within(0, _MOST_STAFF), Unit("people")]
    unknown: Annotated[int, Ask("Staff not known"), Within(0, _MOST_STAFF), Unit("people")]

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come and for parts that are not the whole."""
        if self.counted_on > london_day(now):
            raise InvalidInput("This cannot be later than today", where="Counted on")
        parts = self.vaccinated + self.declined + self.unknown
        if parts != self.eligible:
            words = f"Vaccinated, declined and not known are {parts} together, not {self.eligible}"
            raise InvalidInput(words, where="Staff who may have it")


@registered
class UptakeResponse(Statement):
    """What a home does about low uptake in one programme, who does it and by when."""

    kind = "uptake_response"
    title = "Response to low uptake"
    scope = Place.HOME
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES | {Role.QUALITY_OFFICER}

    programme: Annotated[str, Ask("Programme", "The campaign that it is about.")]
    group: Annotated[UptakeGroup, Ask("Whose uptake")]
    steps: Annotated[tuple[ResponseStep, ...], Ask("What is done", "Several can be chosen.")] = ()
    words: Annotated[
        str | None, Ask("In your words", "Nobody's name and nothing clinical."), Long()
    ] = None
    owner: Annotated[str, Ask("Who does it")]
    due: Annotated[date, Ask("By when"), IndexedAs(Column.DUE_AT)]
    is_done: Annotated[bool | None, Ask("Done")] = None
