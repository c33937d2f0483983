"""What cannot be so of the units, rooms and beds of a home.

What is in use is not withdrawn, nobody is moved by the way, and what is named is there. Writes nothing.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput
from mdt_core.records.homes import Home
from mdt_core.store.queries.beds import bed_words
from mdt_core.store.queries.places_in_use import PlacesInUse, places_in_use, room_key
from mdt_core.store.unit_of_work import UnitOfWork

PLACES: Final = frozenset({"units", "rooms", "beds"})
"""The sets of a home that name its places."""
_UNITS: Final = "Units"
_ROOMS: Final = "Rooms"
_BEDS: Final = "Beds"
_FIRST: Final = "Move or withdraw what is in it first"


def require_places(unit: UnitOfWork, home_id: str | None, home: Home) -> None:
    """Raises InvalidInput, in words, for places as they are to be that cannot be so."""
    was = unit.card(Home, home_id) if home_id else Home(name=home.name)
    _require_names_apart(home)
    _require_there(was, home)
    if home_id:
        today = london_day(unit.writing.at)
        in_use = places_in_use(unit.connection, home_id, was, today)
        _require_beds_kept(was, home, in_use)
        _require_rooms_kept(was, home, in_use)


def _require_names_apart(home: Home) -> None:
    units = {each.id: each.name for each in home.units}
    rooms = {each.id: each.name for each in home.rooms}
    _require_once((f"unit «{each.name.strip()}»" for each in home.units), _UNITS)
    of_unit = ((each.name.strip(), units.get(each.unit_id or "")) for each in home.rooms)
    _require_once(
        (f"room «{name}»{f' in {unit}' if unit else ''}" for name, unit in of_unit), _ROOMS
    )
    of_room = ((each.label.strip(), rooms.get(each.room_id, "")) for each in home.beds)
    _require_once((f"bed «{label}» in room {room}" for label, room in of_room), _BEDS)


def _require_once(names: Iterable[str], where: str) -> None:
    told: set[str] = set()
    for words in names:
        if room_key(words) in told:
            raise InvalidInput(f"The {words} is there twice", where=where)
        told.add(room_key(words))


def _require_there(was: Home, home: Home) -> None:
    units, rooms = {each.id for each in home.units}, {each.id for each in home.rooms}
    unit_names = {each.id: each.name for each in was.units}
    room_names = {each.id: each.name for each in was.rooms}
    for room in home.rooms:
        gone = unit_names.get(room.unit_id or "")
        if gone and room.unit_id not in units:
            words = f"The unit «{gone}» still has room {room.name}"
            raise InvalidInput(words, next_step=_FIRST, where=_UNITS)
    for bed in home.beds:
        if bed.room_id not in rooms:
            gone = room_names.get(bed.room_id)
            if gone is None:
                raise InvalidInput(f"Say which room bed {bed.label} is in", where=_BEDS)
            words = f"Room {gone} still has bed {bed.label}"
            raise InvalidInput(words, next_step=_FIRST, where=_ROOMS)


def _require_beds_kept(was: Home, home: Home, in_use: PlacesInUse) -> None:
    now = {each.id: each for each in home.beds}
    for bed in was.beds:
        why, kept = in_use.beds.get(bed.id), now.get(bed.id)
        if not why:
            continue
        if kept is None:
            raise InvalidInput(f"{bed_words(was, bed)} cannot be withdrawn: {why}", where=_BEDS)
        is_other_type = bed.bed_type is not None and kept.bed_type != bed.bed_type
        if is_other_type or kept.room_id != bed.room_id:
            words = f"{bed_words(was, bed)} keeps its room and its type: {why}"
            raise InvalidInput(words, where=_BEDS)


def _require_rooms_kept(was: Home, home: Home, in_use: PlacesInUse) -> None:
    left = {room_key(each.name) for each in home.rooms}
    beds_now = _beds_by_room(home)
    beds_then = _beds_by_room(was)
    for room in was.rooms:
        key = room_key(room.name)
        living = in_use.living_in.get(key, 0)
        if living and key not in left:
            words = f"Room {room.name} keeps its name: somebody lives there"
            raise InvalidInput(words, where=_ROOMS)
        if beds_now[key] < min(living, beds_then[key]):
            words = f"Room {room.name} needs a bed for everybody who lives there: {living}"
            raise InvalidInput(words, where=_BEDS)


def _beds_by_room(home: Home) -> Counter[str]:
    rooms = {each.id: room_key(each.name) for each in home.rooms}
    return Counter(rooms.get(bed.room_id, "") for bed in home.beds)
