"""The beds of a D2A home: keep one, let it go, close it, open it, what it is paid; and suspend a home.

Each is all or nothing. Whether somebody lies in a bed is asked of the stays.
"""

from datetime import date
from decimal import Decimal

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.bed_states import BedState, VoidReason, VoidSpell, bed_state_id
from mdt_core.records.homes import Bed, BedType, Home, HomeStatus, Room
from mdt_core.store.queries.beds import occupant_of
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

IN_USE = "Somebody is in this bed"
_LABELS = "ABCDEFGH"


def add_bed(
    store: Store, *, by: Actor, home_id: str, room: str, bed_type: BedType
) -> tuple[str, Changes]:
    """Adds a D2A bed to a room of a home, which is added where it has none of that name; returns its id.

    Raises InvalidInput without a room's name or for a permanent bed, and Refused where that bed of the
    room is a D2A bed already.
    """
    name = room.strip()
    if not name:
        raise InvalidInput("Say which room the bed is in", where="Room")
    if bed_type is BedType.PERMANENT:
        raise InvalidInput("Choose a type of D2A bed", where="Type of bed")
    with store.deed(by) as unit:
        home = unit.card(Home, home_id)
        found = next((each for each in home.rooms if each.name == name), None)
        place = found or Room(id=str(unit.writing.ids.record_id()), name=name)
        in_room = [each for each in home.beds if each.room_id == place.id]
        if any(each.bed_type not in (None, BedType.PERMANENT) for each in in_room):
            raise Refused(f"Room {name} has a D2A bed already", next_step="Choose another room")
        bed = Bed(
            id=str(unit.writing.ids.record_id()),
            label=_LABELS[len(in_room) % len(_LABELS)],
            room_id=place.id,
            bed_type=bed_type,
        )
        rooms = home.rooms if found else (*home.rooms, place)
        said = {"rooms": rooms, "beds": (*home.beds, bed)}
        about = About(home_id=home_id)
        unit.write(home.model_copy(update=said), about, record_id=home_id)
        unit.audit("add d2a bed", about, record_id=home_id)
        return bed.id, unit.commit()


def reserve_bed(store: Store, *, by: Actor, home_id: str, bed_id: str, note: str) -> Changes:
    """Keeps a free bed, saying for whom or what. Raises Refused for one that is not free."""
    if not note.strip():
        raise InvalidInput("Say for whom or what the bed is kept", where="Reserved for")
    with store.deed(by) as unit:
        keep_bed(unit, home_id, bed_id, note=note.strip())
        return unit.commit()


def end_reservation(store: Store, *, by: Actor, home_id: str, bed_id: str) -> Changes:
    """Lets a bed go that was kept."""
    with store.deed(by) as unit:
        release_bed(unit, home_id, bed_id)
        return unit.commit()


def void_bed(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    bed_id: str,
    reason: VoidReason,
    since: date,
    note: str | None = None,
    retainer: Decimal | None = None,
) -> Changes:
    """Closes an empty bed from a day on, at this retainer in pounds a day or the one agreed for it.

    Raises Refused where somebody is in it or it is void already, InvalidInput for a day to come.
    """
    with store.deed(by) as unit:
        if since > london_day(unit.writing.at):
            raise InvalidInput("This cannot be later than today", where="Since")
        state = bed_state(unit, home_id, bed_id)
        _require_empty(unit, home_id, bed_id)
        if state.open_void is not None:
            raise Refused("This bed is void already", next_step="Open it first")
        spell = VoidSpell(
            id=str(unit.writing.ids.record_id()),
            reason=reason,
            since=since,
            note=(note or "").strip() or None,
            retainer=state.retainer if retainer is None else retainer,
        )
        _write(unit, state, "void bed", voids=(*state.voids, spell))
        return unit.commit()


def reopen_bed(
    store: Store, *, by: Actor, home_id: str, bed_id: str, last_day: date | None = None
) -> Changes:
    """Opens a void bed again; yesterday was its last void day unless another is given.

    Raises Refused where it is not void, InvalidInput for a last day before the first or to come.
    """
    with store.deed(by) as unit:
        state, today = bed_state(unit, home_id, bed_id), london_day(unit.writing.at)
        void = state.open_void
        if void is None:
            raise Refused("This bed is not void")
        if last_day is not None and not void.since <= last_day <= today:
            raise InvalidInput(
                "The last day lies between its first day and today", where="Last day"
            )
        ended = max(void.since, last_day or date.fromordinal(today.toordinal() - 1))
        _write(unit, state, "open bed", voids=_all_ended(state, ended))
        return unit.commit()


