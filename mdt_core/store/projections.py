"""From one change to the rows that screens read, in the change's own transaction.

`project` is the only writer of `relation`, `record` and the search index. It is a function of the
set of changes, not of their order; `rebuild` does it all again from `change` and must give the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update

from mdt_core.clock import utc_text
from mdt_core.fields import fields_of
from mdt_core.kinds import Parsed
from mdt_core.record import Card, MergeClass, Record, Status, kind_named
from mdt_core.records.residents import Resident
from mdt_core.store import card_body, statuses
from mdt_core.store.dialects import sqlite
from mdt_core.store.search import words_of
from mdt_core.store.tables import (
    ChangeRow,
    RecordRow,
    RelationRow,
    ResidentCurrentRow,
    SourceIdentifierRow,
)
from mdt_core.sync.change import Change, ChangeKind, change_from_text
from mdt_core.sync.fold import CardState, Head, fold_card, relations_of

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RELATION = RelationRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
RESIDENT_CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]
SOURCE_IDENTIFIER = SourceIdentifierRow.__table__  # type: ignore[attr-defined]

_PAGE = 1_000


def project(connection: Connection, change: Change) -> set[str]:
    """Folds one change, already in `change`; returns the residents whose line it may touch."""
    if change.change_kind is ChangeKind.SET and change.groups:
        return _project_card(connection, change)
    if change.change_kind is ChangeKind.EVENT:
        return _project_statement(connection, change)
    return set()


def rebuild(connection: Connection) -> set[str]:
    """Empties the projections and folds every change again; returns the residents concerned."""
    for table in (RELATION, RECORD, RESIDENT_CURRENT, SOURCE_IDENTIFIER):
        connection.execute(delete(table))
    sqlite.clear_words(connection)
    residents: set[str] = set()
    last = 0
    while rows := _next_changes(connection, last):
        for row in rows:
            residents |= project(connection, change_from_text(row.mid, row.body))
        last = rows[-1].n
    return residents


def _next_changes(connection: Connection, last: int) -> Sequence[Row[Any]]:
    """A page of changes, so that a large store is never in memory as a whole."""
    query = select(CHANGE.c.n, CHANGE.c.mid, CHANGE.c.body).where(
        CHANGE.c.n > last, CHANGE.c.body.is_not(None)
    )
    return connection.execute(query.order_by(CHANGE.c.n).limit(_PAGE)).all()


@dataclass(frozen=True)
class _Row:
    """A record row as worked out from its fold."""

    values: Mapping[str, Any]
    words: str


def _standing(connection: Connection, record_id: str) -> Row[Any] | None:
    return connection.execute(_STANDING, {"id": record_id}).one_or_none()


def _write(connection: Connection, row: _Row, before: Row[Any] | None) -> None:
    """Writes the row of a record, over the one that stood before it."""
    if before is None:
        number = connection.execute(_INSERT, row.values).scalar_one()
    else:
        number = before.no
        connection.execute(update(RECORD).where(RECORD.c.no == number).values(**row.values))
    kind = row.values["kind"]
    sqlite.index_words(connection, number, kind, row.words, is_new=before is None)


def _residents(*named: str | None) -> set[str]:
    return {resident_id for resident_id in named if resident_id is not None}


# Cards


def _project_card(connection: Connection, change: Change) -> set[str]:
    """Folds a `set`; where a statement stands under the same id, it stays the one that is shown."""
    record_id = change.envelope.record_id
    stored = _standing(connection, record_id)
    if stored is not None and stored.body is None:
        return set()
    state = card_body.state_from_text(stored.body) if stored else CardState()
    state = fold_card(state, change)
    row = _card_row(change, state)
    _write(connection, row, stored)
    if Resident.kind in (row.values["kind"], stored.kind if stored else None):
        is_resident = row.values["kind"] == Resident.kind
        _write_source_identifiers(connection, record_id, state if is_resident else CardState())
    before = stored.resident_id if stored else None
    return _residents(before, row.values["resident_id"], record_id)


def _card_row(change: Change, state: CardState) -> _Row:
    """The columns show the newest value that stands; their order of arrival has no say."""
    heads = (head for group in state.groups.values() for head in group.heads)
    newest = max(heads, key=lambda head: head.order, default=None) or _in_its_place(change, state)
    known = kind_named(newest.kind)
    card_class = known if known is not None and issubclass(known, Card) else None
    values = {
        "id": change.envelope.record_id,
        "kind": newest.kind,
        "resident_id": newest.resident_id,
        "home_id": newest.home_id,
        "status": Status.CURRENT.value,
        "occurred_at": utc_text(newest.occurred_at),
        "recorded_at": utc_text(newest.recorded_at),
        **dict.fromkeys(_FED_BY_FIELDS),
        "has_siblings": card_class is not None and _card_has_siblings(card_class, state),
        "mid": newest.mid,
        "body": card_body.state_text(state),
        **(_columns(card_class, card_body.parsed_card(card_class, state)) if card_class else {}),
    }
    return _Row(values, _words(card_class, _all_values(state)) if card_class else "")


def _in_its_place(change: Change, state: CardState) -> Head:
    """Changes that name each other as seen leave no value; the record is shown all the same."""
    greatest = max(mid for group in state.groups.values() for mid in group.named)
    e = change.envelope
    return Head(
        greatest, None, e.author, e.occurred_at, e.recorded_at, e.kind, e.resident_id, e.home_id
    )


def _all_values(state: CardState) -> list[Mapping[str, Any]]:
    """Every value that stands, siblings too: search finds all of them."""
    found: list[Mapping[str, Any]] = []
    for name, group in state.live.items():
        values = [head.value for head in group.heads if head.value is not None]
        set_name, _, member = name.partition("/")
        found.extend({set_name: [value]} if member else value for value in values)
    return found


def _card_has_siblings(card_class: type[Card], state: CardState) -> bool:
    names = {group.name: group.merge for group in card_class.groups}
    return any(
        group.has_siblings and names.get(name.partition("/")[0]) is not MergeClass.SETTLES_ITSELF
        for name, group in state.groups.items()
    )


def _write_source_identifiers(connection: Connection, resident_id: str, state: CardState) -> None:
    table = SOURCE_IDENTIFIER
    connection.execute(delete(table).where(table.c.resident_id == resident_id))
    given = card_body.values_of(state).get("source_identifiers")
    members = given if isinstance(given, list) else []
    pairs = {(each["system"], each["value"]) for each in members if _names_a_number(each)}
    rows = [{"system": s, "value": v, "resident_id": resident_id} for s, v in sorted(pairs)]
    if rows:
        connection.execute(insert(table), rows)


def _names_a_number(member: object) -> bool:
    named = member if isinstance(member, Mapping) else {}
    return isinstance(named.get("system"), str) and isinstance(named.get("value"), str)


# Statements


def _project_statement(connection: Connection, change: Change) -> set[str]:
    relations = relations_of(change)
    if relations:
        rows = [
            {"target": r.target, "source": r.source, "withdraws": r.withdraws} for r in relations
        ]
        connection.execute(insert(RELATION), rows)
    envelope = change.envelope
    before = _standing(connection, envelope.record_id)
    concerned: set[tuple[str | None, str]] = set()
    if before is None or before.body is not None or before.mid <= change.mid:
        _replace_row(connection, change, before)
        concerned.add((envelope.resident_id, envelope.kind))
    if relations:
        touched = statuses.refresh(connection, {relation.target for relation in relations})
        concerned |= _places_of(connection, touched)
    if before is not None:
        concerned.add((before.resident_id, before.kind))
    statuses.mark_series(connection, concerned)
    return _residents(*(resident_id for resident_id, _ in concerned))


def _places_of(connection: Connection, mids: set[str]) -> set[tuple[str | None, str]]:
    query = select(RECORD.c.resident_id, RECORD.c.kind).where(RECORD.c.mid.in_(mids))
    return {(row.resident_id, row.kind) for row in connection.execute(query)}


def _replace_row(connection: Connection, change: Change, before: Row[Any] | None) -> None:
    """Two events under one id are refused at the doors; should they come, the greater mid is shown."""
    _write(connection, _statement_row(connection, change), before)
    if before is not None and before.body is not None:
        _write_source_identifiers(connection, change.envelope.record_id, CardState())


def _statement_row(connection: Connection, change: Change) -> _Row:
    envelope = change.envelope
    statement = kind_named(envelope.kind)
    parsed = card_body.parsed(statement, change.body or {}) if statement else None
    values = {
        **dict.fromkeys(_FED_BY_FIELDS),
        "occurred_at": utc_text(envelope.occurred_at),
        "home_id": envelope.home_id,
        **(_columns(statement, parsed) if statement and parsed else {}),
        "id": envelope.record_id,
        "kind": envelope.kind,
        "resident_id": envelope.resident_id,
        "status": statuses.status_of(connection, change.mid).value,
        "recorded_at": utc_text(envelope.recorded_at),
        "has_siblings": False,
        "mid": change.mid,
        "body": None,
    }
    return _Row(values, _words(statement, [parsed.readable]) if statement and parsed else "")


# Columns and words that the definition asks for


_FED_BY_FIELDS = ("due_at", "state", "owner", "priority")
"""Columns that only a field feeds; they are emptied when the fields do not."""


def _columns(record_class: type[Record], parsed: Parsed[Any]) -> dict[str, str | None]:
    """What the fields feed: text or nothing, whatever stands in a body that does not pass."""
    columns: dict[str, str | None] = {}
    for spec in fields_of(record_class):
        if spec.column is not None:
            value = parsed.readable.get(spec.name, _default(record_class, spec.name))
            columns[spec.column.value] = value if isinstance(value, str) else None
    return columns


def _default(record_class: type[Record], name: str) -> str | None:
    default = record_class.model_fields[name].default
    return str(default) if isinstance(default, str) else None


def _words(record_class: type[Record], bodies: list[Mapping[str, Any]]) -> str:
    names = [spec.name for spec in fields_of(record_class) if spec.is_searchable]
    texts = [text for body in bodies for name in names for text in _texts(body.get(name))]
    return " ".join(dict.fromkeys(word for text in texts for word in words_of(text)))


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []


# Statements made once: making them anew for each change takes longer than asking them.

_STANDING: Select[Any] = select(
    RECORD.c.no, RECORD.c.kind, RECORD.c.resident_id, RECORD.c.mid, RECORD.c.body
).where(RECORD.c.id == bindparam("id"))
_INSERT = insert(RECORD).returning(RECORD.c.no)
