"""From changes to the rows that screens read, in the changes' own transaction.

`project` writes `relation`, `record` and the search index. What it leaves is a function of the set
of changes: not of their order, nor of how many are folded at once. `refold` takes records out and
has them folded again, here, from what is left in `change`, and must give the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, text, update

from mdt_core.record import Status
from mdt_core.records.residents import Resident
from mdt_core.store import card_body, merges, standings, statuses
from mdt_core.store.among import among
from mdt_core.store.batches import Batch
from mdt_core.store.dialects import sqlite
from mdt_core.store.record_rows import RecordLine, card_line, source_numbers, statement_line
from mdt_core.store.tables import (
    ChangeRow,
    RecordRow,
    RelationRow,
    ResidentCurrentRow,
    SourceIdentifierRow,
)
from mdt_core.sync.change import Change, ChangeKind, stored_change
from mdt_core.sync.fold import CardState, fold_card, relations_of

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RELATION = RelationRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
RESIDENT_CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]
SOURCE_IDENTIFIER = SourceIdentifierRow.__table__  # type: ignore[attr-defined]

Touched = set[tuple[str | None, str]]
"""Residents, and the kind of what was written or altered about them."""


def project(connection: Connection, changes: Iterable[Change]) -> Touched:
    """Folds changes, already in `change`; returns whose line they may touch, and by which kinds."""
    told = list(changes)
    folded = _by_record(told)
    moved: Touched = {(each.envelope.record_id, Resident.kind) for each in told if _is_move(each)}
    if not folded:
        return after_writing(connection, moved, set())
    events = [event for each in folded.values() for event in (*each.events, *each.redactions)]
    targets = _keep_relations(connection, events)
    for row in _standing(connection, folded):
        folded[row.id].before = row
    _recall_redactions(connection, folded)
    written = _lines(connection, folded)
    _write(connection, written)
    touched = moved | _touched_by(written.values())
    targets |= {each.line.values["mid"] for each in written.values() if each.is_said_of}
    targets |= _named_by(connection, [each.no_longer_shown for each in written.values()])
    return after_writing(connection, touched, targets)


def after_writing(connection: Connection, touched: Touched, targets: set[str]) -> Touched:
    """Brings up to date what depends on other records: statuses, who is one person, and series."""
    if targets:
        touched |= _places_of(connection, statuses.refresh(connection, targets))
    moved = merges.refresh(connection, touched)
    if moved:
        touched |= {
            (who, kind) for who in moved for kind in merges.kinds_written(connection, moved)
        }
        crossing = merges.crossing(connection, moved)
        touched |= _places_of(connection, statuses.refresh(connection, crossing))
    statuses.mark_series(connection, touched)
    standings.forget(connection, {who for who, _ in touched})
    return touched


@dataclass(slots=True)
class _Folding:
    """What these changes say of one record, and its row as it stood before them."""

    sets: list[Change] = field(default_factory=list)
    events: list[Change] = field(default_factory=list)
    redactions: list[Change] = field(default_factory=list)
    """Of events: what they said of others is said on."""
    before: Row[Any] | None = None

    @property
    def was_statement(self) -> bool:
        return self.before is not None and self.before.body is None

    @property
    def was_card(self) -> bool:
        return self.before is not None and self.before.body is not None

    @property
    def shown(self) -> Change | None:
        """The event to show. Two under one id are refused at the doors; should they come, the greater mid."""
        newest = max(self.events, key=lambda event: event.mid, default=None)
        if newest is None or self.before is None or self.was_card:
            return newest
        return newest if self.before.mid <= newest.mid else None


@dataclass(slots=True)
class _Written:
    """A row to write over the one that stood before it; `state` where it is a card."""

    line: RecordLine
    before: Row[Any] | None
    state: CardState | None = None
    is_said_of: bool = False
    """Whether something was said of this statement before it came."""

    @property
    def no_longer_shown(self) -> str | None:
        """The statement that another one under the same id has just taken the place of."""
        if self.before is None or self.before.body is not None:
            return None
        mid: str = self.before.mid
        return mid if mid != self.line.values["mid"] else None

    @property
    def was_resident(self) -> bool:
        """Whether a resident's card stood here."""
        return self.before is not None and self.before.kind == Resident.kind


def _by_record(changes: Iterable[Change]) -> dict[str, _Folding]:
    """The changes that say something, by record, each in its order."""
    found: dict[str, _Folding] = {}
    for change in changes:
        if change.change_kind is ChangeKind.SET and change.groups:
            found.setdefault(change.envelope.record_id, _Folding()).sets.append(change)
        elif change.change_kind is ChangeKind.EVENT:
            found.setdefault(change.envelope.record_id, _Folding()).events.append(change)
        elif change.change_kind is ChangeKind.REDACT:
            folding = found.setdefault(change.envelope.record_id, _Folding())
            (folding.sets if change.groups else folding.redactions).append(change)
    return found


def _is_move(change: Change) -> bool:
    return change.change_kind in (ChangeKind.RELEASE, ChangeKind.ADOPT)


def _keep_relations(connection: Connection, events: Sequence[Change]) -> set[str]:
    """Keeps what these events say of others; returns of whom.

    Once for each: two redactions of one change, made before and after a service was put back, say
    the same, and one whose change never came here says it again at each folding.
    """
    rows = [
        {"target": said.target, "source": said.source, "withdraws": said.withdraws}
        for event in events
        for said in relations_of(event)
    ]
    if rows:
        connection.execute(_ADD_RELATION, rows)
    return {str(row["target"]) for row in rows}


def _named_by(connection: Connection, mids: Iterable[str | None]) -> set[str]:
    """What these statements say something of: whose they are is not known once they are not shown."""
    sources = [mid for mid in mids if mid is not None]
    return set(connection.execute(_TARGETS, {"mids": sources}).scalars()) if sources else set()


def _standing(connection: Connection, ids: Collection[str]) -> Sequence[Row[Any]]:
    return connection.execute(_STANDING, {"ids": list(ids)}).all()


def _recall_redactions(connection: Connection, folded: Mapping[str, _Folding]) -> None:
    """A card that a redaction left empty has no row: what it named stays replaced all the same."""
    new = [record_id for record_id, each in folded.items() if each.sets and each.before is None]
    for row in connection.execute(_REDACTED, {"ids": new}) if new else ():
        sets = folded[row.record_id].sets
        if all(row.mid != each.mid for each in sets):
            said = stored_change(row.mid, row.body)
            sets[:0] = [said] if said.groups else []


def _lines(connection: Connection, folded: Mapping[str, _Folding]) -> dict[str, _Written]:
    """The rows to write; where a statement stands under an id, a card of that id is not shown."""
    shown = {record_id: event for record_id, each in folded.items() if (event := each.shown)}
    said = statuses.statuses_of(connection, [event.mid for event in shown.values()])
    written: dict[str, _Written] = {}
    for record_id, each in folded.items():
        if record_id in shown:
            event = shown[record_id]
            line = statement_line(event, said.get(event.mid, Status.CURRENT))
            written[record_id] = _Written(line, each.before, is_said_of=event.mid in said)
        elif each.sets and not each.events and not each.was_statement:
            state = _folded(each)
            if each.before is None and _is_emptied(each, state):
                continue
            written[record_id] = _Written(card_line(each.sets[-1], state), each.before, state)
    _read_under(connection, written.values())
    return written


def _read_under(connection: Connection, written: Collection[_Written]) -> None:
    """Has what was written of a resident who was joined to another read under the record kept."""
    whose = {each.line.resident_id for each in written} - {None}
    under = merges.people_under(connection, [who for who in whose if who]) if whose else {}
    for each in written if under else ():
        kept_id = under.get(each.line.resident_id or "")
        if kept_id is not None:
            each.line = each.line.read_under(kept_id)


def _folded(folding: _Folding) -> CardState:
    before = folding.before
    state = card_body.state_from_text(before.body) if before is not None else CardState()
    for change in folding.sets:
        state = fold_card(state, change)
    return state


def _is_emptied(folding: _Folding, state: CardState) -> bool:
    """Whether a redaction is all that is left to tell of a card."""
    is_redacted = any(each.change_kind is ChangeKind.REDACT for each in folding.sets)
    return is_redacted and not any(group.heads for group in state.groups.values())


