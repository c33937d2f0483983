"""Homes and the people in them, as lists read them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import NotFound
from mdt_core.names import formal_name
from mdt_core.records.homes import Home, HomeStatus
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import Programme, Round, RoundState
from mdt_core.store import card_body
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.round_ids import round_id_for
from mdt_core.store.queries.statements import Kept, card_by_id, kept
from mdt_core.store.queries.techt import on_techt_caseload
from mdt_core.store.queries.versions import two_versions_of

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
    """One resident in a list, with two identifiers; also what the banner is made of.

    `two_versions` says of what, where the line was read alone; in lists `has_siblings` has to do.
    """

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
    two_versions: tuple[str, ...] = ()
    is_techt: bool = False
    """Whether the enhanced care home team has the resident on its caseload."""

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
    rows = connection.execute(_HOMES).all()
    return _home_lines(connection, actor, rows, _counts(connection.execute(_COUNTS)))


def homes_among(connection: Connection, actor: Actor, ids: Collection[str]) -> tuple[HomeLine, ...]:
    """Those of these homes that the person serves, by name."""
    asked = {"homes": list(ids)}
    rows = connection.execute(_HOMES_AMONG, asked).all() if ids else ()
    counts = _counts(connection.execute(_COUNTS_AMONG, asked)) if rows else {}
    return _home_lines(connection, actor, rows, counts)


def home_page(connection: Connection, actor: Actor, home_id: str) -> HomePage:
    """One home; raises NotFound or NotAllowed."""
    home = card_by_id(connection, Home, home_id)
    if home is None:
        raise NotFound("This home is not on this device")
    access.require_read(actor, Home, home_id)
    counts = _counts(connection.execute(_COUNTS_AMONG, {"homes": [home_id]}))
    line = _home_line(home, counts, _last_round(connection, home_id))
    return HomePage(line, home, residents_of(connection, actor, home_id))


def residents_of(connection: Connection, actor: Actor, home_id: str) -> tuple[ResidentLine, ...]:
    """Who lives in a home now, by room; people in hospital and on leave too."""
    access.require_read(actor, Resident, home_id)
    names = home_names(connection, [home_id])
    rows = connection.execute(_LIVING_IN, {"home": home_id})
    on_techt = on_techt_caseload(connection)
    lines = [resident_line(row, names, on_techt) for row in rows]
    return marked_similar(sorted(lines, key=by_room))


def unplaced_residents(connection: Connection, actor: Actor) -> tuple[ResidentLine, ...]:
    """Residents without a home, by name: imported people wait here to be placed."""
    access.require_read(actor, Resident, None)
    query = select(RESIDENT_CURRENT).where(CURRENT.home_id.is_(None), ~CURRENT.is_deceased)
    lines = [resident_line(row, {}) for row in connection.execute(query)]
    return marked_similar(sorted(lines, key=by_name))


def resident_by_id(connection: Connection, resident_id: str) -> ResidentLine | None:
    """One resident's line with the mark of a similar name in the same home, or None."""
    row = connection.execute(_LINE, {"resident": resident_id}).one_or_none()
    if row is None:
        return None
    names = home_names(connection, [row.home_id]) if row.home_id else {}
    line = resident_line(row, names, on_techt_caseload(connection))
    if line.has_siblings:
        line = replace(line, two_versions=two_versions_of(connection, resident_id))
    if row.home_id is None:
        return line
    neighbours = connection.execute(_LIKENESS, {"home": row.home_id}).all()
    return replace(line, is_similar=resident_id in _similar(neighbours))


def home_names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The names of these homes by id; without one that is not here."""
    rows = connection.execute(_HOMES_AMONG, {"homes": list(ids)}) if ids else ()
    return {
        row.id: str(card_body.values_from_text(row.body).get("name", ""))
        for row in rows
        if row.body
    }


def resident_line(
    row: Any,  # noqa: ANN401 - a row
    home_names: dict[str, str],
    on_techt: Collection[str] = (),
) -> ResidentLine:
    """A line from its row; `on_techt` are the ids of those on that caseload."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a mapping
    home_name = home_names.get(values["home_id"] or "", "")
    return ResidentLine(**values, home_name=home_name, is_techt=values["resident_id"] in on_techt)


