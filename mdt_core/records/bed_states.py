"""The state of one D2A bed of a home: what it is paid, whether it is kept for somebody, when it was void.

Source: clinical.md 1.12 and services.md rows 4 and 5. Whether somebody lies in it is said by stays and
nowhere else, so that board and resident cannot disagree; `BedCondition` is what both say together.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, In, IndexedAs, Internal, Sensitivity, Unit, Within
from mdt_core.identifiers import RecordId, derived_id
from mdt_core.record import Card, Group, Member, MergeClass, Place, registered
from mdt_core.roles import PLACERS, READERS_OF_PEOPLE


class BedCondition(Choice):
    """What a bed is today."""

    OCCUPIED = "occupied", "Occupied"
    AVAILABLE = "available", "Free"
    RESERVED = "reserved", "Reserved"
    SUSPENDED = "suspended", "Void: suspended"
    OUTBREAK = "outbreak", "Void: outbreak"
    MAINTENANCE = "maintenance", "Void: maintenance"

    @property
    def is_void(self) -> bool:
        """Whether nobody can be placed in it until it is opened again."""
        return self in (self.SUSPENDED, self.OUTBREAK, self.MAINTENANCE)


class VoidReason(Choice):
    """Why a bed is void."""

    SUSPENDED = "suspended", "Suspended"
    OUTBREAK = "outbreak", "Outbreak"
    MAINTENANCE = "maintenance", "Maintenance"

    @property
    def condition(self) -> BedCondition:
        """The state that a bed is in for this reason."""
        return BedCondition(self.value)


class VoidSpell(Member):
    """One time for which a bed is void; the retainer is that of its first day."""

    reason: Annotated[VoidReason, Ask("Why void")]
    since: Annotated[date, Ask("Since")]
    until: Annotated[date | None, Ask("Last day")] = None
    note: Annotated[str | None, Ask("Note")] = None
    retainer: Annotated[
        Decimal | None,
        Ask("Retainer", "What is paid for each day that the bed is void."),
        Unit("pounds a day"),
        Within(Decimal(0), Decimal(2_000), Decimal(20), Decimal(400)),
    ] = None


@registered
class BedState(Card):
    """What is agreed and known of a bed beside who lies in it."""

    kind = "bed_state"
    title = "Bed"
    scope = Place.HOME
    writers = PLACERS
    readers = READERS_OF_PEOPLE
    groups = (
        Group("bed", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY),
        Group("terms", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("reservation", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("voids", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
    )

    home_id: Annotated[str, Ask("Care home"), In("bed"), IndexedAs(Column.HOME)]
    bed_id: Annotated[str, Ask("Bed"), In("bed")]
    contract_ref: Annotated[str | None, Ask("Contract"), In("terms")] = None
    commissioned_from: Annotated[date | None, Ask("Commissioned from"), In("terms")] = None
    commissioned_until: Annotated[date | None, Ask("Commissioned until"), In("terms")] = None
    retainer: Annotated[
        Decimal | None,
        Ask("Retainer rate", "What is paid for each day that the bed is void."),
        Unit("pounds a day"),
        Within(Decimal(0), Decimal(2_000), Decimal(20), Decimal(400)),
        In("terms"),
    ] = None
    reserved_for: Annotated[str | None, Ask("Referral"), Internal(), In("reservation")] = None
    reserved_note: Annotated[str | None, Ask("Reserved for"), In("reservation")] = None
    reserved_since: Annotated[date | None, Ask("Reserved since"), In("reservation")] = None
    voids: Annotated[tuple[VoidSpell, ...], Ask("Void"), In("voids")] = ()

    @property
    def is_reserved(self) -> bool:
        """Whether it is kept for somebody."""
        return self.reserved_since is not None

    @property
    def open_void(self) -> VoidSpell | None:
        """Why it is void now, or None; of two that two people wrote, the one that began first."""
        found = [each for each in self.voids if each.until is None]
        return min(found, key=_began, default=None)

    def condition(self, *, is_occupied: bool) -> BedCondition:
        """What the bed is today."""
        void = self.open_void
        if is_occupied:
            return BedCondition.OCCUPIED
        if void is not None:
            return void.reason.condition
        return BedCondition.RESERVED if self.is_reserved else BedCondition.AVAILABLE


def bed_state_id(home_id: str, bed_id: str) -> RecordId:
    """The id of the one card of a bed, the same on every device."""
    return derived_id("bed_state", f"{home_id}:{bed_id}")


def _began(spell: VoidSpell) -> date:
    return spell.since
