"""Which rooms and beds of a home are in use, and why: what is in use is not withdrawn."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from mdt_core.kinds import checked
from mdt_core.records.bed_states import BedState, bed_state_id
from mdt_core.records.homes import Bed, BedType, Home
from mdt_core.store.queries.beds import lying_in
from mdt_core.store.queries.statements import card_by_id

OCCUPIED = "somebody is in this bed"
LIVED_IN = "somebody lives in this room"
KEPT = "it is kept for somebody"
CONTRACTED = "it is under a block contract; the bed board says until when"


@dataclass(frozen=True)
class PlacesInUse:
    """Why beds are in use, by id, and how many people live in a room, by its name as `room_key`."""

    beds: Mapping[str, str] = field(default_factory=dict)
    living_in: Mapping[str, int] = field(default_factory=dict)


def held_in(
    connection: Connection, home_id: str, values: Mapping[str, Any], day: date
) -> Mapping[str, str]:
    """Why beds and rooms of a home that was read cannot be withdrawn, by their ids."""
    home = checked(Home, dict(values))
    in_use = places_in_use(connection, home_id, home, day)
    rooms = (each for each in home.rooms if in_use.living_in.get(room_key(each.name)))
    return {**in_use.beds, **{each.id: LIVED_IN for each in rooms}}


def room_key(name: str | None) -> str:
    """The name of a room as it is compared with another."""
    return (name or "").strip().casefold()


def places_in_use(connection: Connection, home_id: str, home: Home, day: date) -> PlacesInUse:
    """Reads who lies where in a home, and which of its beds are kept or contracted on a day."""
    lying = lying_in(connection, home_id)
    taken = {bed_id for bed_id, _room in lying if bed_id}
    living_in = Counter(room_key(room) for _bed_id, room in lying if room)
    unnamed = Counter(room_key(room) for bed_id, room in lying if room and not bed_id)
    rooms = {room.id: room_key(room.name) for room in home.rooms}
    open_beds = Counter(rooms.get(bed.room_id) for bed in home.beds if bed.id not in taken)
    why: dict[str, str] = {}
    for bed in home.beds:
        room = rooms.get(bed.room_id)
        if bed.id in taken:
            why[bed.id] = OCCUPIED
        elif room and unnamed[room] >= open_beds[room]:
            why[bed.id] = LIVED_IN
        elif agreed := _agreed(connection, home_id, bed, day):
            why[bed.id] = agreed
    return PlacesInUse(why, living_in)


def _agreed(connection: Connection, home_id: str, bed: Bed, day: date) -> str:
    """Why an empty bed is not the home's to withdraw; empty where it is."""
    if bed.bed_type in (None, BedType.PERMANENT):
        return ""
    found = card_by_id(connection, BedState, bed_state_id(home_id, bed.id))
    state = found.record if found else None
    if state is not None and state.is_reserved:
        return KEPT
    ended = state.commissioned_until if state else None
    is_contracted = bed.bed_type is BedType.D2A_BLOCK and (ended is None or ended >= day)
    return CONTRACTED if is_contracted else ""
