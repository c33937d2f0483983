"""A record store in memory: the real tables, triggers and full text, with a clock and ids that repeat."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, select
from sqlalchemy.pool import StaticPool

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.actor import Actor
from mdt_core.identifiers import IdSource
from mdt_core.roles import Role
from mdt_core.store.dialects import sqlite
from mdt_core.store.store import Store
from mdt_core.store.tables import StoreRow
from mdt_core.sync.change import Change

STARTED = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
PROJECTIONS = ("relation", "record", "resident_current", "source_identifier")

GP = Actor("person-gp", "Dr Amina Shah", Role.GP, "Elm Surgery")


@dataclass
class TestClock:
    """A clock that stands until it is moved."""

    __test__ = False

    now: datetime = STARTED

    def __call__(self) -> datetime:
        """Reads the clock."""
        return self.now

    def advance(self, **by: float) -> None:
        """Moves the clock forward by hours, minutes ..."""
        self.now += timedelta(**by)


@dataclass
class MemoryStore:
    """A store with its clock; `seed` makes the ids of two devices differ."""

    seed: int = 1
    clock: TestClock = field(default_factory=TestClock)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        ids = IdSource(self.clock, Random(self.seed).randbytes)
        self.store = Store(_engine(), f"device-{self.seed}", self.clock, ids)

    def receive(self, *changes: Change, by: Actor = GP) -> int:
        """Folds changes made elsewhere, all in one deed; returns how many were new."""
        with self.store.deed(by) as unit:
            new = sum(unit.append(change) for change in changes)
            unit.commit()
        return new

    def projections(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that is worked out from the changes, without the numbers of arrival."""
        with self.store.reading() as connection:
            found = {name: _rows(connection, _table(name)) for name in PROJECTIONS}
            return {**found, "search": _search(connection)}

    def row(self, record_id: str) -> dict[str, Any]:
        """One row of `record`."""
        record = _table("record")
        with self.store.reading() as connection:
            return dict(
                connection.execute(select(record).where(record.c.id == record_id)).mappings().one()
            )

    def line(self, resident_id: str) -> dict[str, Any]:
        """The line of a resident in lists."""
        current = _table("resident_current")
        query = select(current).where(current.c.resident_id == resident_id)
        with self.store.reading() as connection:
            return dict(connection.execute(query).mappings().one())


@contextmanager
def changes_made(memory: MemoryStore) -> Iterator[list[Change]]:
    """Collects the changes that arrive in a store, in order."""
    made: list[Change] = []
    plain = memory.store

    def arrived(_connection: Connection, _number: int, change: Change) -> None:
        made.append(change)

    memory.store = Store(plain.engine, plain.device, plain.clock, plain.ids, arrived)
    yield made
    memory.store = plain


def _engine() -> Engine:
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        raw.isolation_level = None
        raw.execute("PRAGMA recursive_triggers=ON")

    sqlite.begin_as_asked(engine)
    with engine.begin() as connection:
        _metadata().create_all(connection)
        sqlite.create_guards(connection)
    return engine


def _metadata() -> MetaData:
    return StoreRow.metadata


def _table(name: str) -> Table:
    return _metadata().tables[name]


def _rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.columns if column.name != "no"]
    return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)


def _search(connection: Connection) -> list[tuple[Any, ...]]:
    """Each word of the index with the record that holds it."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)"
    )
    query = (
        "SELECT record.id, search_words.term FROM temp.search_words"
        " JOIN record ON record.no = search_words.doc ORDER BY 1, 2"
    )
    return [tuple(row) for row in connection.exec_driver_sql(query)]
