"""Medicines as listed, not as given: one line a medicine, and the head that says where the list is from.

Sources: NICE SC1 (2014) admission set, dm+d names, CUI medication line. Administration is out of scope.
"""

from datetime import date
from typing import Annotated

from mdt_core.clock import PartialDate, UtcMoment
from mdt_core.fields import Ask, Choice, Column, In, IndexedAs, Long, Searchable, Sensitivity
from mdt_core.record import Card, Group, MergeClass, Place, Statement, registered
from mdt_core.roles import (
    CLINICIANS,
    HOME_CLINICAL,
    KNOW_MEDICINES,
    PRESCRIBERS,
    READERS_OF_NOTES,
    Role,
)


class MedicineState(Choice):
    """Whether a line is in force. Source: FHIR R4 MedicationRequest status."""

    ACTIVE = "active", "Active"
    ON_HOLD = "on_hold", "On hold"
    STOPPED = "stopped", "Stopped"
    COMPLETED = "completed", "Completed"
    UNKNOWN = "unknown", "Not known"


class ListSource(Choice):
    """Where a medicines list was taken from."""

    MAR = "mar", "MAR chart"
    GP_RECORD = "gp_record", "GP record"
    DISCHARGE = "discharge", "Discharge letter"
    PHARMACY = "pharmacy", "Pharmacy"
    RESIDENT = "resident", "Resident or family"
    IMPORT = "import", "Imported record"


@registered
class MedicineLine(Card):
    """One medicine: what is read together (drug, dose, route, how often) is one group."""

    kind = "medicine_line"
    title = "Medicine"
    scope = Place.RESIDENT
    writers = PRESCRIBERS | {Role.PHARMACIST, Role.COMMUNITY_MATRON, Role.NURSE} | HOME_CLINICAL
    readers = READERS_OF_NOTES
    groups = (
        Group("dose", MergeClass.SETTLE_NOW, Sensitivity.CLINICAL, settled_by=KNOW_MEDICINES),
        Group("course", MergeClass.SETTLE_NOW, Sensitivity.CLINICAL, settled_by=KNOW_MEDICINES),
        Group("check", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
    )

    medicine: Annotated[
        str, Ask("Medicine", "The name as on the list it is from."), In("dose"), Searchable()
    ]
    code_system: Annotated[
        str | None, Ask("Code system", "The list that the code is of, as dm+d."), In("dose")
    ] = None
    code: Annotated[str | None, Ask("Code", "The code as sent; none is guessed."), In("dose")] = (
        None
    )
    form: Annotated[str | None, Ask("Form", "Tablet, liquid, patch: as listed."), In("dose")] = None
    strength: Annotated[str | None, Ask("Strength", "As listed."), In("dose")] = None
    dose: Annotated[str | None, Ask("Dose", "As listed; not a prescription."), In("dose")] = None
    route: Annotated[str | None, Ask("Route", "How it is given, as listed."), In("dose")] = None
    frequency: Annotated[str | None, Ask("How often", "As listed."), In("dose")] = None
    as_needed: Annotated[bool | None, Ask("When needed"), In("dose")] = None
    instructions: Annotated[
        str | None, Ask("Instructions", "What the list says beside the dose."), In("dose"), Long()
    ] = None
    state: Annotated[MedicineState, Ask("State"), In("course"), IndexedAs(Column.STATE)]
    started: Annotated[PartialDate | None, Ask("Started"), In("course")] = None
    stopped: Annotated[PartialDate | None, Ask("Stopped"), In("course")] = None
    why_stopped: Annotated[
        str | None, Ask("Why stopped", "The reason, and who stopped it."), In("course")
    ] = None
    reason: Annotated[str | None, Ask("For", "What it is given for."), In("course")] = None
    prescriber: Annotated[
        str | None, Ask("Prescriber", "Who started it, as listed."), In("course")
    ] = None
    is_verified: Annotated[bool, Ask("Checked against its source"), In("check")] = False
    checked_on: Annotated[date | None, Ask("Checked on"), In("check")] = None


@registered
class MedicineList(Statement):
    """The head of the medicines list: its source, as of when, and who checked it."""

    kind = "medicine_list"
    title = "Medicines list"
    is_series = True
    series_merge = MergeClass.SETTLES_ITSELF
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    source: Annotated[ListSource, Ask("Source"), IndexedAs(Column.STATE)]
    source_name: Annotated[str | None, Ask("Named", "The name of the list or system.")] = None
    as_of: Annotated[UtcMoment, Ask("As of")]
    checked_by: Annotated[str | None, Ask("Checked by", "Who compared the list with the MAR.")] = (
        None
    )