def _touched_by(written: Iterable[_Written]) -> Touched:
    touched: Touched = set()
    for each in written:
        touched.add((each.line.resident_id, each.line.kind))
        if each.before is not None:
            touched.add((each.before.resident_id, each.before.kind))
        if each.line.kind == Resident.kind or each.was_resident:
            touched.add((each.line.values["id"], Resident.kind))
    return touched


def _places_of(connection: Connection, mids: Collection[str]) -> Touched:
    rows = connection.execute(_PLACES, {"mids": list(mids)})
    return {(row.resident_id, row.kind) for row in rows}


# Writing


def _write(connection: Connection, written: Mapping[str, _Written]) -> None:
    """Writes the rows of these records, their words, and the numbers that residents go by elsewhere."""
    new = {record_id: each for record_id, each in written.items() if each.before is None}
    numbers = _insert(connection, new)
    old = [(each.before.no, each) for each in written.values() if each.before is not None]
    if old:
        rows = [{"which": number, **each.line.values} for number, each in old]
        connection.execute(_REPLACE, rows)
        numbers.update((each.line.values["id"], number) for number, each in old)
    sqlite.forget_words(connection, [number for number, _ in old])
    lines = ((numbers[i], each.line) for i, each in written.items() if each.line.words)
    sqlite.index_words(connection, [(no, line.kind, line.words) for no, line in lines])
    _write_source_identifiers(connection, written)


def _insert(connection: Connection, new: Mapping[str, _Written]) -> dict[str, int]:
    """Adds rows; returns the numbers they were given, by id."""
    if not new:
        return {}
    rows = [each.line.values for each in new.values()]
    if len(rows) == 1:
        return {rows[0]["id"]: connection.execute(_INSERT_ONE, rows[0]).scalar_one()}
    return dict(zip(new, _INSERT.add_numbered(connection, "no", rows), strict=True))


def _write_source_identifiers(connection: Connection, written: Mapping[str, _Written]) -> None:
    residents = {i: each for i, each in written.items() if each.line.kind == Resident.kind}
    forgotten = [i for i, each in written.items() if each.was_resident]
    if forgotten:
        connection.execute(_FORGET_SOURCE_NUMBERS, {"residents": forgotten})
    rows = list(_source_rows(residents))
    if rows:
        connection.execute(_ADD_SOURCE_NUMBER, rows)


def _source_rows(residents: Mapping[str, _Written]) -> Iterator[dict[str, str]]:
    for resident_id, each in residents.items():
        if each.state is not None:
            yield from source_numbers(resident_id, each.state)


# Statements made once: making them anew for each change takes longer than asking them.


_STANDING: Select[Any] = select(
    RECORD.c.no, RECORD.c.id, RECORD.c.kind, RECORD.c.resident_id, RECORD.c.mid, RECORD.c.body
).where(among(RECORD.c.id, "ids"))
_REDACTED: Any = select(CHANGE.c.mid, CHANGE.c.record_id, CHANGE.c.body).where(
    text("change.k IN ('release', 'adopt', 'redact')"),  # the very words of the small index
    CHANGE.c.k == ChangeKind.REDACT.value,
    among(CHANGE.c.record_id, "ids"),
)
_PLACES = select(RECORD.c.resident_id, RECORD.c.kind).where(among(RECORD.c.mid, "mids"))
_TARGETS = select(RELATION.c.target).where(among(RELATION.c.source, "mids"))
_ADD_RELATION = text(
    "INSERT INTO relation (target, source, withdraws) VALUES (:target, :source, :withdraws)"
    " ON CONFLICT DO NOTHING"
)
_INSERT = Batch.into(RECORD, without=("no",))
_INSERT_ONE = insert(RECORD).returning(RECORD.c.no)
_REPLACE = update(RECORD).where(RECORD.c.no == bindparam("which"))
_FORGET_SOURCE_NUMBERS = delete(SOURCE_IDENTIFIER).where(
    among(SOURCE_IDENTIFIER.c.resident_id, "residents")
)
_ADD_SOURCE_NUMBER = insert(SOURCE_IDENTIFIER)
