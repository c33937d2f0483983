"""The D2A beds of the homes served: what each is today and who lies in it, and who waits for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day, parse_utc
from mdt_core.records.bed_states import BedCondition, BedState, VoidSpell
from mdt_core.records.d2a_referrals import D2aReferral, ReferralState
from mdt_core.records.homes import Bed, BedType, Home, HomeStatus
from mdt_core.records.stays import Stay, StayState, StayType
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.everyone import everyone
from mdt_core.store.queries.homes import ResidentLine, by_room, resident_by_id
from mdt_core.store.queries.statements import kept

LIVING_THERE = tuple(each.value for each in StayState if each is not StayState.ENDED)


@dataclass(frozen=True)
class BedRow:
    """One bed with what it is today; `line` and `stay` are of who lies in it.

    A resident of a D2A stay whose bed nobody named has a row too, without `bed_id`.
    """

    home_id: str
    home_name: str
    home_status: HomeStatus
    home_why: str
    bed_id: str | None
    bed_words: str
    bed_type: BedType
    condition: BedCondition
    state: BedState | None = None
    line: ResidentLine | None = None
    stay: Stay | None = None
    is_shared: bool = False
    """Whether another person is recorded in the same bed."""

    @property
    def void(self) -> VoidSpell | None:
        """Why the bed is void."""
        return self.state.open_void if self.state else None

    @property
    def last_seen(self) -> date | None:
        """The day of the newest entry of a round."""
        at = self.line.last_entry_at if self.line else None
        return london_day(parse_utc(at)) if at else None


@dataclass(frozen=True)
class WaitingRow:
    """Somebody who is referred, with the home that was asked or has accepted."""

    id: str
    referral: D2aReferral
    line: ResidentLine
    home_id: str | None
    home_name: str
    bed_id: str | None


@dataclass(frozen=True)
class BedBoard:
    """The beds by home and room, and who waits, the longest first."""

    day: date
    beds: tuple[BedRow, ...]
    waiting: tuple[WaitingRow, ...]


def bed_board(connection: Connection, actor: Actor, day: date) -> BedBoard:
    """Reads the board of the homes that the person serves; raises NotAllowed."""
    access.require_read(actor, BedState, None)
    homes = _homes(connection, actor)
    lines = everyone(connection, actor)
    lying = [
        each for each in lines if each.home_id in homes and _is_d2a(each.stay_type) and each.stay_id
    ]
    stays = _stays(connection, [each.stay_id or "" for each in lying])
    states = _states(connection, homes)
    beds: list[BedRow] = []
    for home_id, home in homes.items():
        here = [(each, stays.get(each.stay_id or "")) for each in lying if each.home_id == home_id]
        beds.extend(_beds(home_id, home, here, states))
    waiting = _waiting(connection, actor, homes)
    return BedBoard(day, tuple(beds), waiting)


def occupant_of(connection: Connection, home_id: str, bed_id: str) -> str | None:
    """The id of who lies in a bed by a stay that goes on, or None."""
    for row in connection.execute(_LIVING, {"home": home_id, "states": list(LIVING_THERE)}):
        if kept(Stay, row).readable.get("bed_id") == bed_id:
            return str(row.resident_id)
    return None


def lying_in(connection: Connection, home_id: str) -> tuple[tuple[str | None, str | None], ...]:
    """The bed, where somebody named it, and the room of everybody whose stay in a home goes on."""
    found = connection.execute(_LIVING, {"home": home_id, "states": list(LIVING_THERE)})
    said = (kept(Stay, row).readable for row in found)
    return tuple((each.get("bed_id"), each.get("room")) for each in said)


def _is_d2a(stay_type: str | None) -> bool:
    return stay_type in [each.value for each in StayType if each.is_d2a]


def _homes(connection: Connection, actor: Actor) -> dict[str, Home]:
    """The homes served that can be read as a whole, by name."""
    found: dict[str, Home] = {}
    for row in connection.execute(_HOMES):
        home = kept(Home, row).record
        if home is not None and access.may_read(actor, BedState, row.id):
            found[row.id] = home
    return dict(sorted(found.items(), key=lambda each: each[1].name.casefold()))


def _stays(connection: Connection, ids: Sequence[str]) -> dict[str, Stay]:
    rows = connection.execute(_BY_ID, {"ids": list(ids)}).all() if ids else ()
    found = ((row.id, kept(Stay, row).record) for row in rows)
    return {stay_id: stay for stay_id, stay in found if stay is not None}


def _states(connection: Connection, homes: Iterable[str]) -> dict[tuple[str, str], BedState]:
    found = (kept(BedState, row).record for row in connection.execute(_STATES))
    served = set(homes)
    return {
        (each.home_id, each.bed_id): each
        for each in found
        if each is not None and each.home_id in served
    }


def _beds(
    home_id: str,
    home: Home,
    here: Sequence[tuple[ResidentLine, Stay | None]],
    states: Mapping[tuple[str, str], BedState],
) -> list[BedRow]:
    in_bed: dict[str, list[tuple[ResidentLine, Stay | None]]] = defaultdict(list)
    for line, stay in here:
        in_bed[(stay.bed_id if stay else None) or ""].append((line, stay))
    rows: list[BedRow] = []
    for bed in sorted(home.beds, key=partial(_by_room, home)):
        if bed.bed_type in (None, BedType.PERMANENT):
            continue
        rows.extend(_bed_rows(home_id, home, bed, in_bed.pop(bed.id, []), states))
    unnamed = [each for lying in in_bed.values() for each in lying]
    for line, stay in sorted(unnamed, key=lambda each: by_room(each[0])):
        rows.append(_unnamed(home_id, home, line, stay))
    return rows


def _bed_rows(
    home_id: str,
    home: Home,
    bed: Bed,
    lying: Sequence[tuple[ResidentLine, Stay | None]],
    states: Mapping[tuple[str, str], BedState],
) -> list[BedRow]:
    state = states.get((home_id, bed.id))
    plain = BedState(home_id=home_id, bed_id=bed.id) if state is None else state
    return [
        BedRow(
            **_home_words(home_id, home),
            bed_id=bed.id,
            bed_words=bed_words(home, bed),
            bed_type=bed.bed_type or BedType.D2A_BLOCK,
            condition=plain.condition(is_occupied=line is not None),
            state=state,
            line=line,
            stay=stay,
            is_shared=len(lying) > 1,
        )
        for line, stay in (lying or _NOBODY)
    ]


def _by_room(home: Home, bed: Bed) -> tuple[int, str]:
    """Order by room: numbers as numbers, then words."""
    words = bed_words(home, bed)
    digits = "".join(character for character in words if character.isdecimal())
    return (int(digits) if digits else _NO_NUMBER, words.casefold())


def _unnamed(home_id: str, home: Home, line: ResidentLine, stay: Stay | None) -> BedRow:
    return BedRow(
        **_home_words(home_id, home),
        bed_id=None,
        bed_words=f"Room {line.room}, bed not named" if line.room else "Bed not named",
        bed_type=BedType(line.stay_type or BedType.D2A_BLOCK.value),
        condition=BedCondition.OCCUPIED,
        line=line,
        stay=stay,
    )


def _home_words(home_id: str, home: Home) -> dict[str, Any]:
    return {
        "home_id": home_id,
        "home_name": home.name,
        "home_status": home.status,
        "home_why": home.status_reason or "",
    }


def bed_words(home: Home, bed: Bed) -> str:
    """`Room 12`, with the bed where the room has several."""
    room = next((each.name for each in home.rooms if each.id == bed.room_id), "")
    has_several = sum(each.room_id == bed.room_id for each in home.beds) > 1
    if not room:
        return f"Bed {bed.label}"
    return f"Room {room}, bed {bed.label}" if has_several else f"Room {room}"


def _waiting(
    connection: Connection, actor: Actor, homes: Mapping[str, Home]
) -> tuple[WaitingRow, ...]:
    asked = {"states": [each.value for each in ReferralState if each.is_open]}
    found: list[WaitingRow] = []
    for row in connection.execute(_REFERRALS, asked):
        referral = kept(D2aReferral, row).record
        line = resident_by_id(connection, row.resident_id) if row.resident_id else None
        if referral is None or line is None or line.is_deceased:
            continue
        if access.may_read(actor, D2aReferral, line.home_id):
            found.append(_waiting_row(row.id, referral, line, homes))
    return tuple(sorted(found, key=lambda each: each.referral.referred_at))


def _waiting_row(
    referral_id: str, referral: D2aReferral, line: ResidentLine, homes: Mapping[str, Home]
) -> WaitingRow:
    meant = referral.unanswered or (
        referral.accepted if referral.state is ReferralState.ACCEPTED else None
    )
    home_id = meant.home_id if meant else None
    return WaitingRow(
        id=referral_id,
        referral=referral,
        line=line,
        home_id=home_id,
        home_name=homes[home_id].name if home_id and home_id in homes else "",
        bed_id=meant.bed_id if meant else None,
    )


_NO_NUMBER = 1_000_000
_NOBODY: Sequence[tuple[ResidentLine | None, Stay | None]] = ((None, None),)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_STATES_ASKED: BindParameter[str] = bindparam("states", expanding=True)
_CARD = (RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id)
_HOMES = select(*_CARD).where(RECORD.c.kind == Home.kind)
_STATES = select(*_CARD).where(RECORD.c.kind == BedState.kind)
_BY_ID = select(*_CARD).where(RECORD.c.id.in_(_IDS))
_LIVING = select(*_CARD, RECORD.c.resident_id).where(
    RECORD.c.kind == Stay.kind,
    RECORD.c.home_id == bindparam("home"),
    RECORD.c.state.in_(_STATES_ASKED),
)
_REFERRALS = select(*_CARD, RECORD.c.resident_id).where(
    RECORD.c.kind == D2aReferral.kind, RECORD.c.state.in_(_STATES_ASKED)
)
