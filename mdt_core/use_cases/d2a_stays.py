"""A D2A stay from the bed to leaving it: placing, planned end and delays, extension, discharge.

Each is all or nothing: a person is never placed in a bed that stays free on the board, nor discharged
from one that stays occupied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.clock import london_day, to_second
from mdt_core.discharge_lines import LENGTH_DAYS
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.d2a_care import D2aExtension
from mdt_core.records.d2a_referrals import ReferralState
from mdt_core.records.homes import Bed, BedType, Home, HomeStatus
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import DischargeBarrier
from mdt_core.records.stays import Delay, Destination, Stay, StayState, StayType
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.d2a_beds import bed_state, release_bed, require_bed, require_free
from mdt_core.use_cases.d2a_referrals import open_referral
from mdt_core.use_cases.discharge_plans import delays_now
from mdt_core.use_cases.recording import Recorded, record_statement

STAY_IN: Final = {
    BedType.D2A_BLOCK: StayType.D2A_BLOCK,
    BedType.D2A_SPOT: StayType.D2A_SPOT,
    BedType.COMPLEX_BEHAVIOUR: StayType.COMPLEX_BEHAVIOUR,
}
"""The stay that a bed of each type is for."""


@dataclass(frozen=True)
class Override:
    """Why somebody is placed in a home that is suspended, and who decided that."""

    reason: str
    decided_by: str


@dataclass(frozen=True)
class Leaving:
    """How somebody leaves a D2A bed."""

    destination: Destination
    left_at: datetime
    services: str | None = None
    services_start: date | None = None
    summary_sent_on: date | None = None


def place_in_bed(
    store: Store,
    *,
    by: Actor,
    referral_id: str,
    resident_id: str,
    home_id: str,
    bed_id: str,
    admitted_at: datetime,
    override: Override | None = None,
) -> tuple[str, Changes]:
    """Starts the stay of somebody who was referred, in a bed; returns the stay's id.

    The planned end is 28 days on, until somebody says another; the referral ends, the bed is no longer
    kept. Raises Refused for a bed that is not free, a person who lives somewhere already or has
    died, and a home that is suspended without an override.
    """
    with store.deed(by) as unit:
        if to_second(admitted_at) > to_second(unit.writing.at):
            raise InvalidInput("This cannot be later than now", where="Admitted")
        referral = open_referral(unit, referral_id)
        _require_placeable(unit, resident_id)
        home = unit.card(Home, home_id)
        bed, state = require_bed(home, bed_id), bed_state(unit, home_id, bed_id)
        require_free(unit, state, referral_id)
        _require_open(home, override)
        release_bed(unit, home_id, bed_id)
        stay = Stay(
            home_id=home_id,
            **_bed_of(home, bed),
            admitted_at=admitted_at,
            source_of_admission=referral.hospital,
            pathway=referral.pathway,
            planned_end=london_day(admitted_at) + timedelta(days=LENGTH_DAYS),
            contract_ref=state.contract_ref,
            referral_id=referral_id,
            override_reason=override.reason.strip() if override else None,
            override_by=override.decided_by.strip() if override else None,
        )
        stay_id = unit.write(stay, About(resident_id, home_id, occurred_at=admitted_at))
        about = About(resident_id, home_id)
        placed = {
            "state": ReferralState.PLACED,
            "state_since": unit.writing.at,
            "stay_id": stay_id,
        }
        unit.write(referral.model_copy(update=placed), about, record_id=referral_id)
        unit.audit("place in d2a bed", about, record_id=stay_id)
        return stay_id, unit.commit()


def plan_discharge(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    planned_end: date,
    barriers: Sequence[DischargeBarrier],
    who_acts: str | None = None,
    next_step_by: date | None = None,
    note: str | None = None,
) -> Changes:
    """Says when the D2A stay is planned to end and what stops that; without barriers nothing does.

    Who acts, until when and the note are of what is new, or of all where nothing is. Raises Refused for
    somebody who is in no D2A bed, InvalidInput for a planned end before the stay began.
    """
    with store.deed(by) as unit:
        stay_id, stay = d2a_stay_of(unit, resident_id)
        if planned_end < london_day(stay.admitted_at):
            raise InvalidInput("This is before the stay began", where="Planned end")
        today = london_day(unit.writing.at)
        delays = delays_now(stay, tuple(barriers), today)
        told = {"who_acts": who_acts, "next_step_by": next_step_by, "note": note}
        said = {key: value for key, value in told.items() if value}
        before = {each.id for each in stay.open_delays}
        delays = _with_step(delays, before, said) if said else delays
        _write_stay(unit, stay_id, stay, resident_id, planned_end=planned_end, delays=delays)
        unit.audit("plan discharge", About(resident_id, stay.home_id), record_id=stay_id)
        return unit.commit()


def record_extension(
    store: Store, *, by: Actor, draft: Draft[D2aExtension]
) -> Recorded[D2aExtension]:
    """Records that a longer stay was approved; the planned end of the stay moves with it."""

    def alongside(unit: UnitOfWork, told: D2aExtension, _record_id: str) -> None:
        stay_id, stay = d2a_stay_of(unit, draft.resident_id)
        _write_stay(unit, stay_id, stay, draft.resident_id, planned_end=told.until)

    return record_statement(store, by=by, draft=draft, alongside=alongside)


def register_temporarily(
    store: Store, *, by: Actor, resident_id: str, registered_on: date, is_sent: bool
) -> Changes:
    """Records the temporary registration with the practice that serves the home, and the GMS3."""
    with store.deed(by) as unit:
        if registered_on > london_day(unit.writing.at):
            raise InvalidInput(
                "This cannot be later than today", where="Temporary registration from"
            )
        stay_id, stay = d2a_stay_of(unit, resident_id)
        _write_stay(
            unit,
            stay_id,
            stay,
            resident_id,
            registered_on=registered_on,
            registration_sent=is_sent,
        )
        unit.audit("register temporarily", About(resident_id, stay.home_id), record_id=stay_id)
        return unit.commit()


def discharge(store: Store, *, by: Actor, resident_id: str, leaving: Leaving) -> Changes:
    """Ends a D2A stay with where the person went, the services and the summary; the bed is free.

    Raises Refused for a death, which has a form of its own, and for somebody in no D2A bed;
    InvalidInput for a time to come or before the stay began.
    """
    if leaving.destination is Destination.RIP:
        raise Refused("A death is recorded on the form for it", next_step="Record the death")
    with store.deed(by) as unit:
        stay_id, stay = d2a_stay_of(unit, resident_id)
        _require_leaving(unit, stay, leaving)
        today = london_day(leaving.left_at)
        _write_stay(
            unit,
            stay_id,
            stay,
            resident_id,
            state=StayState.ENDED,
            state_since=leaving.left_at,
            ended_at=leaving.left_at,
            destination=leaving.destination,
            services=leaving.services or None,
            services_start=leaving.services_start,
            summary_sent_on=leaving.summary_sent_on,
            delays=tuple(
                each if each.ended else each.model_copy(update={"ended": today})
                for each in stay.delays
            ),
        )
        unit.audit("discharge from d2a bed", About(resident_id, stay.home_id), record_id=stay_id)
        return unit.commit()


def d2a_stay_of(unit: UnitOfWork, resident_id: str) -> tuple[str, Stay]:
    """The running D2A stay of somebody with its id; raises Refused where there is none."""
    line = resident_by_id(unit.connection, resident_id)
    stay = unit.card(Stay, line.stay_id) if line and line.stay_id else None
    if line is None or stay is None or not stay.stay_type.is_d2a or stay.state is StayState.ENDED:
        raise Refused("This person is in no D2A bed")
    return line.stay_id or "", stay


def _require_leaving(unit: UnitOfWork, stay: Stay, leaving: Leaving) -> None:
    if to_second(leaving.left_at) > to_second(unit.writing.at):
        raise InvalidInput("This cannot be later than now", where="Left")
    if to_second(leaving.left_at) < to_second(stay.admitted_at):
        raise InvalidInput("This is before the stay began", where="Left")


def _require_placeable(unit: UnitOfWork, resident_id: str) -> None:
    if unit.card(Resident, resident_id).is_deceased:
        raise Refused("This person has died and cannot be placed")
    if unit.home_of(resident_id) is not None:
        raise Refused("This person lives in a home already", next_step="End that stay first")


def _require_open(home: Home, override: Override | None) -> None:
    if home.status is HomeStatus.OPEN:
        return
    if override is None:
        why = f": {home.status_reason}" if home.status_reason else ""
        raise Refused(
            f"{home.name} is {home.status.label.lower()}{why}",
            next_step="Say why the person is placed all the same, and who decided it",
        )
    if not override.reason.strip():
        raise InvalidInput("Say why the person is placed all the same", where="Why all the same")
    if not override.decided_by.strip():
        raise InvalidInput("Say who decided it", where="Who decided that")


def _bed_of(home: Home, bed: Bed) -> dict[str, Any]:
    room = next((each for each in home.rooms if each.id == bed.room_id), None)
    unit_name = next((e.name for e in home.units if room and e.id == room.unit_id), None)
    kind = STAY_IN[bed.bed_type or BedType.D2A_BLOCK]
    return {
        "stay_type": kind,
        "bed_id": bed.id,
        "room": room.name if room else bed.label,
        "unit": unit_name,
    }


def _with_step(
    delays: tuple[Delay, ...], before: set[str], said: Mapping[str, object]
) -> tuple[Delay, ...]:
    going_on = {each.id for each in delays if each.ended is None}
    meant = (going_on - before) or going_on
    return tuple(each.model_copy(update=said) if each.id in meant else each for each in delays)


def _write_stay(
    unit: UnitOfWork, stay_id: str, stay: Stay, resident_id: str, **said: object
) -> None:
    about = About(resident_id, stay.home_id)
    unit.write(stay.model_copy(update=said), about, record_id=stay_id)
