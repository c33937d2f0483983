"""The one line a resident that lists and banners read: worked out from the records, never from a clock.

Many residents are asked about at once, and only the parts of a line that what was written can have
altered are worked out again; a line that was not there is worked out whole. A statement that is of no
series alters nothing but the part that its kind feeds: it has no siblings, and places nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from mdt_core.record import Status
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.observations import ObservationSet, SetPurpose
from mdt_core.records.residents import AllergyState, Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Stay
from mdt_core.store import resident_line
from mdt_core.store.merged_medicines import IN_FORCE, has_two_lists
from mdt_core.store.moves import HAS_LEFT
from mdt_core.store.resident_line import Columns
from mdt_core.store.side_by_side import is_safety
from mdt_core.store.tables import ChangeRow, RecordRow, ResidentCurrentRow

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]

_AT_ONCE = 500
_MOST_HEADS = 20
"""Most heads of a series of allergies that are looked at."""

Ids = Collection[str]


def refresh(connection: Connection, touched: Iterable[tuple[str | None, str]]) -> None:
    """Brings the lines of residents up to date, given by which kinds of record each was touched."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for resident_id, kind in touched:
        if resident_id is not None:
            kinds[resident_id].add(kind)
    going = iter(sorted(kinds))
    while some := list(islice(going, _AT_ONCE)):
        _refresh(connection, {each: kinds[each] for each in some})


def refresh_all(connection: Connection) -> None:
    """Writes the line of every resident anew, after the lines were emptied."""
    refresh(connection, [(each, Resident.kind) for each in connection.execute(_EVERYONE).scalars()])


def home_of(connection: Connection, resident_id: str | None) -> str | None:
    """The home of the resident's current stay, from the stays written of just this resident.

    What lies in whose log goes by this, whoever else was found to be the same person.
    """
    if resident_id is None:
        return None
    return resident_line.home_among(connection.execute(_STAYS, {"resident": resident_id}))


def _refresh(connection: Connection, kinds: Mapping[str, Collection[str]]) -> None:
    present = set(connection.execute(_PRESENT, {"residents": list(kinds)}).scalars())
    wanted = {who: kinds[who] if who in present else None for who in kinds}
    lines: dict[str, Columns] = {who: {} for who in kinds}
    anew = {who: each for who, each in wanted.items() if each is None or not set(each) <= _APART}
    if anew:
        whole = _whole(connection, anew)
        lines.update(whole)
        _forget(connection, [who for who in anew if who not in whole], present, lines)
    _add_parts(connection, lines, wanted)
    _write(connection, lines, present)


def _forget(connection: Connection, nobody: Ids, present: Ids, lines: dict[str, Columns]) -> None:
    """Leaves out those of whom there is no card, and takes away the lines that they had."""
    gone = [who for who in nobody if who in present]
    if gone:
        connection.execute(_FORGET, {"residents": gone})
    for who in nobody:
        del lines[who]


def _write(connection: Connection, lines: Mapping[str, Columns], present: Ids) -> None:
    new = [{"resident_id": i, **line} for i, line in lines.items() if i not in present]
    if new:
        connection.execute(_INSERT, new)
    told = ({"which": i, **line} for i, line in lines.items() if line and i in present)
    for rows in _by_columns(told):
        connection.execute(_UPDATE, rows)


def _by_columns(rows: Iterable[Columns]) -> Iterable[list[Columns]]:
    """Rows of the same columns together, as they are written by one statement."""
    found: dict[tuple[str, ...], list[Columns]] = defaultdict(list)
    for row in rows:
        found[tuple(row)].append(row)
    return found.values()


def _whole(
    connection: Connection, kinds: Mapping[str, Collection[str] | None]
) -> dict[str, Columns]:
    """Who and where they are and what there is to think of, for those of whom there is a card."""
    people = connection.execute(_PEOPLE, {"residents": list(kinds)}).all()
    asked = {"residents": [each.id for each in people]}
    living = _grouped(connection.execute(_LIVING, asked))
    in_two = _grouped(connection.execute(_IN_TWO, asked))
    lines: dict[str, Columns] = {}
    for person in people:
        rows = living.get(person.id, ())
        has_two = any(is_safety(row.kind, row.body) for row in in_two.get(person.id, ()))
        has_two = has_two or has_two_lists(connection, person.id, rows)
        place = resident_line.place(rows, has_siblings=has_two)
        lines[person.id] = {**place, **resident_line.counts(rows)}
        if _is_touched(kinds[person.id], Resident.kind):
            lines[person.id] |= resident_line.identity(person)
    return lines


def _add_parts(
    connection: Connection,
    lines: dict[str, Columns],
    kinds: Mapping[str, Collection[str] | None],
) -> None:
    """Adds to each line the parts that statements feed: all of them where `kinds` is None."""
    for part in _PARTS:
        asked = [who for who in lines if _is_touched(kinds[who], part.kind)]
        found = dict(part.read(connection, asked)) if asked else {}
        for who in asked:
            lines[who] |= found[who]


def _is_touched(kinds: Collection[str] | None, kind: str) -> bool:
    return kinds is None or kind in kinds


def _grouped(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.resident_id].append(row)
    return found


# What is read of statements, for those who were touched by their kind


@dataclass(frozen=True)
class _Part:
    """The columns that one kind of statement feeds."""

    kind: str
    read: Callable[[Connection, Ids], Iterator[tuple[str, Columns]]]


