"""The resident: who the person is, whom to call, alerts, problems, and the allergy state.

Sources: CUI Patient Banner v4 (names, birth, gender, NHS number, the four allergy states), PRSB
care-home information 1.1, FHIR R4 Patient, Condition and AllergyIntolerance.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from mdt_core.clock import PartialDate
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    CopyForward,
    In,
    IndexedAs,
    Internal,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Sensitivity,
)
from mdt_core.identifiers import NhsNumber
from mdt_core.record import Card, Group, Member, MergeClass, Part, Place, Statement, registered
from mdt_core.roles import (
    CLINICIANS,
    HOME_CLINICAL,
    KNOW_THE_PERSON,
    PLACERS,
    READERS_OF_NOTES,
    READERS_OF_PEOPLE,
)


class Gender(Choice):
    """Administrative gender in the words of the CUI banner."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other specific"
    UNKNOWN = "unknown", "Not Known"


class AllergyStateKind(Choice):
    """The four states of the CUI banner (PAB-0064 to 0072), never inferred from an empty list."""

    KNOWN = "known", "Known allergies"
    NONE_KNOWN = "none_known", "No known allergies"
    NOT_RECORDED = "not_recorded", "Allergies not recorded"
    UNAVAILABLE = "unavailable", "Allergies unavailable"


class ProblemState(Choice):
    """Clinical status of a problem. Source: FHIR R4 condition-clinical."""

    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    RESOLVED = "resolved", "Resolved"


class SourceIdentifier(Member):
    """The number of this person in a system that sent the record."""

    system: Annotated[str, Ask("System")]
    value: Annotated[str, Ask("Identifier"), Searchable()]


class Contact(Member):
    """A person to call for the resident. Source: PRSB, FHIR R4 Patient.contact."""

    name: Annotated[str, Ask("Name")]
    relationship: Annotated[str | None, Ask("Relationship")] = None
    phone: Annotated[str | None, Ask("Telephone")] = None
    is_next_of_kin: Annotated[bool, Ask("Next of kin")] = False
    is_emergency: Annotated[bool, Ask("Call in an emergency")] = False
    note: Annotated[str | None, Ask("Note", "What else to know about this contact.")] = None


class Alert(Member):
    """Something everyone who opens the record should see first."""

    text: Annotated[str, Ask("Alert", "What must be known before anything is done."), Searchable()]
    since: Annotated[PartialDate | None, Ask("Since")] = None


