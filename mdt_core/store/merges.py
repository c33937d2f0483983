"""Has the records of residents who are one person read under the one that is kept, and apart again.

`refresh` is called by the fold whenever a resident or a decision was written or altered. It writes the
`resident_id` and `own_id` columns of `record` and nothing else; what is written there is a function
of the set of changes. What depends on whose page a record is on is worked out anew by the caller.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from mdt_core.record import Status
from mdt_core.records.merges import NotSamePerson, ResidentMerge
from mdt_core.records.residents import Resident
from mdt_core.store.merge_fold import Decision, read_under
from mdt_core.store.moves import HAS_LEFT
from mdt_core.store.tables import ChangeRow, RecordRow, RelationRow

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
RELATION = RelationRow.__table__  # type: ignore[attr-defined]

KINDS = (ResidentMerge.kind, NotSamePerson.kind)
OWN_RESIDENT = func.coalesce(RECORD.c.own_id, RECORD.c.resident_id)
"""Of whom a record was written, whoever's page shows it."""

_CONCERNED = frozenset({Resident.kind, *KINDS})


def refresh(connection: Connection, touched: Iterable[tuple[str | None, str]]) -> frozenset[str]:
    """Follows the decisions about these residents; returns whose records were moved or joined by it."""
    asked = {who for who, kind in touched if who is not None and kind in _CONCERNED}
    if not asked or not is_anybody_joined(connection):
        return frozenset()
    people, decisions = together_with(connection, asked)
    before = _standing(connection, people)
    after = read_under(decisions, _present(connection, people))
    moved = {who for who, under in before.items() if after.get(who, who) != under}
    for who in sorted(moved):
        _move(connection, who, after.get(who, who))
    return frozenset(moved | {before[who] for who in moved} | {after.get(w, w) for w in moved})


def is_anybody_joined(connection: Connection) -> bool:
    """Whether there is any decision about who is one person, in force or not."""
    return connection.execute(_ANY).first() is not None


def together_with(
    connection: Connection, asked: Collection[str]
) -> tuple[frozenset[str], list[Decision]]:
    """Everybody who is joined with these by a decision or read with them now, and the decisions."""
    people: set[str] = set()
    decisions: dict[tuple[str, str, str], Decision] = {}
    going = set(asked)
    while going:
        people |= going
        for each in decisions_about(connection, going):
            decisions[each.id, each.one, each.other] = each
        near = {who for each in decisions.values() for who in (each.one, each.other)}
        rows = connection.execute(_READ_WITH, {"who": sorted(going)}).all()
        near |= {row.id for row in rows} | {row.resident_id for row in rows}
        going = near - people
    return frozenset(people), list(decisions.values())


def decisions_about(connection: Connection, who: Collection[str]) -> list[Decision]:
    """The decisions in force about these residents: those of which no copy was withdrawn."""
    return _in_force(connection.execute(_DECISIONS_ABOUT, {"who": sorted(who)}).all())


def all_decisions(connection: Connection) -> list[Decision]:
    """Every decision in force, once for each of its copies."""
    return _in_force(connection.execute(_DECISIONS).all())


def _in_force(rows: Iterable[Any]) -> list[Decision]:
    told = [(row, json.loads(row.body).get("body") or {}) for row in rows]
    withdrawn = {_named(said) for row, said in told if row.status == Status.ENTERED_IN_ERROR.value}
    return [_decision(row, said) for row, said in told if _named(said) not in withdrawn]


def _named(said: Mapping[str, Any]) -> str:
    """The decision that a copy is of; as text, since a newer program may have written anything."""
    return str(said.get("decision"))


def _decision(row: Any, said: Mapping[str, Any]) -> Decision:  # noqa: ANN401 - a row
    kept = str(said.get("kept_id")) if row.kind == ResidentMerge.kind else None
    return Decision(row.own, str(said.get("other_id")), kept, _named(said))


def copies_of(connection: Connection, decisions: Collection[str]) -> list[tuple[str, str]]:
    """The copies of these decisions that are here: of whom each was signed, and its change."""
    told = connection.execute(_DECISIONS).all()
    return sorted(
        (row.own, row.mid)
        for row in told
        if _named(json.loads(row.body).get("body") or {}) in decisions
    )


