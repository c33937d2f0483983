"""From one change to the rows that screens read, in the change's own transaction.

`project` is the only writer of `relation`, `record` and the search index. It is a function of the
set of changes, not of their order; `rebuild` does it all again from `change` and must give the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from mdt_core.clock import utc_text
from mdt_core.fields import fields_of
from mdt_core.kinds import parse
from mdt_core.record import Card, MergeClass, Statement, Status, kind_named
from mdt_core.records.residents import Resident
from mdt_core.store import card_body
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
from mdt_core.sync.fold import CardState, StatementState, fold_card, relations_of

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RELATION = RelationRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
RESIDENT_CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]
SOURCE_IDENTIFIER = SourceIdentifierRow.__table__  # type: ignore[attr-defined]


def project(connection: Connection, change: Change) -> None:
    """Folds one change, already in `change`, into the projections."""
    if change.change_kind is ChangeKind.SET:
        _project_card(connection, change)
    elif change.change_kind is ChangeKind.EVENT:
        _project_statement(connection, change)


def rebuild(connection: Connection) -> set[str]:
    """Empties the projections and folds every change again; returns the residents concerned."""
    for table in (RELATION, RECORD, RESIDENT_CURRENT, SOURCE_IDENTIFIER):
        connection.execute(delete(table))
    sqlite.clear_words(connection)
    residents: set[str] = set()
    rows = select(CHANGE.c.mid, CHANGE.c.body).where(CHANGE.c.body.is_not(None))
    for mid, body in connection.execute(rows.order_by(CHANGE.c.n)).all():
        change = change_from_text(mid, body)
        project(connection, change)
        residents.update({change.envelope.resident_id} - {None})  # type: ignore[arg-type]
    return residents


@dataclass(frozen=True)
class _Row:
    """A record row as worked out from its fold."""

    values: Mapping[str, Any]
    words: str


def _write(connection: Connection, row: _Row) -> None:
    found = connection.execute(
        select(RECORD.c.no).where(RECORD.c.id == row.values["id"])
    ).scalar_one_or_none()
    if found is None:
        number = connection.execute(insert(RECORD).values(**row.values).returning(RECORD.c.no))
        found = number.scalar_one()
    else:
        connection.execute(update(RECORD).where(RECORD.c.no == found).values(**row.values))
    sqlite.index_words(connection, found, row.words)


# Cards


def _project_card(connection: Connection, change: Change) -> None:
    envelope = change.envelope
    query = select(RECORD.c.body, RECORD.c.mid).where(RECORD.c.id == envelope.record_id)
    stored = connection.execute(query).one_or_none()
    state = card_body.state_from_text(stored.body) if stored else CardState()
    state = fold_card(state, change)
    card_class = kind_named(envelope.kind)
    is_card = card_class is not None and issubclass(card_class, Card)
    body = card_body.values_of(state)
    _write(connection, _card_row(change, state, body, card_class if is_card else None))
    if card_class is Resident:
        _write_source_identifiers(connection, envelope.record_id, body)


def _card_row(
    change: Change, state: CardState, body: Mapping[str, Any], card_class: type[Card] | None
) -> _Row:
    envelope = change.envelope
    heads = sorted((h for g in state.groups.values() for h in g.heads), key=lambda h: h.order)
    newest = heads[-1]
    readable = parse(card_class, body).readable if card_class else {}
    columns = _columns(card_class, readable) if card_class else {}
    values = {
        "id": envelope.record_id,
        "kind": envelope.kind,
        "resident_id": envelope.resident_id,
        "home_id": envelope.home_id,
        "status": Status.CURRENT.value,
        "occurred_at": utc_text(newest.occurred_at),
        "recorded_at": utc_text(newest.recorded_at),
        "has_siblings": card_class is not None and _card_has_siblings(card_class, state),
        "mid": newest.mid,
        "body": card_body.state_text(state),
        **columns,
    }
    return _Row(values, _words(card_class, _all_values(state)) if card_class else "")


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
        group.has_siblings
        and names.get(name.partition("/")[0]) is not MergeClass.SETTLES_ITSELF
        for name, group in state.groups.items()
    )


def _write_source_identifiers(
    connection: Connection, resident_id: str, body: Mapping[str, Any]
) -> None:
    table = SOURCE_IDENTIFIER
    connection.execute(delete(table).where(table.c.resident_id == resident_id))
    found = {(str(e.get("system")), str(e.get("value"))) for e in body.get("source_identifiers", ())}
    rows = [{"system": s, "value": v, "resident_id": resident_id} for s, v in sorted(found)]
    if rows:
        connection.execute(insert(table), rows)


# Statements


def _project_statement(connection: Connection, change: Change) -> None:
    relations = relations_of(change)
    if relations:
        rows = [
            {"target": r.target, "source": r.source, "withdraws": r.withdraws} for r in relations
        ]
        connection.execute(insert(RELATION), rows)
    if not _is_older_twin(connection, change):
        _write(connection, _statement_row(connection, change))
    _refresh_statuses(connection, {relation.target for relation in relations})
    statement = kind_named(change.envelope.kind)
    if statement is not None and issubclass(statement, Statement) and statement.is_series:
        mark_series_siblings(connection, change.envelope.resident_id, change.envelope.kind)
    if any(relation.withdraws for relation in relations):
        _refresh_series_of(connection, {relation.target for relation in relations})


def _is_older_twin(connection: Connection, change: Change) -> bool:
    """Whether another event already stands under this record's id and is shown in its place.

    The doors refuse it; should one ever arrive all the same, every device shows the same one.
    """
    query = select(RECORD.c.mid).where(RECORD.c.id == change.envelope.record_id)
    shown = connection.execute(query).scalar_one_or_none()
    return shown is not None and shown > change.mid


def _statement_row(connection: Connection, change: Change) -> _Row:
    envelope = change.envelope
    statement = kind_named(envelope.kind)
    readable = parse(statement, change.body or {}).readable if statement else {}
    values = {
        "occurred_at": utc_text(envelope.occurred_at),
        **(_columns(statement, readable) if statement else {}),
        "id": envelope.record_id,
        "kind": envelope.kind,
        "resident_id": envelope.resident_id,
        "home_id": envelope.home_id,
        "status": status_of(connection, change.mid).value,
        "recorded_at": utc_text(envelope.recorded_at),
        "has_siblings": False,
        "mid": change.mid,
        "body": None,
    }
    return _Row(values, _words(statement, [readable]) if statement else "")


def status_of(connection: Connection, mid: str) -> Status:
    """The status of the statement signed by a change, from what others say of it."""
    query = select(RELATION.c.source, RELATION.c.withdraws).where(RELATION.c.target == mid)
    said = connection.execute(query).all()
    state = StatementState(
        superseded_by=frozenset(row.source for row in said if not row.withdraws),
        withdrawn_by=frozenset(row.source for row in said if row.withdraws),
    )
    return state.status(_withdrawn(connection, state.superseded_by))


def _withdrawn(connection: Connection, mids: frozenset[str]) -> set[str]:
    if not mids:
        return set()
    query = select(RELATION.c.target).where(RELATION.c.target.in_(mids), RELATION.c.withdraws)
    return set(connection.execute(query).scalars())


def _refresh_statuses(connection: Connection, mids: set[str]) -> None:
    beyond = select(RELATION.c.target).where(RELATION.c.source.in_(mids))
    for mid in mids | set(connection.execute(beyond).scalars()):
        status = status_of(connection, mid).value
        connection.execute(update(RECORD).where(RECORD.c.mid == mid).values(status=status))


def _refresh_series_of(connection: Connection, mids: set[str]) -> None:
    query = select(RECORD.c.resident_id, RECORD.c.kind).where(RECORD.c.mid.in_(mids))
    for resident_id, kind in connection.execute(query).all():
        statement = kind_named(kind)
        if statement is not None and issubclass(statement, Statement) and statement.is_series:
            mark_series_siblings(connection, resident_id, kind)


def mark_series_siblings(connection: Connection, resident_id: str | None, kind: str) -> None:
    """Marks the current heads of a series when they say different things."""
    belongs = (RECORD.c.resident_id == resident_id) & (RECORD.c.kind == kind)
    heads = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(belongs, RECORD.c.status == Status.CURRENT.value)
    )
    rows = connection.execute(heads).all()
    bodies = [change_from_text(row.mid, row.body).body for row in rows if row.body is not None]
    differ = any(body != bodies[0] for body in bodies[1:])
    connection.execute(update(RECORD).where(belongs).values(has_siblings=False))
    if differ:
        mids = [row.mid for row in rows]
        connection.execute(update(RECORD).where(RECORD.c.mid.in_(mids)).values(has_siblings=True))


# Columns and words that the definition asks for


def _columns(record_class: type[Any], readable: Mapping[str, Any]) -> dict[str, Any]:
    return {
        spec.column.value: readable.get(spec.name, _default(record_class, spec.name))
        for spec in fields_of(record_class)
        if spec.column is not None
    }


def _default(record_class: type[Any], name: str) -> str | None:
    default = record_class.model_fields[name].default
    return str(default) if isinstance(default, str) else None


def _words(record_class: type[Any], bodies: list[Mapping[str, Any]]) -> str:
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