def _allergies(connection: Connection, residents: Ids) -> Iterator[tuple[str, Columns]]:
    heads = _grouped(connection.execute(_ALLERGIES, {"residents": list(residents)}))
    for who in residents:
        newest = heads.get(who, ())[:_MOST_HEADS]
        yield who, resident_line.allergies([resident_line.said(row.body) for row in newest])


def _observations(connection: Connection, residents: Ids) -> Iterator[tuple[str, Columns]]:
    for who, newest, usual in connection.execute(_SETS, {"residents": list(residents)}):
        sets = (resident_line.said(newest), resident_line.said(usual))
        yield who, resident_line.observations(*sets)


def _last_entries(connection: Connection, residents: Ids) -> Iterator[tuple[str, Columns]]:
    for who, newest in connection.execute(_ENTRIES, {"residents": list(residents)}):
        yield who, resident_line.last_entry(resident_line.said(newest))


_PARTS: Sequence[_Part] = (
    _Part(AllergyState.kind, _allergies),
    _Part(ObservationSet.kind, _observations),
    _Part(RoundEntry.kind, _last_entries),
)


_APART = frozenset((ObservationSet.kind, RoundEntry.kind))
"""Kinds of statements that are of no series: each feeds its own part alone."""


# Statements made once: making them anew for each line takes longer than asking them.


def _among(column: Any) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    """A list, not `among`: SQLite counts it, and goes by kind only where very many are asked about."""
    return column.in_(bindparam("residents", expanding=True))


_IS_RESIDENT = (RECORD.c.kind == Resident.kind) & RECORD.c.body.is_not(None)
_OTHER = RECORD.alias("other")

_EVERYONE = select(RECORD.c.id).where(_IS_RESIDENT).order_by(RECORD.c.id)
_PRESENT = select(CURRENT.c.resident_id).where(_among(CURRENT.c.resident_id))
_PEOPLE = select(RECORD.c.id, RECORD.c.body).where(
    _among(RECORD.c.id), _IS_RESIDENT, RECORD.c.own_id.is_(None), ~HAS_LEFT
)
"""Whoever is read under another record has no line of their own: no list can show one person twice."""
_IN_TWO = select(RECORD.c.resident_id, RECORD.c.kind, RECORD.c.body).where(
    _among(RECORD.c.resident_id), RECORD.c.has_siblings, RECORD.c.status == Status.CURRENT.value
)
_LIVING = select(
    RECORD.c.id,
    RECORD.c.resident_id,
    RECORD.c.own_id,
    RECORD.c.kind,
    RECORD.c.state,
    case((RECORD.c.kind.in_((Stay.kind, MedicineLine.kind)), RECORD.c.body)).label("body"),
).where(
    _among(RECORD.c.resident_id),
    RECORD.c.kind.in_(("action", "problem", MedicineLine.kind, Stay.kind)),
    or_(RECORD.c.kind == Stay.kind, RECORD.c.state.in_(("open", *IN_FORCE))),
)
_STAY_BODIES = select(RECORD.c.id, RECORD.c.body).where(RECORD.c.body.is_not(None))
_STAYS = union_all(
    _STAY_BODIES.where(
        RECORD.c.resident_id == bindparam("resident"),
        RECORD.c.kind == Stay.kind,
        RECORD.c.own_id.is_(None),
    ),
    _STAY_BODIES.where(
        RECORD.c.own_id == bindparam("resident"), func.coalesce(RECORD.c.kind, "") == Stay.kind
    ),
)
"""In two parts, and the kind so written, that either is looked for by its own index: asked with `or`,
every stay of the store is gone through."""


def _current(kind: str) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    """The texts of the current statements of a kind, newest first."""
    return (
        select(CHANGE.c.body)
        .join(_OTHER, _OTHER.c.mid == CHANGE.c.mid)
        .where(
            _OTHER.c.kind == kind,
            _OTHER.c.status == Status.CURRENT.value,
            _OTHER.c.body.is_(None),
        )
        .order_by(_OTHER.c.occurred_at.desc(), _OTHER.c.recorded_at.desc(), _OTHER.c.mid.desc())
    )


def _newest(kind: str, *more: Any) -> Any:  # noqa: ANN401 - clauses
    """The text of the newest of them, for each resident asked about."""
    whose = _OTHER.c.resident_id == RECORD.c.id
    return _current(kind).where(whose, *more).limit(1).correlate(RECORD).scalar_subquery()


_USUAL = func.coalesce(_OTHER.c.state, "") == SetPurpose.USUAL.value
"""Written so that it is looked for among the resident's own sets, not among everyone's usual ones."""

_ALLERGIES = (
    _current(AllergyState.kind)
    .add_columns(_OTHER.c.resident_id)
    .where(_among(_OTHER.c.resident_id))
)
_SETS = select(
    RECORD.c.id, _newest(ObservationSet.kind), _newest(ObservationSet.kind, _USUAL)
).where(_among(RECORD.c.id))
_ENTRIES = select(RECORD.c.id, _newest(RoundEntry.kind)).where(_among(RECORD.c.id))
_FORGET = delete(CURRENT).where(_among(CURRENT.c.resident_id))
_INSERT = insert(CURRENT)
_UPDATE = update(CURRENT).where(CURRENT.c.resident_id == bindparam("which"))