def set_bed_terms(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    bed_id: str,
    retainer: Decimal | None,
    contract_ref: str | None = None,
    commissioned_from: date | None = None,
    commissioned_until: date | None = None,
) -> Changes:
    """Writes what is agreed for a bed; a void that began before keeps the retainer of its first day."""
    if commissioned_from and commissioned_until and commissioned_until < commissioned_from:
        raise InvalidInput("It ends before it begins", where="Commissioned until")
    with store.deed(by) as unit:
        _write(
            unit,
            bed_state(unit, home_id, bed_id),
            "set bed terms",
            retainer=retainer,
            contract_ref=contract_ref or None,
            commissioned_from=commissioned_from,
            commissioned_until=commissioned_until,
        )
        return unit.commit()


def set_home_status(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    status: HomeStatus,
    reason: str = "",
    decided_by: str = "",
    lifts_when: str = "",
) -> Changes:
    """Suspends a home for new D2A residents, or lifts that.

    Raises InvalidInput where a suspension has no reason or nobody who decided it.
    """
    is_open = status is HomeStatus.OPEN
    if not is_open and not reason.strip():
        raise InvalidInput("Say why the home is suspended", where="Reason")
    if not is_open and not decided_by.strip():
        raise InvalidInput("Say who decided it", where="Who decided")
    with store.deed(by) as unit:
        said = {
            "status": status,
            "status_reason": reason.strip() or None,
            "status_since": london_day(unit.writing.at),
            "status_decided_by": decided_by.strip() or None,
            "status_lifts_when": lifts_when.strip() or None,
        }
        about = About(home_id=home_id)
        unit.write(unit.card(Home, home_id).model_copy(update=said), about, record_id=home_id)
        unit.audit("set home status", about, record_id=home_id)
        return unit.commit()


# Inside another deed


def bed_state(unit: UnitOfWork, home_id: str, bed_id: str) -> BedState:
    """The card of a bed, a new one where nothing was written of it; raises Refused for no D2A bed."""
    require_bed(unit.card(Home, home_id), bed_id)
    card_id = bed_state_id(home_id, bed_id)
    if unit.card_state(card_id).groups:
        return unit.card(BedState, card_id)
    return BedState(home_id=home_id, bed_id=bed_id)


def require_bed(home: Home, bed_id: str) -> Bed:
    """The D2A bed of a home; raises Refused where it has none of that id."""
    found = next((each for each in home.beds if each.id == bed_id), None)
    if found is None or found.bed_type in (None, BedType.PERMANENT):
        raise Refused(f"{home.name} has no such D2A bed", next_step="Choose another bed")
    return found


def keep_bed(
    unit: UnitOfWork, home_id: str, bed_id: str, *, referral_id: str = "", note: str = ""
) -> None:
    """Keeps a free bed; raises Refused for one that is occupied, void or kept for another."""
    state = bed_state(unit, home_id, bed_id)
    require_free(unit, state, referral_id)
    _write(
        unit,
        state,
        "reserve bed",
        reserved_for=referral_id or None,
        reserved_note=note or None,
        reserved_since=london_day(unit.writing.at),
    )


def release_bed(unit: UnitOfWork, home_id: str, bed_id: str, *, referral_id: str = "") -> None:
    """Lets a bed go; with a referral only where it is kept for that one."""
    state = bed_state(unit, home_id, bed_id)
    if not state.is_reserved or (referral_id and state.reserved_for != referral_id):
        return
    _write(
        unit,
        state,
        "release bed",
        reserved_for=None,
        reserved_note=None,
        reserved_since=None,
    )


def require_free(unit: UnitOfWork, state: BedState, referral_id: str = "") -> None:
    """Raises Refused unless somebody can be placed in a bed, or it is kept for that referral."""
    _require_empty(unit, state.home_id, state.bed_id)
    void = state.open_void
    if void is not None:
        raise Refused(f"This bed is void: {void.reason.label.lower()}", next_step="Open it first")
    if state.is_reserved and state.reserved_for != (referral_id or None):
        raise Refused("This bed is kept for somebody else", next_step="Choose another bed")


def _require_empty(unit: UnitOfWork, home_id: str, bed_id: str) -> None:
    if occupant_of(unit.connection, home_id, bed_id) is not None:
        raise Refused(IN_USE, next_step="Choose another bed")


def _all_ended(state: BedState, ended: date) -> tuple[VoidSpell, ...]:
    return tuple(
        each
        if each.until is not None
        else each.model_copy(update={"until": max(ended, each.since)})
        for each in state.voids
    )


def _write(unit: UnitOfWork, state: BedState, action: str, **said: object) -> None:
    about, card_id = About(home_id=state.home_id), bed_state_id(state.home_id, state.bed_id)
    unit.write(state.model_copy(update=said), about, record_id=card_id)
    unit.audit(action, about, record_id=card_id)
