"""Residents and where they live: adding, placing, moving, opening."""

from datetime import datetime, timedelta

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.homes import Home
from mdt_core.records.put_offs import PutOff
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Destination, Stay, StayState, StayType
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.safeguarding import is_restricted_told
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


def save_resident(
    store: Store, *, by: Actor, resident: Resident, resident_id: str | None = None
) -> tuple[str, Changes]:
    """Adds a resident, or writes what changed in one; returns the id."""
    with store.deed(by) as unit:
        home_id = unit.home_of(resident_id) if resident_id else None
        saved = unit.write(resident, About(resident_id, home_id), record_id=resident_id)
        unit.audit("save resident", About(saved, home_id), record_id=saved)
        return saved, unit.commit()


def place(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    home_id: str,
    stay_type: StayType,
    admitted_at: datetime,
    room: str | None = None,
    unit_name: str | None = None,
) -> tuple[str, Changes]:
    """Starts a stay in a home; returns the stay's id.

    Raises Refused where the resident has died or already lives in a home: that stay ends first.
    """
    with store.deed(by) as unit:
        person = unit.card(Resident, resident_id)
        unit.card(Home, home_id)
        _refuse_placing(unit, person, resident_id)
        stay = Stay(
            home_id=home_id,
            stay_type=stay_type,
            admitted_at=admitted_at,
            room=room or None,
            unit=unit_name or None,
        )
        about = About(resident_id, home_id, occurred_at=admitted_at)
        stay_id = unit.write(stay, about)
        unit.audit("place resident", About(resident_id, home_id), record_id=stay_id)
        return stay_id, unit.commit()


def _refuse_placing(unit: UnitOfWork, person: Resident, resident_id: str) -> None:
    if person.is_deceased:
        raise Refused("This resident has died and cannot be placed")
    if unit.home_of(resident_id) is not None:
        raise Refused("This resident lives in a home already", next_step="End that stay first")


def move_room(
    store: Store,
    *,
    by: Actor,
    stay_id: str,
    resident_id: str,
    room: str | None,
    unit_name: str | None,
) -> Changes:
    """Moves a resident to another room of the same home."""
    with store.deed(by) as unit:
        stay = unit.card(Stay, stay_id)
        moved = stay.model_copy(update={"room": room or None, "unit": unit_name or None})
        unit.write(moved, About(resident_id, stay.home_id), record_id=stay_id)
        unit.audit("move room", About(resident_id, stay.home_id), record_id=stay_id)
        return unit.commit()


def end_stay(
    store: Store,
    *,
    by: Actor,
    stay_id: str,
    resident_id: str,
    ended_at: datetime,
    destination: Destination,
) -> Changes:
    """Ends a stay; the resident is then without a home until placed again."""
    with store.deed(by) as unit:
        stay = unit.card(Stay, stay_id)
        if stay.state is StayState.ENDED:
            raise Refused("This stay has ended already")
        ended = stay.model_copy(
            update={"state": StayState.ENDED, "ended_at": ended_at, "destination": destination}
        )
        about = About(resident_id, stay.home_id, occurred_at=ended_at)
        unit.write(ended, about, record_id=stay_id)
        unit.audit("end stay", About(resident_id, stay.home_id), record_id=stay_id)
        return unit.commit()


LONGEST_PUT_OFF = timedelta(days=366)
"""What is missing is asked for again within a year."""


def put_off(store: Store, *, by: Actor, resident_id: str, why: PutOff) -> Changes:
    """Records that something missing is not asked for until a day; the panel leaves it out so long.

    Raises InvalidInput for a day that is past or over a year away.
    """
    with store.deed(by) as unit:
        today = london_day(unit.writing.at)
        if not today < why.until <= today + LONGEST_PUT_OFF:
            raise InvalidInput("Choose a day within a year from tomorrow", where="Until")
        unit.card(Resident, resident_id)
        about = About(resident_id, unit.home_of(resident_id))
        change = unit.sign(why, about)
        unit.audit("put off", about, record_id=change.envelope.record_id)
        return unit.commit()


def open_resident(store: Store, *, by: Actor, resident_id: str) -> ResidentPage:
    """Reads a resident's page and records that it was opened, in one transaction.

    That there was something restricted to read is recorded apart.
    """
    with store.deed(by) as unit:
        today = london_day(unit.writing.at)
        page = resident_page(unit.connection, by, resident_id, today=today)
        about = About(resident_id, page.line.home_id)
        unit.audit("view resident", about)
        if is_restricted_told(unit.connection, by, resident_id, page.line.home_id):
            unit.audit("view restricted", about)
        unit.commit()
        return page