@registered
class Resident(Card):
    """A person in a care home or D2A bed."""

    kind = "resident"
    title = "Resident"
    scope = Place.RESIDENT
    writers = PLACERS
    readers = READERS_OF_PEOPLE
    groups = (
        Group("name", MergeClass.SETTLE_NOW, Sensitivity.IDENTITY, settled_by=KNOW_THE_PERSON),
        Group("birth", MergeClass.SETTLE_NOW, Sensitivity.IDENTITY, settled_by=KNOW_THE_PERSON),
        Group(
            "nhs_number", MergeClass.SETTLE_NOW, Sensitivity.IDENTITY, settled_by=KNOW_THE_PERSON
        ),
        Group("death", MergeClass.SETTLE_NOW, Sensitivity.IDENTITY, settled_by=CLINICIANS),
        Group("address", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY, combines=True),
        Group("practice", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("source_identifiers", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("contacts", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY, members=True),
        Group("about", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL, combines=True),
        Group("alerts", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL, members=True),
    )

    family_name: Annotated[str, Ask("Family name"), In("name"), Searchable(), Section("Name")]
    given_name: Annotated[str | None, Ask("Given name"), In("name"), Searchable()] = None
    title_prefix: Annotated[str | None, Ask("Title"), In("name")] = None
    preferred_name: Annotated[str | None, Ask("Prefers"), In("name"), Searchable()] = None
    born: Annotated[PartialDate | None, Ask("Born"), In("birth"), Section("Birth and number")] = (
        None
    )
    gender: Annotated[Gender, Ask("Gender"), In("birth")] = Gender.UNKNOWN
    nhs_number: Annotated[
        NhsNumber | None,
        Ask("NHS No.", "Ten digits. Leave empty where it is not known."),
        In("nhs_number"),
        IndexedAs(Column.OWNER),  # whose record it is; of all columns no report may read this one
        Searchable(),
    ] = None
    died: Annotated[PartialDate | None, Ask("Died"), In("death"), Section("Death")] = None
    is_deceased: Annotated[bool, Ask("Has died"), In("death")] = False
    usual_address: Annotated[
        str | None,
        Ask("Usual address"),
        In("address"),
        Long(),
        Searchable(),
        Section("Address and practice"),
    ] = None
    registered_practice: Annotated[str | None, Ask("Registered practice"), In("practice")] = None
    source_identifiers: Annotated[
        tuple[SourceIdentifier, ...],
        Ask("Numbers elsewhere"),
        In("source_identifiers"),
        Searchable(),
        Section("Numbers elsewhere"),
    ] = ()
    contacts: Annotated[
        tuple[Contact, ...], Ask("Contacts"), In("contacts"), Section("Whom to call")
    ] = ()
    language: Annotated[
        str | None,
        Ask("Language", "The language the person speaks best."),
        In("about"),
        Section("What to know first"),
    ] = None
    about_me: Annotated[
        str | None,
        Ask("About me", "What matters to the person, in their own words."),
        In("about"),
        Long(),
        Searchable(),
    ] = None
    alerts: Annotated[tuple[Alert, ...], Ask("Alerts"), In("alerts"), Searchable()] = ()


class Allergy(Part):
    """One substance and what it did. Source: FHIR R4 AllergyIntolerance."""

    substance: Annotated[
        str, Ask("Substance", "The medicine, food or material, in full."), Searchable()
    ]
    code_system: Annotated[
        str | None, Ask("Code system", "The list that the code is of, as SNOMED CT."), Internal()
    ] = None
    code: Annotated[str | None, Ask("Code", "The code as sent; none is guessed."), Internal()] = (
        None
    )
    reaction: Annotated[str | None, Ask("Reaction", "What it did, and when if known.")] = None
    severity: Annotated[str | None, Ask("Severity", "As mild, moderate or severe.")] = None
    is_confirmed: Annotated[bool | None, Ask("Confirmed")] = None


def allergy_words(allergy: Mapping[str, Any]) -> str:
    """One allergy in words, from its body: the substance and what it did."""
    substance, reaction = str(allergy.get("substance", "")), allergy.get("reaction")
    return f"{substance} – {reaction}" if reaction else substance


_NONE_BUT_SOME: Final = (
    "«No known allergies» cannot stand beside a substance: take the substance out, or choose"
    " «Known allergies»"
)
_KNOWN_BUT_NONE: Final = (
    "«Known allergies» needs at least one substance: name it, or choose «Allergies not recorded»"
)


@registered
class AllergyState(Statement):
    """What is known of a resident's allergies, as one signed whole; a series, settled by a person.

    Raises pydantic's ValidationError, in people's words, where the state and the substances
    contradict each other.
    """

    kind = "allergy_state"
    title = "Allergies"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    state: Annotated[
        AllergyStateKind,
        Ask("Allergies", "«No known allergies» only where somebody who knows was asked."),
        IndexedAs(Column.STATE),
    ]
    allergies: Annotated[
        tuple[Allergy, ...],
        Ask("Substances", "All of them: what you sign replaces the list that stands."),
        OnlyIf("state", "known"),
        Searchable(),
        CopyForward(),
    ] = ()
    source: Annotated[str | None, Ask("Source", "Who or what said so.")] = None

    @model_validator(mode="after")
    def _state_and_substances_agree(self) -> Self:
        words = ""
        if self.state is AllergyStateKind.NONE_KNOWN and self.allergies:
            words = _NONE_BUT_SOME
        elif self.state is AllergyStateKind.KNOWN and not self.allergies:
            words = _KNOWN_BUT_NONE
        if words:
            raise PydanticCustomError("invalid_input", "{words}", {"words": words})
        return self


@registered
class Problem(Card):
    """A condition or diagnosis. Source: FHIR R4 Condition; code as sent, never guessed."""

    kind = "problem"
    title = "Problem"
    scope = Place.RESIDENT
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES
    groups = (
        Group("what", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("course", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
    )

    text: Annotated[
        str, Ask("Problem", "The problem as named by who recorded it."), In("what"), Searchable()
    ]
    code_system: Annotated[
        str | None, Ask("Code system", "The list that the code is of, as SNOMED CT."), In("what")
    ] = None
    code: Annotated[str | None, Ask("Code", "The code as sent; none is guessed."), In("what")] = (
        None
    )
    state: Annotated[ProblemState, Ask("State"), In("course"), IndexedAs(Column.STATE)]
    onset: Annotated[PartialDate | None, Ask("Since"), In("course")] = None
    ended: Annotated[PartialDate | None, Ask("Ended"), In("course")] = None
    note: Annotated[str | None, Ask("Note", "What else is known of it."), In("course"), Long()] = (
        None
    )