def marked_similar(lines: Iterable[ResidentLine]) -> tuple[ResidentLine, ...]:
    """Marks who can be taken for whom: same family name, or same birthday and sounding alike."""
    found = tuple(lines)
    similar = _similar(found)
    return tuple(_marked(line, is_similar=line.resident_id in similar) for line in found)


def _marked(line: ResidentLine, *, is_similar: bool) -> ResidentLine:
    return line if line.is_similar is is_similar else replace(line, is_similar=is_similar)


def _similar(lines: Sequence[Any]) -> frozenset[str]:
    """The ids of those who can be taken for another; asks lines or rows for names and birthdays."""
    families = Counter(line.family_name.casefold() for line in lines)
    alike = Counter((line.born, line.sounds) for line in lines if line.born and line.sounds)
    return frozenset(
        line.resident_id
        for line in lines
        if families[line.family_name.casefold()] > 1 or alike[(line.born, line.sounds)] > 1
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


def _home_lines(
    connection: Connection,
    actor: Actor,
    rows: Sequence[Row[Any]],
    counts: Mapping[str, tuple[int, int, int]],
) -> tuple[HomeLine, ...]:
    seen = [kept(Home, row) for row in rows if access.may_read(actor, Home, row.id)]
    lines = [_home_line(home, counts, _last_round(connection, home.id)) for home in seen]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _home_line(
    home: Kept[Home], counts: Mapping[str, tuple[int, int, int]], last_round: str | None
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


def _counts(rows: Iterable[Any]) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    for home_id, state, stay_type, number in rows:
        everyone, hospital, d2a = found.get(home_id, (0, 0, 0))
        is_d2a = stay_type in ("d2a_block", "d2a_spot", "complex_behaviour")
        found[home_id] = (
            everyone + number,
            hospital + (number if state == "hospital" else 0),
            d2a + (number if is_d2a else 0),
        )
    return found


def _last_round(connection: Connection, home_id: str) -> str | None:
    """The day of the newest weekly round; a D2A round over homes is none of this home's own.

    Asked home by home, by the index of a home's rounds: quicker than all rounds at once.
    """
    for row in connection.execute(_LAST_ROUNDS, {"home": home_id}):
        day = date.fromisoformat(row.due_at[:10])
        if row.id != round_id_for(home_id, day, Programme.D2A):
            return day.isoformat()
    return None


# Statements made once: making them anew for each question takes longer than asking it.

_AMONG: BindParameter[Any] = bindparam("homes", expanding=True)
_HOMES = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings).where(RECORD.c.kind == Home.kind)
_HOMES_AMONG = _HOMES.where(RECORD.c.id.in_(_AMONG))
_LINE = select(RESIDENT_CURRENT).where(CURRENT.resident_id == bindparam("resident"))
_LIVING_IN = select(RESIDENT_CURRENT).where(
    CURRENT.home_id == bindparam("home"), ~CURRENT.is_deceased
)
_LIKENESS = _LIVING_IN.with_only_columns(
    CURRENT.resident_id, CURRENT.family_name, CURRENT.born, CURRENT.sounds
)
_COUNTS = (
    select(CURRENT.home_id, CURRENT.stay_state, CURRENT.stay_type, func.count())
    .where(CURRENT.home_id.is_not(None), ~CURRENT.is_deceased)
    .group_by(CURRENT.home_id, CURRENT.stay_state, CURRENT.stay_type)
)
_COUNTS_AMONG = _COUNTS.where(CURRENT.home_id.in_(_AMONG))
_LAST_ROUNDS = (
    select(RECORD.c.id, RECORD.c.due_at)
    .where(
        RECORD.c.home_id == bindparam("home"),
        RECORD.c.kind == Round.kind,
        RECORD.c.state.in_((RoundState.OPEN.value, RoundState.COMPLETED.value)),
        RECORD.c.due_at.is_not(None),
    )
    .order_by(RECORD.c.due_at.desc())
    .limit(60)  # a year of D2A rounds without one of the home's own
)
