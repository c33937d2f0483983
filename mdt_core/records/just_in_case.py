"""Just-in-case medicines: whether they are here, where exactly, until when, and what became of them.

Sources: PRSB Palliative and End of Life Care 1.1 (SNOMED CT: issue of the box, prescription of
anticipatory medicines); NICE NG31 (2015) for prescribing ahead. It is neither a prescription nor a
record of doses given beyond the first. Where they are is a matter of safety: two answers stand side by
side until somebody has looked.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment
from mdt_core.errors import InvalidInput
from mdt_core.fields import Ask, Choice, Column, IndexedAs, Long, OnlyIf, Searchable, Section
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.records.planning import require_past, require_some
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class JustInCaseState(Choice):
    """How far they have come; the first codes are of the prescription, those after of the box."""

    NOT_NEEDED = "not_needed", "Not needed now"
    ASKED_FOR = "asked_for", "Asked for"
    PRESCRIBED = "prescribed", "Prescribed, not here yet", "871021000000106"
    HERE = "here", "Here, not used", "376201000000102"
    IN_USE = "in_use", "Here and in use", "376201000000102"
    RETURNED = "returned", "Returned or destroyed"

    @property
    def is_here(self) -> bool:
        """Whether somebody who needs them can find them in the home."""
        return self in {JustInCaseState.HERE, JustInCaseState.IN_USE}


class StockLine(Part):
    """One medicine of the box."""

    medicine: Annotated[str, Ask("Medicine", "Name, strength and form, in full.")]
    amount: Annotated[str | None, Ask("How many", "As 10 ampoules.")] = None
    what_for: Annotated[str | None, Ask("What for", "As pain, sickness, breathlessness.")] = None
    expires_on: Annotated[date | None, Ask("Expires")] = None


@registered
class JustInCase(Statement):
    """The just-in-case medicines of a resident as somebody found them; the newest counts."""

    kind = "just_in_case"
    title = "Just-in-case medicines"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS | HOME_CLINICAL
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    state: Annotated[
        JustInCaseState,
        Ask("Just-in-case medicines"),
        Section("Are they here, and where"),
        IndexedAs(Column.STATE),
    ]
    location: Annotated[
        str | None,
        Ask("Where exactly", "Room, cupboard, who has the key. Read at night in a hurry."),
        OnlyIf("state", "here", "in_use"),
        Searchable(),
    ] = None
    chart_present: Annotated[
        bool | None,
        Ask("Signed chart with them", "The chart by which a nurse may give them."),
        OnlyIf("state", "prescribed", "here", "in_use"),
    ] = None
    chart_location: Annotated[
        str | None, Ask("Where the chart is"), OnlyIf("chart_present", "true")
    ] = None
    expires_on: Annotated[
        date | None,
        Ask("First to expire on"),
        OnlyIf("state", "here", "in_use"),
        IndexedAs(Column.DUE_AT),
    ] = None
    stock: Annotated[
        tuple[StockLine, ...],
        Ask("What is there"),
        OnlyIf("state", "prescribed", "here", "in_use"),
        Searchable(),
    ] = ()
    checked_on: Annotated[date | None, Ask("Looked at on"), Section("What was done")] = None
    checked_by: Annotated[str | None, Ask("Looked at by", "Name and role.")] = None
    prescribed_on: Annotated[date | None, Ask("Prescribed on")] = None
    prescribed_by: Annotated[
        str | None, Ask("Prescribed by", "Name and role of the prescriber.")
    ] = None
    dispensed_on: Annotated[date | None, Ask("Dispensed on")] = None
    first_dose_at: Annotated[
        UtcMoment | None, Ask("First dose given at"), OnlyIf("state", "in_use", "returned")
    ] = None
    returned_on: Annotated[
        date | None, Ask("Returned or destroyed on"), OnlyIf("state", "returned")
    ] = None
    note: Annotated[
        str | None,
        Ask("Note", "What else is at hand: equipment, a syringe driver, who may give them."),
        Long(),
        Searchable(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """What is here is somewhere; what was done, was done before now and in its order."""
        if self.state.is_here:
            require_some("Say where they are", "Where exactly", self.location)
        require_past(
            now,
            ("Looked at on", self.checked_on),
            ("Prescribed on", self.prescribed_on),
            ("Dispensed on", self.dispensed_on),
            ("Returned or destroyed on", self.returned_on),
        )
        if self.first_dose_at is not None and self.first_dose_at > now:
            raise InvalidInput("This cannot be later than now", where="First dose given at")
        if self.prescribed_on and self.dispensed_on and self.dispensed_on < self.prescribed_on:
            words = "They cannot be dispensed before they were prescribed"
            raise InvalidInput(words, where="Dispensed on")
