"""Homes and the people in them, as lists read them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import NotFound
from mdt_core.names import formal_name
from mdt_core.records.homes import Home, HomeStatus
from mdt_core.records.residents import Resident
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.statements import Kept, card_by_id, kept

CURRENT = RESIDENT_CURRENT.c


@dataclass(frozen=True)
class HomeLine:
    """One home in the list of homes."""

    id: str
    name: str
    home_type: str
    neighbourhood: str
    status: HomeStatus
    phone: str
    round_day: str
    round_time: str
    clinical_lead: str
    residents: int
    in_hospital: int
    d2a: int
    last_round_on: str | None


@dataclass(frozen=True)
class ResidentLine:
    """One resident in a list, with two identifiers; also what the banner is made of."""

    resident_id: str
    family_name: str
    given_name: str | None
    preferred_name: str | None
    title_prefix: str | None
    born: str | None
    gender: str
    nhs_number: str | None
    died: str | None
    is_deceased: bool
    home_id: str | None
    home_name: str
    room: str | None
    unit: str | None
    stay_id: str | None
    stay_type: str | None
    stay_state: str | None
    admitted_at: str | None
    planned_end: str | None
    allergy_state: str
    allergy_words: str
    allergy_siblings: bool
    has_siblings: bool
    news2_total: int | None
    news2_missing: str
    news2_at: str | None
    news2_usual: int | None
    last_entry_id: str | None
    last_entry_at: str | None
    see_again: str | None
    open_actions: int
    active_medicines: int
    unverified_medicines: int
    active_problems: int
    sounds: str
    is_similar: bool = False

    @property
    def formal_name(self) -> str:
        """FAMILY NAME, Given (Title)."""
        return formal_name(self.family_name, self.given_name, self.title_prefix)


@dataclass(frozen=True)
class HomePage:
    """One home with everything its card says and who lives there, by room."""

    line: HomeLine
    home: Kept[Home]
    residents: tuple[ResidentLine, ...]


def homes(connection: Connection, actor: Actor) -> tuple[HomeLine, ...]:
    """The homes that the person serves, by name."""
    rows = connection.execute(select(RECORD).where(RECORD.c.kind == Home.kind)).all()
    seen = [row for row in rows if access.may_read(actor, Home, row.id)]
    counts = _counts(connection)
    rounds = _last_rounds(connection)
    lines = [_home_line(kept(Home, row), counts, rounds.get(row.id)) for row in seen]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def home_page(connection: Connection, actor: Actor, home_id: str) -> HomePage:
    """One home; raises NotFound or NotAllowed."""
    home = card_by_id(connection, Home, home_id)
    if home is None:
        raise NotFound("This home is not on this device")
    access.require_read(actor, Home, home_id)
    line = _home_line(home, _counts(connection), _last_rounds(connection).get(home_id))
    return HomePage(line, home, residents_of(connection, actor, home_id))


def residents_of(connection: Connection, actor: Actor, home_id: str) -> tuple[ResidentLine, ...]:
    """Who lives in a home now, by room; people in hospital and on leave too."""
    access.require_read(actor, Resident, home_id)
    query = select(RESIDENT_CURRENT).where(CURRENT.home_id == home_id, ~CURRENT.is_deceased)
    names = _home_names(connection)
    lines = [resident_line(row, names) for row in connection.execute(query)]
    return marked_similar(sorted(lines, key=by_room))


def unplaced_residents(connection: Connection, actor: Actor) -> tuple[ResidentLine, ...]:
    """Residents without a home, by name: imported people wait here to be placed."""
    access.require_read(actor, Resident, None)
    query = select(RESIDENT_CURRENT).where(CURRENT.home_id.is_(None), ~CURRENT.is_deceased)
    lines = [resident_line(row, {}) for row in connection.execute(query)]
    return marked_similar(sorted(lines, key=by_name))


def resident_by_id(connection: Connection, resident_id: str) -> ResidentLine | None:
    """One resident's line with the mark of a similar name in the same home, or None."""
    query = select(RESIDENT_CURRENT).where(CURRENT.resident_id == resident_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    line = resident_line(row, _home_names(connection))
    if line.home_id is None:
        return line
    others = select(RESIDENT_CURRENT).where(CURRENT.home_id == line.home_id, ~CURRENT.is_deceased)
    home = [resident_line(other, {}) for other in connection.execute(others)]
    similar = {each.resident_id for each in marked_similar(home) if each.is_similar}
    return replace(line, is_similar=resident_id in similar)


def resident_line(row: Any, home_names: dict[str, str]) -> ResidentLine:  # noqa: ANN401
    """A line from its row."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a mapping
    return ResidentLine(**values, home_name=home_names.get(values["home_id"] or "", ""))


def marked_similar(lines: Iterable[ResidentLine]) -> tuple[ResidentLine, ...]:
    """Marks who can be taken for whom: same family name, or same birthday and sounding alike."""
    found = tuple(lines)
    families = Counter(line.family_name.casefold() for line in found)
    alike = Counter((line.born, line.sounds) for line in found if line.born and line.sounds)
    return tuple(
        replace(
            line,
            is_similar=families[line.family_name.casefold()] > 1
            or alike[(line.born, line.sounds)] > 1,
        )
        for line in found
    )


def by_room(line: ResidentLine) -> tuple[int, str, str]:
    """Order by room: numbers as numbers, then words, then no room, then name."""
    room = line.room or ""
    digits = "".join(character for character in room if character.isdecimal())
    number = int(digits) if digits else 1_000_000
    return (number if room else 2_000_000, room.casefold(), line.formal_name.casefold())


def by_name(line: ResidentLine) -> tuple[str, str]:
    """Order by family and given name."""
    return (line.family_name.casefold(), (line.given_name or "").casefold())


def _home_line(
    home: Kept[Home], counts: dict[str, tuple[int, int, int]], last_round: str | None
) -> HomeLine:
    card = home.record
    residents, in_hospital, d2a = counts.get(home.id, (0, 0, 0))
    return HomeLine(
        id=home.id,
        name=card.name if card else str(home.readable.get("name", "Home without a name")),
        home_type=card.home_type.label if card and card.home_type else "",
        neighbourhood=card.neighbourhood.label if card and card.neighbourhood else "",
        status=card.status if card else HomeStatus.OPEN,
        phone=(card.phone if card else None) or "",
        round_day=card.round_day.label if card and card.round_day else "",
        round_time=(card.round_time if card else None) or "",
        clinical_lead=(card.clinical_lead if card else None) or "",
        residents=residents,
        in_hospital=in_hospital,
        d2a=d2a,
        last_round_on=last_round,
    )


def _counts(connection: Connection) -> dict[str, tuple[int, int, int]]:
    query = (
        select(CURRENT.home_id, CURRENT.stay_state, CURRENT.stay_type, func.count())
        .where(CURRENT.home_id.is_not(None), ~CURRENT.is_deceased)
        .group_by(CURRENT.home_id, CURRENT.stay_state, CURRENT.stay_type)
    )
    found: dict[str, tuple[int, int, int]] = {}
    for home_id, state, stay_type, number in connection.execute(query):
        everyone, hospital, d2a = found.get(home_id, (0, 0, 0))
        is_d2a = stay_type in ("d2a_block", "d2a_spot", "complex_behaviour")
        found[home_id] = (
            everyone + number,
            hospital + (number if state == "hospital" else 0),
            d2a + (number if is_d2a else 0),
        )
    return found


def _last_rounds(connection: Connection) -> dict[str, str]:
    query = (
        select(RECORD.c.home_id, func.max(RECORD.c.due_at))
        .where(RECORD.c.kind == "round", RECORD.c.state.in_(("open", "completed")))
        .group_by(RECORD.c.home_id)
    )
    return {row[0]: row[1] for row in connection.execute(query) if row[0]}


def _home_names(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(RECORD).where(RECORD.c.kind == Home.kind))
    return {row.id: str(kept(Home, row).readable.get("name", "")) for row in rows}
