"""Fills a new encrypted store with a year of made-up records, as one that pulled it all would hold it.

Each record passes its class and becomes the changes that the unit of work would make of it, numbered
in the logs of their scopes, in the order in which a year would have brought them. They are taken in
page by page by the program's own `Store.take_in`. No outbox and no audit.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.actor import Actor
from mdt_core.clock import system_clock
from mdt_core.identifiers import IdSource, RecordId
from mdt_core.kinds import dump
from mdt_core.record import Card, Record
from mdt_core.roles import Role
from mdt_core.store import card_body
from mdt_core.store.intake import Logged
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change, ChangeKind, Envelope, GroupWrite
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
_PAGE = 1_000
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


def make_store(folder: Path, entries: int, *, seed: int = 1) -> Made:
    """Makes a store with about so many entries and the people whom they are about."""
    make_workspace(folder)
    filling = Filling(Random(seed), entries)
    with closing(open_workspace(folder)) as workspace:
        for page in pages_of(filling.changes()):
            workspace.store.take_in(page)
        keep_worklists(workspace.store)
    home_id, first = filling.home_id, filling.residents
    return Made(folder, home_id, first[:MEASURED_HOME], first[0], filling.recorded, filling.made)


def keep_worklists(store: Store) -> None:
    """Keeps what the client keeps behind its window, so that lists and commits are as they are there."""
    while store.keep_standings(most=100) or store.merge_words():
        pass


def pages_of(changes: Iterable[Logged], size: int = _PAGE) -> Iterator[list[Logged]]:
    """The changes as a log gives them, page by page."""
    going = iter(changes)
    while page := list(islice(going, size)):
        yield page


class Filling:
    """Makes the records in order and counts them."""

    def __init__(self, random: Random, entries: int) -> None:
        self.random = random
        self.number = max(MEASURED_HOME, entries // people.A_YEAR)
        self.residents: tuple[str, ...] = ()
        self.home_id = ""
        self.recorded = 0
        self.made = 0
        self._numbers: Counter[str] = Counter()
        self._now = people.BEGAN
        self._ids = IdSource(lambda: self._now, random.randbytes)

    def changes(self) -> Iterator[Logged]:
        """Homes and people first, then the year as it went by."""
        places: list[About] = []
        while len(places) < self.number:
            home_id = self._ids.record_id()
            yield from self._logged(people.home(self.random), About(home_id=None), home_id)
            self.home_id = self.home_id or home_id
            size = _OTHER_HOMES if places else MEASURED_HOME
            for room in range(min(size, self.number - len(places))):
                resident_id = self._ids.record_id()
                places.append(About(resident_id, home_id))
                yield from self._admitted(places[-1], resident_id, room + 1)
        self.residents = tuple(about.resident_id or "" for about in places)
        yield from self._year(places)

    def _admitted(self, about: About, resident_id: RecordId, room: int) -> Iterator[Logged]:
        person = people.person(self.random, about.home_id or "", room)
        yield from self._logged(person.resident, about, resident_id)
        for record in (person.stay, person.allergies, *person.medicines, *person.problems):
            yield from self._logged(record, about, self._ids.record_id())

    def _year(self, places: list[About]) -> Iterator[Logged]:
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
                    yield from self._logged(record, about, self._ids.record_id())

    def _logged(self, record: Record, about: About, record_id: RecordId) -> Iterator[Logged]:
        """The changes of a record, each with its number in the log of its scope."""
        envelope = envelope_of(record, about, record_id, self._now)
        for change in changes_of(self._ids, record, envelope):
            scope = scope_of(change, resident_home=about.home_id)
            self._numbers[scope] += 1
            self.made += 1
            yield Logged(change, scope, self._numbers[scope])


def changes_of(ids: IdSource, record: Record, envelope: Envelope) -> Iterator[Change]:
    """The changes that a record is written by: an event, or what each sensitivity holds of a card."""
    if not isinstance(record, Card):
        yield Change(ids.change_id(), ChangeKind.EVENT, envelope, body=dump(record))
        return
    by_sensitivity: dict[str, dict[str, GroupWrite]] = {}
    for name, value in card_body.group_values(record).items():
        sensitivity = sensitivity_of(type(record), name).value
        by_sensitivity.setdefault(sensitivity, {})[name] = GroupWrite(value)
    for groups in by_sensitivity.values():
        yield Change(ids.change_id(), ChangeKind.SET, envelope, groups=groups)


def envelope_of(
    record: Record, about: About, record_id: RecordId, at: datetime, device: str = "bench"
) -> Envelope:
    """Whose record it is, and that it was written by a GP."""
    resident_id = record_id if record.kind == "resident" else about.resident_id
    return Envelope(
        record_id=record_id,
        kind=record.kind,
        schema=record.schema_version,
        occurred_at=at.replace(microsecond=0),
        recorded_at=at.replace(microsecond=0),
        author=GP.author,
        device=device,
        resident_id=resident_id,
        home_id=about.home_id,
    )