def people_under(connection: Connection, resident_ids: Collection[str]) -> dict[str, str]:
    """Under whose record these residents are read, for those who are read under another."""
    rows = connection.execute(_UNDER, {"who": list(resident_ids)})
    return {row.id: row.resident_id for row in rows}


def _standing(connection: Connection, people: Collection[str]) -> dict[str, str]:
    """Those of them whose card is here, and under whose record it is read."""
    rows = connection.execute(_STANDING, {"who": sorted(people)})
    return {row.id: row.resident_id for row in rows}


def _present(connection: Connection, people: Collection[str]) -> frozenset[str]:
    """Those of them who have not left: what is read under somebody in no list would be hidden."""
    return frozenset(connection.execute(_PRESENT, {"who": sorted(people)}).scalars())


def _move(connection: Connection, who: str, under: str) -> None:
    """Has everything written of a resident read under another record, or (the same) their own."""
    if who == under:
        connection.execute(_APART, {"which": who})
        return
    connection.execute(_MOVE_AGAIN, {"which": who, "under": under})
    connection.execute(_MOVE, {"which": who, "under": under})


def kinds_written(connection: Connection, people: Collection[str]) -> tuple[str, ...]:
    """The kinds of everything written of these residents, under whomever it is read."""
    return tuple(connection.execute(_KINDS_OF, {"who": sorted(people)}).scalars())


def crossing(connection: Connection, people: Collection[str]) -> set[str]:
    """The statements of these residents that another's statement names: who is one may have changed."""
    return set(connection.execute(_CROSSING, {"who": sorted(people)}).scalars())


def _among(column: Any) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    return column.in_(bindparam("who", expanding=True))


_BY, _OF = RECORD.alias("by"), RECORD.alias("of")
_IS_DECISION = RECORD.c.kind.in_(KINDS)
_ANY = select(RECORD.c.no).where(_IS_DECISION).limit(1)
_DECISIONS: Any = (
    select(
        *(RECORD.c.kind, RECORD.c.status, RECORD.c.mid),
        OWN_RESIDENT.label("own"),
        CHANGE.c.body,
    )
    .join(CHANGE, CHANGE.c.mid == RECORD.c.mid)
    .where(_IS_DECISION, CHANGE.c.body.is_not(None))
)
_DECISIONS_ABOUT: Any = _DECISIONS.where(
    or_(_among(RECORD.c.resident_id), _among(RECORD.c.own_id), _among(RECORD.c.state))
)
_IS_RESIDENT = (RECORD.c.kind == Resident.kind) & RECORD.c.body.is_not(None)
_STANDING: Any = select(RECORD.c.id, RECORD.c.resident_id).where(_among(RECORD.c.id), _IS_RESIDENT)
_PRESENT: Any = _STANDING.where(~HAS_LEFT)
_UNDER: Any = _STANDING.where(RECORD.c.own_id.is_not(None))
_READ_WITH: Any = select(RECORD.c.id, RECORD.c.resident_id).where(
    or_(_among(RECORD.c.own_id), _among(RECORD.c.resident_id)),
    RECORD.c.own_id.is_not(None),
    _IS_RESIDENT,
)
_MOVE = (
    update(RECORD)
    .where(RECORD.c.resident_id == bindparam("which"), RECORD.c.own_id.is_(None))
    .values(own_id=bindparam("which"), resident_id=bindparam("under"))
)
_MOVE_AGAIN = (
    update(RECORD)
    .where(RECORD.c.own_id == bindparam("which"))
    .values(resident_id=bindparam("under"))
)
_APART = (
    update(RECORD)
    .where(RECORD.c.own_id == bindparam("which"))
    .values(resident_id=RECORD.c.own_id, own_id=None)
)
_KINDS_OF = select(RECORD.c.kind).where(_among(RECORD.c.resident_id)).distinct()
_CROSSING = (
    select(RELATION.c.target)
    .join(_BY, _BY.c.mid == RELATION.c.source)
    .join(_OF, _OF.c.mid == RELATION.c.target)
    .where(
        func.coalesce(_OF.c.own_id, _OF.c.resident_id)
        != func.coalesce(_BY.c.own_id, _BY.c.resident_id),
        or_(_among(_OF.c.resident_id), _among(_OF.c.own_id)),
    )
    .distinct()
)
