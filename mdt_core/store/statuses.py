"""What others say of a statement: replaced, withdrawn, or one of two that must be settled.

Worked out from `relation` alone, which holds who names whom, so the order of arrival has no say.
Writes the `status` and `has_siblings` columns of statements and nothing else.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from mdt_core.record import MergeClass, Statement, Status, kind_named
from mdt_core.store.among import among
from mdt_core.store.tables import ChangeRow, RecordRow, RelationRow
from mdt_core.sync.fold import StatementState

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RELATION = RelationRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]


def status_of(connection: Connection, mid: str) -> Status:
    """The status of the statement signed by a change, from what others say of it."""
    return statuses_of(connection, (mid,)).get(mid, Status.CURRENT)


def statuses_of(connection: Connection, mids: Collection[str]) -> dict[str, Status]:
    """The statuses of those of the statements of whom something is said; the others are current."""
    if not mids:
        return {}
    said: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_SAID_OF, {"targets": list(mids)}):
        said[row.target].append(row)
    return {mid: _status(connection, rows) for mid, rows in said.items()}


def _status(connection: Connection, said: Iterable[Row[Any]]) -> Status:
    replaced_by = {row.source for row in said if not row.withdraws}
    withdrawn_by = frozenset(row.source for row in said if row.withdraws)
    withdrawn = _withdrawn_among(connection, replaced_by)
    return StatementState(None, frozenset(replaced_by), withdrawn_by).status(withdrawn)


def _withdrawn_among(connection: Connection, replacing: set[str]) -> set[str]:
    """Those of the replacing changes that are withdrawn; what replaced these in turn is added."""
    found: set[str] = set()
    asked = set(replacing)
    while asked and (withdrawn := _withdrawn(connection, asked)):
        found |= withdrawn
        in_turn = connection.execute(_REPLACING, {"targets": list(withdrawn)})
        asked = set(in_turn.scalars()) - replacing
        replacing |= asked
    return found


def _withdrawn(connection: Connection, mids: Collection[str]) -> set[str]:
    return set(connection.execute(_WITHDRAWN, {"targets": list(mids)}).scalars())


def refresh(connection: Connection, mids: set[str]) -> set[str]:
    """Writes the status of these statements again, and of what a withdrawn one among them replaced."""
    done: set[str] = set()
    asked = mids
    while asked:
        said = statuses_of(connection, asked)
        rows = [{"which": m, "now": said.get(m, Status.CURRENT).value} for m in sorted(asked)]
        connection.execute(_SET_STATUS, rows)
        done |= asked
        withdrawn = _withdrawn(connection, asked)
        replaced = (
            connection.execute(_REPLACED_BY, {"sources": list(withdrawn)}) if withdrawn else None
        )
        asked = set(replaced.scalars()) - done if replaced else set()
    return done


def mark_series(connection: Connection, places: Iterable[tuple[str | None, str]]) -> None:
    """Marks or clears the heads of these series (resident, kind), where the kind is one."""
    by_kind: dict[str, list[str | None]] = defaultdict(list)
    for resident_id, kind in places:
        by_kind[kind].append(resident_id)
    for kind, residents in by_kind.items():
        statement = kind_named(kind)
        if statement is not None and issubclass(statement, Statement) and statement.is_series:
            _mark_siblings(connection, residents, statement)


def _mark_siblings(
    connection: Connection, residents: list[str | None], statement: type[Statement]
) -> None:
    """Marks the current heads of a series when they say different things and a person must settle it."""
    asked = {"kind": statement.kind, "residents": [each for each in residents if each is not None]}
    standing = list(connection.execute(_SERIES, asked))
    if None in residents:
        standing += connection.execute(_SERIES_OF_NOBODY, {"kind": statement.kind})
    apart: set[str] = set()
    if statement.series_merge is not MergeClass.SETTLES_ITSELF:
        several = _several(standing)
        apart = {mid for heads in several for mid in _differing(connection, statement, heads)}
    changed = [
        {"which": row.mid, "now": row.mid in apart}
        for row in standing
        if row.has_siblings != (row.mid in apart)
    ]
    if changed:
        connection.execute(_MARK, changed)


def _several(standing: Iterable[Row[Any]]) -> Iterator[list[str]]:
    """The current heads of each resident who has more than one."""
    heads: dict[str | None, list[str]] = defaultdict(list)
    for row in standing:
        if row.status == Status.CURRENT.value:
            heads[row.resident_id].append(row.mid)
    return (mids for mids in heads.values() if len(mids) > 1)


def _differing(connection: Connection, kind: type[Statement], heads: list[str]) -> list[str]:
    """The heads where they say different things; none where they agree but for who confirmed it."""
    rows = connection.execute(_TEXTS, {"mids": heads}).all()
    texts = [json.loads(row.body).get("body") for row in rows if row.body is not None]
    bodies = [kind.content_of(body) if body else body for body in texts]
    return [row.mid for row in rows] if any(body != bodies[0] for body in bodies[1:]) else []


# Statements made once: making them anew for each change takes longer than asking them.


_BY, _OF = RECORD.alias("by"), RECORD.alias("of")
_SAID_OF = (
    select(RELATION.c.target, RELATION.c.source, RELATION.c.withdraws)
    .outerjoin(_BY, _BY.c.mid == RELATION.c.source)
    .outerjoin(_OF, _OF.c.mid == RELATION.c.target)
    .where(
        among(RELATION.c.target, "targets"),
        or_(
            _BY.c.resident_id.is_(None),
            _OF.c.resident_id.is_(None),
            _BY.c.resident_id == _OF.c.resident_id,
        ),
    )
)
"""What is said of a statement by one of another resident counts while both are read as one person."""
_WITHDRAWN = select(RELATION.c.target).where(
    among(RELATION.c.target, "targets"), RELATION.c.withdraws
)
_REPLACING = select(RELATION.c.source).where(
    among(RELATION.c.target, "targets"), RELATION.c.withdraws.is_(False)
)
_REPLACED_BY = select(RELATION.c.target).where(among(RELATION.c.source, "sources"))
_SET_STATUS = (
    update(RECORD)
    .where(RECORD.c.mid == bindparam("which"), RECORD.c.body.is_(None))
    .values(status=bindparam("now"))
)
_OF_KIND = select(RECORD.c.mid, RECORD.c.resident_id, RECORD.c.status, RECORD.c.has_siblings).where(
    RECORD.c.kind == bindparam("kind"),
    or_(RECORD.c.status == Status.CURRENT.value, RECORD.c.has_siblings),
)
_SERIES = _OF_KIND.where(among(RECORD.c.resident_id, "residents"))
_SERIES_OF_NOBODY = _OF_KIND.where(RECORD.c.resident_id.is_(None))
_TEXTS = select(CHANGE.c.mid, CHANGE.c.body).where(among(CHANGE.c.mid, "mids"))
_MARK = (
    update(RECORD).where(RECORD.c.mid == bindparam("which")).values(has_siblings=bindparam("now"))
)
