"""Takes words out of the store and folds anew what is left: redaction, purge, and the whole rebuild.

A change that was forgotten keeps its identity, number and hash, and so its place in the log. What is
left afterwards is what a rebuild would give. Nothing here decides what may go.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, select, text, update

from mdt_core.records.residents import Resident
from mdt_core.store import projections, resident_current
from mdt_core.store.among import among
from mdt_core.store.dialects import sqlite
from mdt_core.store.projections import CHANGE, RECORD, RELATION, SOURCE_IDENTIFIER, Touched
from mdt_core.store.resident_current import CURRENT
from mdt_core.sync.change import ChangeKind, stored_change

_PAGE = 1_000
_AT_ONCE = 500


def rebuild(connection: Connection) -> None:
    """Empties the projections and folds every change again, with the residents' lines."""
    for table in (RELATION, RECORD, CURRENT, SOURCE_IDENTIFIER):
        connection.execute(delete(table))
    sqlite.clear_words(connection)
    last = 0
    while rows := _next_changes(connection, last):
        projections.project(connection, [stored_change(row.mid, row.body) for row in rows])
        last = rows[-1].n
    redacted = {row.record_id for row in connection.execute(_REDACTIONS)}
    remake(connection, redacted)
    resident_current.refresh_all(connection)


def _next_changes(connection: Connection, last: int) -> Sequence[Row[Any]]:
    """A page of changes, so that a large store is never in memory as a whole."""
    query = select(CHANGE.c.n, CHANGE.c.mid, CHANGE.c.body).where(
        CHANGE.c.n > last, CHANGE.c.body.is_not(None), CHANGE.c.k != ChangeKind.REDACT.value
    )
    return connection.execute(query.order_by(CHANGE.c.n).limit(_PAGE)).all()


def forget(connection: Connection, mids: Collection[str]) -> Touched:
    """Takes the words of these changes out and folds their records anew from what is left.

    The residents' lines are refreshed with them. Returns whose they were, and of which kinds.
    """
    records: set[str] = set()
    for some in _pieces(mids):
        asked = {"mids": some}
        records.update(connection.execute(_RECORDS_OF, asked).scalars())
        connection.execute(_TAKE_OUT, asked)
    touched = remake(connection, records)
    resident_current.refresh(connection, touched)
    return touched


def remake(connection: Connection, records: Collection[str]) -> Touched:
    """Removes the rows of these records and folds again what is left of each."""
    touched: Touched = set()
    targets: set[str] = set()
    for some in _pieces(records):
        asked = {"ids": some}
        rows = connection.execute(_ROWS, asked).all()
        touched |= {(row.resident_id, row.kind) for row in rows}
        touched |= {(row.id, row.kind) for row in rows if row.kind == Resident.kind}
        targets.update(connection.execute(_TARGETS, asked).scalars())
        connection.execute(_UNRELATE, asked)
        sqlite.forget_words(connection, [row.no for row in rows])
        connection.execute(_FORGET_NUMBERS, asked)
        connection.execute(_REMOVE, asked)
        left = connection.execute(_LEFT, asked).all()
        told = [stored_change(row.mid, row.body) for row in left]
        touched |= projections.project(connection, told)
    return projections.after_writing(connection, touched, targets)


# Redaction


def redacted_among(connection: Connection, records: Collection[str]) -> dict[str, str]:
    """Every change about these records whose words were taken out for good: the record by its mid."""
    found: dict[str, str] = {}
    for some in _pieces(records):
        for row in connection.execute(_REDACTIONS_OF, {"ids": some}):
            change = stored_change(row.mid, row.body)
            found[change.corrects or ""] = row.record_id
    return found


def redact(connection: Connection, redacted: Mapping[str, str]) -> Touched:
    """Carries out redactions that lie in `change`: the record by the mid whose words go.

    Harmless where they were carried out before. The residents' lines are the caller's to refresh.
    """
    for some in _pieces(redacted):
        connection.execute(_TAKE_OUT, {"mids": some})
    return remake(connection, set(redacted.values()))


def _pieces(found: Iterable[str]) -> Iterator[list[str]]:
    going = iter(sorted(found))
    while some := list(islice(going, _AT_ONCE)):
        yield some


IS_OF_THE_SERVICE = text("change.k IN ('release', 'adopt', 'redact')")
"""In the very words of the small index over what the service wrote, so that it is used."""

_IN_RECORDS = among(CHANGE.c.record_id, "ids")
_RECORDS_OF = select(CHANGE.c.record_id).where(among(CHANGE.c.mid, "mids"))
_TAKE_OUT = (
    update(CHANGE).where(among(CHANGE.c.mid, "mids"), CHANGE.c.body.is_not(None)).values(body=None)
)
_ROWS: Any = select(RECORD.c.no, RECORD.c.id, RECORD.c.kind, RECORD.c.resident_id).where(
    among(RECORD.c.id, "ids")
)
_REMOVE = delete(RECORD).where(among(RECORD.c.id, "ids"))
_SAID_BY = RELATION.c.source.in_(select(CHANGE.c.mid).where(_IN_RECORDS))
_TARGETS = select(RELATION.c.target).where(_SAID_BY)
_UNRELATE = delete(RELATION).where(_SAID_BY)
_FORGET_NUMBERS = delete(SOURCE_IDENTIFIER).where(among(SOURCE_IDENTIFIER.c.resident_id, "ids"))
_LEFT = (
    select(CHANGE.c.mid, CHANGE.c.body)
    .where(_IN_RECORDS, CHANGE.c.body.is_not(None))
    .order_by(CHANGE.c.n)
)
_REDACTIONS = select(CHANGE.c.record_id).where(
    IS_OF_THE_SERVICE, CHANGE.c.k == ChangeKind.REDACT.value
)
_REDACTIONS_OF: Any = select(CHANGE.c.mid, CHANGE.c.record_id, CHANGE.c.body).where(
    IS_OF_THE_SERVICE, CHANGE.c.k == ChangeKind.REDACT.value, _IN_RECORDS
)
