"""Fills a new encrypted store with a year of made-up records, many rows at a time.

Each record passes its class and becomes the changes that the unit of work would make of it; change,
record and search rows are worked out by the same definitions and written by Core's `executemany` in
the order in which a year would have brought them, and each resident's line by the program's own
code. No outbox and no audit: it is what a device holds that pulled it all. `rebuilding` compares
what a rebuild makes of the changes with what was written here.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.actor import Actor
from mdt_core.clock import system_clock, utc_text
from mdt_core.identifiers import IdSource, RecordId
from mdt_core.kinds import Parsed, dump
from mdt_core.record import Card, Record, Status
from mdt_core.roles import Role
from mdt_core.store import card_body, projections, resident_current
from mdt_core.store.dialects import sqlite
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change, ChangeKind, Envelope, GroupWrite
from mdt_core.sync.fold import CardState, fold_card
from mdt_core.sync.scope import scope_of, sensitivity_of
from mdt_desktop.device.state import DeviceState
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.vault.data_key import DataKey
from tests.benchmarks import people

GP = Actor("person-gp", "Dr Amina Shah", Role.GP, "Elm Surgery")

MEASURED_HOME = 60
"""Residents of the home that is measured; the others have 25."""

THREE_YEARS = 3 * people.A_YEAR

_OTHER_HOMES = 25
_BATCH = 5_000
KEY = DataKey(bytes(range(32)))
"""The key of every store made here."""


@dataclass(frozen=True)
class Made:
    """A closed workspace: whom to read, and how much is in it. `long_stayer` has three years."""

    folder: Path
    home_id: str
    residents: tuple[str, ...]
    long_stayer: str
    entries: int
    changes: int

    @property
    def file(self) -> Path:
        """The file of the store."""
        return Workspace(self.folder).store_file

    def open(self) -> OpenWorkspace:
        """Opens it as the program does."""
        return open_workspace(self.folder)


def make_workspace(folder: Path) -> None:
    """Makes an empty workspace."""
    state = DeviceState("bench", "bench", people.BEGAN, "Bench", is_practice=True)
    Workspace(folder).create(KEY, state)


def open_workspace(folder: Path) -> OpenWorkspace:
    """Opens a workspace as the program does."""
    ids = IdSource(system_clock, secrets.token_bytes)
    return Workspace(folder).open(KEY, system_clock, ids)


@dataclass(frozen=True)
class _Item:
    """Rows to be written for one record."""

    changes: tuple[Change, ...]
    scopes: tuple[str, ...]
    row: dict[str, Any]
    words: str


def make_store(folder: Path, entries: int, *, seed: int = 1) -> Made:
    """Makes a store with about so many entries and the people whom they are about."""
    make_workspace(folder)
    filling = _Filling(Random(seed), entries)
    with closing(open_workspace(folder)) as workspace, workspace.engine.connect() as connection:
        writes = connection.execution_options(writes=True)
        for batch in _batches(filling.items()):
            with writes.begin():
                filling.written += _write(writes, filling.written, batch)
        with writes.begin():
            for resident_id in filling.residents:
                resident_current.refresh(writes, resident_id)
    home_id, first = filling.home_id, filling.residents
    return Made(folder, home_id, first[:MEASURED_HOME], first[0], filling.recorded, filling.changes)


class _Filling:
    """Makes the records in order and counts them."""

    def __init__(self, random: Random, entries: int) -> None:
        self.random = random
        self.number = max(MEASURED_HOME, entries // people.A_YEAR)
        self.residents: tuple[str, ...] = ()
        self.home_id = ""
        self.recorded = 0
        self.changes = 0
        self.written = 0
        self._now = people.BEGAN
        self._ids = IdSource(lambda: self._now, random.randbytes)

    def items(self) -> Iterator[_Item]:
        """Homes and people first, then the year as it went by."""
        places: list[About] = []
        while len(places) < self.number:
            home_id = self._ids.record_id()
            yield self._item(people.home(self.random), About(home_id=None), home_id)
            self.home_id = self.home_id or home_id
            size = _OTHER_HOMES if places else MEASURED_HOME
            for room in range(min(size, self.number - len(places))):
                resident_id = self._ids.record_id()
                places.append(About(resident_id, home_id))
                yield from self._admitted(places[-1], resident_id, room + 1)
        self.residents = tuple(about.resident_id or "" for about in places)
        yield from self._year(places)

    def _admitted(self, about: About, resident_id: RecordId, room: int) -> Iterator[_Item]:
        person = people.person(self.random, about.home_id or "", room)
        yield self._item(person.resident, About(resident_id), resident_id)
        for record in (person.stay, person.allergies, *person.medicines, *person.problems):
            yield self._item(record, about, self._ids.record_id())

    def _year(self, places: list[About]) -> Iterator[_Item]:
        """Everyone's records in turn, so that one resident's lie scattered as in life."""
        histories = [
            people.recorded(self.random, people.A_YEAR if number else THREE_YEARS)
            for number in range(len(places))
        ]
        for _ in range(THREE_YEARS):
            for about, history in zip(places, histories, strict=True):
                for at, record in islice(history, 1):
                    self._now = at
                    self.recorded += 1
                    yield self._item(record, about, self._ids.record_id())

    def _item(self, record: Record, about: About, record_id: RecordId) -> _Item:
        envelope = _envelope(record, about, record_id, self._now)
        item = (
            self._card(record, envelope)
            if isinstance(record, Card)
            else self._event(record, envelope)
        )
        self.changes += len(item.changes)
        return item

    def _event(self, record: Record, envelope: Envelope) -> _Item:
        change = Change(self._ids.change_id(), ChangeKind.EVENT, envelope, body=dump(record))
        body = change.body or {}
        row = {
            **dict.fromkeys(projections._FED_BY_FIELDS),
            "occurred_at": utc_text(envelope.occurred_at),
            "home_id": envelope.home_id,
            **projections._columns(type(record), Parsed(record, body)),
            "id": envelope.record_id,
            "kind": envelope.kind,
            "resident_id": envelope.resident_id,
            "status": Status.CURRENT.value,
            "recorded_at": utc_text(envelope.recorded_at),
            "has_siblings": False,
            "mid": change.mid,
            "body": None,
        }
        scopes = (scope_of(change, resident_home=envelope.home_id),)
        return _Item((change,), scopes, row, projections._words(type(record), [body]))

    def _card(self, card: Card, envelope: Envelope) -> _Item:
        by_sensitivity: dict[str, dict[str, GroupWrite]] = {}
        for name, value in card_body.group_values(card).items():
            sensitivity = sensitivity_of(type(card), name).value
            by_sensitivity.setdefault(sensitivity, {})[name] = GroupWrite(value)
        changes = tuple(
            Change(self._ids.change_id(), ChangeKind.SET, envelope, groups=groups)
            for groups in by_sensitivity.values()
        )
        state = CardState()
        for change in changes:
            state = fold_card(state, change)
        made = projections._card_row(changes[-1], state)
        scopes = tuple(scope_of(each, resident_home=envelope.home_id) for each in changes)
        return _Item(changes, scopes, dict(made.values), made.words)


def _envelope(record: Record, about: About, record_id: RecordId, at: datetime) -> Envelope:
    resident_id = record_id if record.kind == "resident" else about.resident_id
    return Envelope(
        record_id=record_id,
        kind=record.kind,
        schema=record.schema_version,
        occurred_at=at.replace(microsecond=0),
        recorded_at=at.replace(microsecond=0),
        author=GP.author,
        device="bench",
        resident_id=resident_id,
        home_id=about.home_id,
    )


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    going = iter(items)
    while batch := list(islice(going, _BATCH)):
        yield batch


def _write(connection: Connection, last: int, items: list[_Item]) -> int:
    """Writes the rows of these records after `last`; returns how many records."""
    changes = [
        change_row(change, scope)
        for item in items
        for change, scope in zip(item.changes, item.scopes, strict=True)
    ]
    numbered = list(enumerate(items, start=last + 1))
    connection.execute(insert(CHANGE), changes)
    connection.execute(insert(RECORD), [{"no": no, **item.row} for no, item in numbered])
    words = [{"no": no, "words": item.words} for no, item in numbered if item.words]
    if words:
        connection.execute(sqlite._INDEX, words)
    return len(items)


def change_row(change: Change, scope: str) -> dict[str, Any]:
    """The row of a change as the unit of work writes it."""
    return {
        "mid": change.mid,
        "k": change.change_kind.value,
        "scope": scope,
        "record_id": change.envelope.record_id,
        "body": change.text,
        "body_hash": change.body_hash,
    }
