"""The row of a record as worked out from its fold: the columns and words that its definition asks for.

Pure: nothing here reads or writes the store. A body that does not pass its class still has a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from mdt_core.clock import utc_text
from mdt_core.fields import Column, fields_of
from mdt_core.kinds import Body, known_in
from mdt_core.record import Card, MergeClass, Record, Status, kind_named
from mdt_core.store import card_body
from mdt_core.store.search import words_of
from mdt_core.sync.change import Change
from mdt_core.sync.fold import CardState, Head

_NOT_FED = dict.fromkeys(("due_at", "state", "owner", "priority"))
"""Columns that a field feeds; they are emptied when the fields do not. A statement's owner is who is
responsible for it, where that is somebody else than its author."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record's columns, and the words it is found by."""

    values: Mapping[str, Any]
    words: str

    @property
    def kind(self) -> str:
        """The kind that is shown."""
        return str(self.values["kind"])

    @property
    def resident_id(self) -> str | None:
        """The resident it is about."""
        found: str | None = self.values["resident_id"]
        return found

    def read_under(self, kept_id: str) -> "RecordLine":
        """The same on the page of another record that is the same person's."""
        moved = {**self.values, "own_id": self.resident_id, "resident_id": kept_id}
        return RecordLine(moved, self.words)


def card_line(change: Change, state: CardState) -> RecordLine:
    """The row of a card after its last change: the newest value that stands in each group.

    The order in which changes arrived has no say.
    """
    heads = [head for group in state.groups.values() for head in group.heads]
    newest = max(heads, key=lambda head: head.order, default=None) or _in_its_place(change, state)
    occurred_at, recorded_at = _moments(newest.occurred_at, newest.recorded_at)
    known = kind_named(newest.kind)
    card_class = known if known is not None and issubclass(known, Card) else None
    values = {
        "id": change.envelope.record_id,
        "kind": newest.kind,
        "resident_id": newest.resident_id,
        "own_id": None,
        "home_id": newest.home_id,
        "status": Status.CURRENT.value,
        "occurred_at": occurred_at,
        "recorded_at": recorded_at,
        **_NOT_FED,
        "has_siblings": card_class is not None and _card_has_siblings(card_class, state),
        "mid": newest.mid,
        "body": card_body.state_text(state),
        **(_card_columns(card_class, state) if card_class else {}),
    }
    return RecordLine(values, _words(card_class, _all_values(state)) if card_class else "")


def statement_line(change: Change, status: Status) -> RecordLine:
    """The row of a statement; its body stays in its change."""
    envelope = change.envelope
    occurred_at, recorded_at = _moments(envelope.occurred_at, envelope.recorded_at)
    statement = kind_named(envelope.kind)
    body = known_in(statement, change.body or {}, _read_fields(statement)) if statement else {}
    responsible = envelope.responsible
    values = {
        **_NOT_FED,
        "owner": responsible.id if responsible else None,
        "occurred_at": occurred_at,
        "home_id": envelope.home_id,
        **(_columns(statement, body) if statement else {}),
        "id": envelope.record_id,
        "kind": envelope.kind,
        "resident_id": envelope.resident_id,
        "own_id": None,
        "status": status.value,
        "recorded_at": recorded_at,
        "has_siblings": False,
        "mid": change.mid,
        "body": None,
    }
    return RecordLine(values, _words(statement, [body]) if statement else "")


def _moments(occurred_at: datetime, recorded_at: datetime) -> tuple[str, str]:
    """Both moments as text; most records are written as they happen, and then it is made once."""
    occurred = _moment_text(occurred_at)
    return occurred, occurred if occurred_at == recorded_at else _moment_text(recorded_at)


_moment_text = lru_cache(maxsize=1_024)(utc_text)


def source_numbers(resident_id: str, state: CardState) -> list[dict[str, str]]:
    """The numbers of a resident in other systems, as rows of `source_identifier`."""
    given = card_body.values_of(state).get("source_identifiers")
    members = given if isinstance(given, list) else []
    pairs = {(each["system"], each["value"]) for each in members if _names_a_number(each)}
    return [{"system": s, "value": v, "resident_id": resident_id} for s, v in sorted(pairs)]


def _names_a_number(member: object) -> bool:
    named = member if isinstance(member, Mapping) else {}
    return isinstance(named.get("system"), str) and isinstance(named.get("value"), str)


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
    apart = [name for name, group in state.groups.items() if group.has_siblings]
    names = {group.name: group.merge for group in card_class.groups} if apart else {}
    return any(names.get(name.partition("/")[0]) is not MergeClass.SETTLES_ITSELF for name in apart)


def _card_columns(card_class: type[Card], state: CardState) -> dict[str, str | None]:
    names = [name for name, _, _ in _fed_columns(card_class)]
    return _columns(card_class, known_in(card_class, card_body.values_of(state), names))


def _columns(record_class: type[Record], known: Body) -> dict[str, str | None]:
    """What the fields feed: text or nothing, whatever stands in a body that does not pass."""
    columns: dict[str, str | None] = {}
    for name, column, default in _fed_columns(record_class):
        value = known.get(name, default)
        columns[column] = value if isinstance(value, str) else None
    return columns


@cache
def _fed_columns(record_class: type[Record]) -> tuple[tuple[str, str, str | None], ...]:
    """Each field that feeds a column, with the column and the field's default.

    When something happened stands in the envelope, where the field that tells it has put it.
    """
    return tuple(
        (spec.name, spec.column.value, _default(record_class, spec.name))
        for spec in fields_of(record_class)
        if spec.column is not None and spec.column is not Column.OCCURRED
    )


def _default(record_class: type[Record], name: str) -> str | None:
    default = record_class.model_fields[name].default
    return str(default) if isinstance(default, str) else None


def _words(record_class: type[Record], bodies: list[Mapping[str, Any]]) -> str:
    names = _searched_fields(record_class)
    texts = [text for body in bodies for name in names for text in _texts(body.get(name))]
    return " ".join(dict.fromkeys(chain.from_iterable(map(words_of, texts))))


@cache
def _read_fields(record_class: type[Record]) -> tuple[str, ...]:
    """The fields of a statement that its row or its words are made of."""
    fed = [name for name, _, _ in _fed_columns(record_class)]
    return tuple(dict.fromkeys((*fed, *_searched_fields(record_class))))


@cache
def _searched_fields(record_class: type[Record]) -> tuple[str, ...]:
    return tuple(spec.name for spec in fields_of(record_class) if spec.is_searchable)


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []
