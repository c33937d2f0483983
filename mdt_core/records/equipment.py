"""The equipment of a home: what it is, when it is to be checked next, what is wrong with it, who has it.

Source: MHRA, Managing Medical Devices (2021), for what an inventory says of a device: type, maker, serial
number, place, upkeep, faults and withdrawal. It does not say who may use a device, and it judges no reading
that was taken with one.
"""

from datetime import date
from typing import Annotated

from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    In,
    IndexedAs,
    Internal,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Sensitivity,
)
from mdt_core.record import Card, Group, Member, MergeClass, Place, registered
from mdt_core.roles import READERS_OF_PEOPLE


class EquipmentType(Choice):
    """What kind of thing it is."""

    PULSE_OXIMETER = "pulse_oximeter", "Pulse oximeter"
    BLOOD_PRESSURE = "blood_pressure", "Blood pressure monitor"
    THERMOMETER = "thermometer", "Thermometer"
    SCALES = "scales", "Weighing scales"
    GLUCOSE_METER = "glucose_meter", "Blood glucose meter"
    BLADDER_SCANNER = "bladder_scanner", "Bladder scanner"
    SYRINGE_DRIVER = "syringe_driver", "Syringe driver"
    TABLET = "tablet", "Tablet computer"
    TELECARE_KIT = "telecare_kit", "Telecare kit"
    FALL_SENSOR = "fall_sensor", "Fall sensor or mat"
    LIFTING = "lifting", "Lifting aid or hoist"
    OTHER = "other", "Other"


class LentTo(Choice):
    """Who has a thing that was lent."""

    RESIDENT = "resident", "A resident"
    HOME = "home", "Another home"
    STAFF = "staff", "A member of staff"
    OTHER = "other", "Somebody else"


class Loan(Member):
    """One time for which it was lent; it goes on until the day on which it came back."""

    lent_to: Annotated[LentTo, Ask("Who has it")]
    resident_id: Annotated[str | None, Ask("Resident"), Internal()] = None
    words: Annotated[
        str | None, Ask("Name", "Of the home, the member of staff, or whoever else has it.")
    ] = None
    lent_on: Annotated[date, Ask("Lent on")]
    due_back: Annotated[date | None, Ask("Due back")] = None
    returned_on: Annotated[date | None, Ask("Came back on")] = None
    cleaned_on: Annotated[
        date | None, Ask("Cleaned on", "The day on which it was made ready for the next person.")
    ] = None


@registered
class Equipment(Card):
    """One thing that a home has and somebody has to look after."""

    kind = "equipment"
    title = "Equipment"
    scope = Place.HOME
    writers = READERS_OF_PEOPLE
    readers = READERS_OF_PEOPLE
    groups = (
        Group("what", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("upkeep", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("fault", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("withdrawal", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("loans", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
    )

    home_id: Annotated[
        str, Ask("Care home"), In("what"), IndexedAs(Column.HOME), Section("What it is")
    ]
    equipment_type: Annotated[EquipmentType, Ask("Type of equipment"), In("what")]
    other_type: Annotated[
        str | None,
        Ask("What it is"),
        In("what"),
        OnlyIf("equipment_type", "other"),
        Searchable(),
    ] = None
    maker: Annotated[str | None, Ask("Maker and model"), In("what"), Searchable()] = None
    serial: Annotated[
        str | None,
        Ask("Serial or asset number", "As it stands on the label."),
        In("what"),
        Searchable(),
    ] = None
    supplied_by: Annotated[
        str | None,
        Ask("Supplied by", "Who gave it and takes it back: NHS, council, a charity, the home."),
        In("what"),
    ] = None
    kept_at: Annotated[str | None, Ask("Where it is kept"), In("what")] = None
    checked_on: Annotated[
        date | None,
        Ask("Last calibrated or serviced on"),
        In("upkeep"),
        Section("Calibration and service"),
    ] = None
    check_due: Annotated[
        date | None,
        Ask("Next calibration or service due", "Empty where its maker asks for none."),
        In("upkeep"),
        IndexedAs(Column.DUE_AT),
    ] = None
    faulty_since: Annotated[
        date | None, Ask("Faulty since"), In("fault"), Section("If it is faulty")
    ] = None
    fault: Annotated[
        str | None,
        Ask("What is wrong with it", "And to whom it was reported."),
        In("fault"),
        Long(),
        Searchable(),
    ] = None
    mended_on: Annotated[date | None, Ask("Mended on"), In("fault")] = None
    withdrawn_on: Annotated[
        date | None, Ask("Out of use since"), In("withdrawal"), Section("If it is no longer used")
    ] = None
    withdrawn_why: Annotated[
        str | None, Ask("Why", "Worn out, lost, given back, replaced."), In("withdrawal")
    ] = None
    loans: Annotated[tuple[Loan, ...], Ask("Loans"), In("loans")] = ()

    @property
    def name(self) -> str:
        """`Pulse oximeter, Nonin 9590`; what somebody called it where the list has no word for it."""
        is_other = self.equipment_type is EquipmentType.OTHER
        kind = (self.other_type if is_other else None) or self.equipment_type.label
        return f"{kind}, {self.maker}" if self.maker else kind

    @property
    def is_faulty(self) -> bool:
        """Whether a fault was told and nobody said that it was mended."""
        is_told = self.faulty_since is not None or bool(self.fault)
        return is_told and self.mended_on is None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is no longer used."""
        return self.withdrawn_on is not None

    @property
    def open_loans(self) -> tuple[Loan, ...]:
        """The loans that go on, the first that began first; more than one where they were told apart."""
        return tuple(sorted((e for e in self.loans if e.returned_on is None), key=_lent_on))

    @property
    def loan(self) -> Loan | None:
        """The loan that goes on, or None; of two that two people wrote, the one that began first."""
        return next(iter(self.open_loans), None)

    @property
    def uncleaned(self) -> Loan | None:
        """The last loan where it came back and nobody said that it was cleaned; None where it is out."""
        if self.loan is not None:
            return None
        last = max(self.loans, key=_came_back, default=None)
        return last if last is not None and last.cleaned_on is None else None

    def is_check_overdue(self, today: date) -> bool:
        """Whether its calibration or service was due before today."""
        return self.check_due is not None and self.check_due < today and not self.is_withdrawn

    def is_loan_overdue(self, today: date) -> bool:
        """Whether it should have come back before today."""
        loan = self.loan
        return loan is not None and loan.due_back is not None and loan.due_back < today


def _lent_on(loan: Loan) -> date:
    return loan.lent_on


def _came_back(loan: Loan) -> tuple[date, date]:
    return (loan.returned_on or loan.lent_on, loan.lent_on)
