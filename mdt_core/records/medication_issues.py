"""Something that went wrong, or nearly, with a medicine: what, at which stage, and what harm came of it.

Sources: clinical.md 1.6; NICE SC1 (2014) and QS85 (2015); NHS England LFPSE (2024). Stages of harm by
the NCC MERP Index for Categorizing Medication Errors (2001). © 2001 National Coordinating Council for
Medication Error Reporting and Prevention. All Rights Reserved. Doses given are not recorded here.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.clock import UtcMoment, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Licence,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Unit,
    Within,
    field_of,
)
from mdt_core.record import Statement, registered
from mdt_core.records.fall_answers import PhysicalHarm
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES

NCC_MERP_NOTICE: Final = (
    "NCC MERP Index for Categorizing Medication Errors. © 2001 National Coordinating Council for"
    " Medication Error Reporting and Prevention. All Rights Reserved."
)


class IssueStage(Choice):
    """Where in the way of a medicine it began."""

    PRESCRIBING = "prescribing", "Prescribing"
    TRANSCRIBING = "transcribing", "Transcribing or reconciliation"
    ORDERING = "ordering", "Ordering"
    DISPENSING = "dispensing", "Dispensing or supply"
    DELIVERY = "delivery", "Delivery or receipt"
    STORAGE = "storage", "Storage"
    ADMINISTRATION = "administration", "Administration"
    MONITORING = "monitoring", "Monitoring"
    DISPOSAL = "disposal", "Disposal"
    DOCUMENTATION = "documentation", "Documentation or MAR chart"
    TRANSFER = "transfer", "Communication or transfer"


class IssueSubtype(Choice):
    """What went wrong."""

    OMITTED = "omitted", "Omitted"
    LATE = "late", "Late"
    WRONG_PERSON = "wrong_person", "Wrong person"
    WRONG_MEDICINE = "wrong_medicine", "Wrong medicine"
    WRONG_DOSE = "wrong_dose", "Wrong dose"
    WRONG_ROUTE = "wrong_route", "Wrong route"
    WRONG_TIME = "wrong_time", "Wrong time"
    WRONG_FORM = "wrong_form", "Wrong form"
    DUPLICATE = "duplicate", "Duplicate"
    EXPIRED = "expired", "Expired"
    DISCONTINUED = "discontinued", "Given after it was stopped"
    ALLERGY = "allergy", "Known allergy"
    INTERACTION = "interaction", "Interaction"
    NO_STOCK = "no_stock", "Out of stock"
    UNCLEAR = "unclear", "Unclear instruction"
    NO_PROTOCOL = "no_protocol", "When-needed medicine without a protocol"
    COVERT = "covert", "Hidden without authority"
    QUANTITY = "quantity", "Wrong quantity"
    CONTROLLED = "controlled", "Controlled drug discrepancy"
    OTHER = "other", "Other"


class ReachedPerson(Choice):
    """Whether it reached the person; what was not given has reached them."""

    NO = "no", "No"
    YES = "yes", "Yes, or not given"
    NOT_KNOWN = "not_known", "Not known"


class NccMerp(Choice):
    """The NCC MERP category, A to I."""

    A = "a", "A: capacity to cause error"
    B = "b", "B: did not reach"
    C = "c", "C: reached, no harm"
    D = "d", "D: monitoring needed"
    E = "e", "E: temporary harm and intervention"
    F = "f", "F: temporary harm and hospitalisation"
    G = "g", "G: permanent harm"
    H = "h", "H: life-sustaining intervention"
    I = "i", "I: death"  # noqa: E741 - the letter of the category

    @property
    def reached(self) -> bool:
        """Whether the category says that it reached the person."""
        return self not in (NccMerp.A, NccMerp.B)


class ToldOfIssue(Choice):
    """Who was told."""

    GP = "gp", "GP"
    NHS_111 = "nhs_111", "111"
    POISONS = "poisons", "Poisons service"
    FAMILY = "family", "Family"
    RESIDENT = "resident", "Resident"
    PHARMACY = "pharmacy", "Pharmacy"
    CQC = "cqc", "CQC"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    POLICE = "police", "Police"


class IssueStatus(Choice):
    """How far it has been looked into."""

    OPEN = "open", "Being looked into"
    CLOSED = "closed", "Closed"


@registered
class MedicationIssue(Statement):
    """One issue with a medicine, as found; what is learned later is another statement."""

    kind = "medication_issue"
    title = "Medication issue"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    occurred_at: Annotated[
        UtcMoment, Ask("When it happened", "The first time, as far as known."),
        IndexedAs(Column.OCCURRED), Section("What happened"),
    ]  # fmt: skip
    stage: Annotated[IssueStage, Ask("Stage", "Where it began."), IndexedAs(Column.STATE)]
    subtype: Annotated[IssueSubtype | None, Ask("What went wrong")] = None
    medicines: Annotated[
        tuple[str, ...], Ask("Medicines", "Each by its name in full.")
    ] = ()  # fmt: skip
    words: Annotated[
        str | None, Ask("In your words", "What happened, without blame."), Long(), Searchable()
    ] = None
    doses: Annotated[
        int | None, Ask("Doses affected"), Unit("doses"), Within(0, 1000), Full()
    ] = None  # fmt: skip
    found_at: Annotated[UtcMoment | None, Ask("When it was found"), Full()] = None
    found_by: Annotated[
        str | None, Ask("Found by", "Who noticed it: a name or a role."), Full()
    ] = None
    reached: Annotated[
        ReachedPerson | None, Ask("Did it reach the person?"), Section("What came of it")
    ] = None
    category: Annotated[
        NccMerp | None, Ask("NCC MERP category", NCC_MERP_NOTICE), Licence("NCC MERP")
    ] = None
    harm: Annotated[
        PhysicalHarm | None,
        Ask(
            "Physical harm", "", "NHS England LFPSE (2024), to be verified before clinical release"
        ),
    ] = None
    done_at_once: Annotated[
        str | None, Ask("Done at once", "Observations, advice taken, medicine held."), Long()
    ] = None
    told: Annotated[tuple[ToldOfIssue, ...], Ask("Who was told")] = ()
    told_words: Annotated[str | None, Ask("Told whom and when"), Full()] = None
    candour: Annotated[
        bool | None, Ask("Duty of candour applies"), Section("What is learned"), Full()
    ] = None
    candour_on: Annotated[
        date | None, Ask("Candour letter sent"), OnlyIf("candour", "true"), Full()
    ] = None
    cause: Annotated[str | None, Ask("What led to it"), Long(), Full()] = None
    theme: Annotated[
        str | None, Ask("Theme", "One or two words, to find others like it."), Full()
    ] = None
    learning: Annotated[str | None, Ask("What is changed now"), Long(), Full()] = None
    status: Annotated[IssueStatus | None, Ask("Looked into"), Full()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        if self.found_at is not None and to_second(self.found_at) > to_second(now):
            raise InvalidInput("This cannot be later than now", where=_label("found_at"))
        if self.found_at is not None and self.found_at < self.occurred_at:
            raise InvalidInput("It was found before it happened", where=_label("found_at"))
        if self.category is None or self.reached in (None, ReachedPerson.NOT_KNOWN):
            return
        if self.category.reached is not (self.reached is ReachedPerson.YES):
            raise InvalidInput(
                f"{self.category.label} does not go with «{self.reached.label}»",
                where=_label("category"),
            )


def _label(name: str) -> str:
    return field_of(MedicationIssue, name).label
