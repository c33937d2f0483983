"""Stays: where a resident lives and since when, with the clock of a temporary registration.

Sources: clinical.md 1.1 and 1.12; DHSC hospital discharge guidance, 26 January 2024 (pathways).
A temporary registration ends three months after it began, on the same day of the month, clamped.
"""

from datetime import date
from typing import Annotated, Final

from mdt_core.clock import UtcMoment, add_months_clamped
from mdt_core.fields import Ask, Choice, Column, In, IndexedAs, Internal, Sensitivity
from mdt_core.record import Card, Group, Member, MergeClass, Place, registered
from mdt_core.records.rounds import DischargeBarrier
from mdt_core.roles import CLINICIANS, PLACERS, READERS_OF_PEOPLE, Role

REGISTRATION_MONTHS = 3
"""Length of a temporary registration with a practice, in months."""

_KNOW_THE_PLACE: Final = CLINICIANS | {Role.HOME_MANAGER, Role.D2A_COORDINATOR}
"""Who may say in which of two homes somebody lives, or which of two ends of a stay is right."""


class StayType(Choice):
    """Why the resident is in this bed."""

    PERMANENT = "permanent", "Permanent"
    RESPITE = "respite", "Respite"
    D2A_BLOCK = "d2a_block", "D2A block"
    D2A_SPOT = "d2a_spot", "D2A spot"
    COMPLEX_BEHAVIOUR = "complex_behaviour", "Complex Behaviour Unit"

    @property
    def is_d2a(self) -> bool:
        """Whether the weekly D2A rules hold."""
        return self in (self.D2A_BLOCK, self.D2A_SPOT, self.COMPLEX_BEHAVIOUR)


class StayState(Choice):
    """Where the resident is now, as far as this stay goes."""

    HERE = "here", "Here"
    HOSPITAL = "hospital", "In hospital"
    LEAVE = "leave", "On leave"
    ENDED = "ended", "Left"


class Pathway(Choice):
    """Discharge pathway (DHSC 2024)."""

    P0 = "0", "Pathway 0"
    P1 = "1", "Pathway 1"
    P2 = "2", "Pathway 2"
    P3 = "3", "Pathway 3"


class Destination(Choice):
    """Where the resident went; the first five make the Trafford table."""

    COMM = "comm", "Home with community services"
    NO_SERV = "no_serv", "Home with no service"
    NURS = "nurs", "Nursing home"
    RES = "res", "Residential home"
    RIP = "rip", "Died"
    HOSPITAL = "hospital", "Readmitted to hospital"
    OTHER = "other", "Other"


class Delay(Member):
    """One thing that keeps somebody in a D2A bed: since when, who acts, and until when."""

    barrier: Annotated[DischargeBarrier, Ask("What stops discharge")]
    since: Annotated[date, Ask("Since")]
    note: Annotated[str | None, Ask("Note")] = None
    who_acts: Annotated[str | None, Ask("Who acts")] = None
    next_step_by: Annotated[date | None, Ask("Next step by")] = None
    ended: Annotated[date | None, Ask("Ended")] = None

    @property
    def words(self) -> str:
        """What is waited for, as it is said in one line."""
        if self.note is None:
            return self.barrier.label
        is_other = self.barrier is DischargeBarrier.OTHER
        return self.note if is_other else f"{self.barrier.label}: {self.note}"

    def days(self, today: date) -> int:
        """Days from its first day to its end, or to `today` while it goes on."""
        return max(0, ((self.ended or today) - self.since).days)


def delay_id(barrier: DischargeBarrier, since: date, place: int = 0) -> str:
    """The id of a delay: what is said twice of one day is one delay; `place` tells several apart."""
    suffix = f":{place}" if place else ""
    return f"{barrier.value}:{since.isoformat()}{suffix}"


def noted_delays(notes: tuple[str, ...], since: date) -> tuple[Delay, ...]:
    """Delays that are known in words alone, each as «other» with its note."""
    other = DischargeBarrier.OTHER
    return tuple(
        Delay(id=delay_id(other, since, place), barrier=other, since=since, note=note)
        for place, note in enumerate(notes, 1)
    )


@registered
class Stay(Card):
    """One time of living in one home; a resident's current stay decides whose log holds the record."""

    kind = "stay"
    title = "Stay"
    scope = Place.RESIDENT
    writers = PLACERS
    readers = READERS_OF_PEOPLE
    groups = (
        Group("placement", MergeClass.SETTLE_NOW, Sensitivity.IDENTITY, settled_by=_KNOW_THE_PLACE),
        Group("whereabouts", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("room", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("planned_end", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("delays", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("contract", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("registration", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("end", MergeClass.SETTLE_NOW, Sensitivity.IDENTITY, settled_by=_KNOW_THE_PLACE),
    )

    home_id: Annotated[str, Ask("Care home"), In("placement"), IndexedAs(Column.HOME)]
    stay_type: Annotated[StayType, Ask("Type of stay"), In("placement")]
    admitted_at: Annotated[UtcMoment, Ask("Admitted"), In("placement")]
    source_of_admission: Annotated[str | None, Ask("Came from"), In("placement")] = None
    pathway: Annotated[Pathway | None, Ask("Pathway"), In("placement")] = None
    state: Annotated[StayState, Ask("Whereabouts"), In("whereabouts"), IndexedAs(Column.STATE)] = (
        StayState.HERE
    )
    state_since: Annotated[UtcMoment | None, Ask("Since"), In("whereabouts")] = None
    room: Annotated[str | None, Ask("Room"), In("room")] = None
    unit: Annotated[str | None, Ask("Unit"), In("room")] = None
    bed_id: Annotated[str | None, Ask("Bed"), In("room")] = None
    planned_end: Annotated[date | None, Ask("Planned end"), In("planned_end")] = None
    delays: Annotated[tuple[Delay, ...], Ask("What stops discharge"), In("delays")] = ()
    contract_ref: Annotated[str | None, Ask("Contract"), In("contract")] = None
    referral_id: Annotated[str | None, Ask("Referral"), Internal(), In("contract")] = None
    override_reason: Annotated[
        str | None, Ask("Why placed though the home was suspended"), In("contract")
    ] = None
    override_by: Annotated[str | None, Ask("Who decided that"), In("contract")] = None
    registered_on: Annotated[
        date | None, Ask("Temporary registration from"), In("registration")
    ] = None
    registration_sent: Annotated[bool | None, Ask("GMS3 sent"), In("registration")] = None
    ended_at: Annotated[UtcMoment | None, Ask("Left"), In("end")] = None
    destination: Annotated[Destination | None, Ask("Went to"), In("end")] = None
    services: Annotated[str | None, Ask("Services after leaving"), In("end")] = None
    services_start: Annotated[date | None, Ask("Services start"), In("end")] = None
    summary_sent_on: Annotated[date | None, Ask("Summary to the usual practice"), In("end")] = None

    @property
    def open_delays(self) -> tuple[Delay, ...]:
        """What stops discharge now."""
        return tuple(each for each in self.delays if each.ended is None)

    @property
    def barriers(self) -> tuple[str, ...]:
        """What stops discharge now, in words."""
        return tuple(each.words for each in self.open_delays)

    @property
    def registration_ends(self) -> date | None:
        """The last day of the temporary registration, or None where there is none."""
        if self.registered_on is None:
            return None
        return add_months_clamped(self.registered_on, REGISTRATION_MONTHS)

    def registration_days_left(self, today: date) -> int | None:
        """Days until the registration ends (negative when past), or None where there is none."""
        ends = self.registration_ends
        return None if ends is None else (ends - today).days
