"""What others say of a statement: replaced, withdrawn, or one of two that must be settled.

Worked out from `relation` alone, which holds who names whom, so the order of arrival has no say.
Writes the `status` and `has_siblings` columns of statements and nothing else.
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update

from mdt_core.record import MergeClass, Statement, Status, kind_named
from mdt_core.store.tables import ChangeRow, RecordRow, RelationRow
from mdt_core.sync.fold import StatementState

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RELATION = RelationRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]


def status_of(connection: Connection, mid: str) -> Status:
    """The status of the statement signed by a change, from what others say of it."""
    said = connection.execute(_SAID_OF, {"target": mid}).all()
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
        in_turn = select(RELATION.c.source).where(
            RELATION.c.target.in_(withdrawn), RELATION.c.withdraws.is_(False)
        )
        asked = set(connection.execute(in_turn).scalars()) - replacing
        replacing |= asked
    return found


def _withdrawn(connection: Connection, mids: set[str]) -> set[str]:
    query = select(RELATION.c.target).where(RELATION.c.target.in_(mids), RELATION.c.withdraws)
    return set(connection.execute(query).scalars())


def refresh(connection: Connection, mids: set[str]) -> set[str]:
    """Writes the status of these statements again, and of what a withdrawn one among them replaced."""
    done: set[str] = set()
    asked = mids
    while asked:
        for mid in asked:
            status = status_of(connection, mid).value
            row = update(RECORD).where(RECORD.c.mid == mid, RECORD.c.body.is_(None))
            connection.execute(row.values(status=status))
        done |= asked
        withdrawn = _withdrawn(connection, asked)
        replaced = select(RELATION.c.target).where(RELATION.c.source.in_(withdrawn))
        asked = set(connection.execute(replaced).scalars()) - done if withdrawn else set()
    return done


def mark_series(connection: Connection, places: Iterable[tuple[str | None, str]]) -> None:
    """Marks or clears the heads of these series (resident, kind), where the kind is one."""
    for resident_id, kind in places:
        statement = kind_named(kind)
        if statement is not None and issubclass(statement, Statement) and statement.is_series:
            _mark_siblings(connection, resident_id, kind, statement.series_merge)


def _mark_siblings(
    connection: Connection, resident_id: str | None, kind: str, merge: MergeClass
) -> None:
    """Marks the current heads of a series when they say different things and a person must settle it."""
    belongs = (RECORD.c.resident_id == resident_id) & (RECORD.c.kind == kind)
    marked = update(RECORD).where(belongs, RECORD.c.has_siblings)
    connection.execute(marked.values(has_siblings=False))
    if merge is MergeClass.SETTLES_ITSELF:
        return
    heads = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(belongs, RECORD.c.status == Status.CURRENT.value)
    )
    rows = connection.execute(heads).all()
    bodies = [json.loads(row.body).get("body") for row in rows if row.body is not None]
    if any(body != bodies[0] for body in bodies[1:]):
        mids = [row.mid for row in rows]
        connection.execute(update(RECORD).where(RECORD.c.mid.in_(mids)).values(has_siblings=True))


_SAID_OF = select(RELATION.c.source, RELATION.c.withdraws).where(
    RELATION.c.target == bindparam("target")
)
