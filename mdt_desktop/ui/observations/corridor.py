"""Who comes next along the corridor: set after set, by room, without going back to a list. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from mdt_core.actor import Actor
from mdt_core.records.stays import StayState
from mdt_core.store.queries.homes import ResidentLine, resident_by_id, residents_of
from mdt_core.store.store import Store

_AWAY = (StayState.HOSPITAL.value, StayState.LEAVE.value)


@dataclass(frozen=True)
class NextRoom:
    """The resident of the next room, who is told by the room alone."""

    resident_id: str
    room: str


def next_room(store: Store, by: Actor, resident_id: str) -> NextRoom | None:
    """Gives who comes after a resident in the same home; None at the end, or without a home."""
    with store.reading() as connection:
        line = resident_by_id(connection, resident_id)
        if line is None or line.home_id is None:
            return None
        return after(residents_of(connection, by, line.home_id), resident_id)


def after(lines: Sequence[ResidentLine], resident_id: str) -> NextRoom | None:
    """Gives the next one who is here and has a room, in the order of the list."""
    ids = [line.resident_id for line in lines]
    if resident_id not in ids:
        return None
    rest = lines[ids.index(resident_id) + 1 :]
    here = (line for line in rest if line.room and line.stay_state not in _AWAY)
    found = next(here, None)
    return NextRoom(found.resident_id, found.room or "") if found else None
