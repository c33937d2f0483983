"""Some homes pushed into a service of their own in memory, and its rows copied into the region's PostgreSQL.

Nothing is worked out here that a push works out: the rows are those that the service's own push left in
the small database, logs, chains, records, words and lines. Only the numbers that PostgreSQL gives are
given anew. That may be done because no scope, resident or device of one home is another's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any

import psycopg
from sqlalchemy import Engine, Table, create_engine, event, select, text
from sqlalchemy.pool import StaticPool

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.identifiers import IdSource
from mdt_core.roles import Role
from mdt_core.store.dialects import sqlite
from mdt_core.sync.change import Change
from mdt_core.sync.protocol import MOST_CHANGES, PushHeader, Result
from mdt_service.handlers import push
from mdt_service.handlers.intake import Offered
from mdt_service.hub import devices, grants, lines, meta
from mdt_service.hub.database import Database, Deed
from mdt_service.hub.postgresql import SEARCH_TABLE
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.hub.tables import SERVICE, SERVICE_META
from mdt_service.service import Caller, Service
from tests.benchmarks.region_homes import Home

AT = datetime(2026, 11, 22, tzinfo=UTC)
"""When every push of a region came."""

DIRECTORY = "practice-of-the-directory"
"""The device that lists the homes."""

_NUMBERED = {"change": "n", "record": "no", "device_grant": "id"}
"""Tables whose numbers PostgreSQL gives, and the column."""

_NOT_COPIED = {SERVICE_META.name}
"""Each service has an epoch and keys of its own; whose lines are due is nobody's, once all are written."""


# Pushing, to whatever database


def enrol(service: Service, device: str, home_id: str) -> None:
    """Enrols the computer of a practice for a home."""

    def deed(connection: Deed) -> None:
        devices.enrol(
            connection, device_id=device, name=device, public_key=device, app_version="", at=AT
        )
        grants.give(connection, device, [Grant(home_id, Role.GP)], at=AT)

    service.database.deed(deed)


def push_all(service: Service, device: str, changes: Iterator[Change]) -> int:
    """Pushes changes as one life of a device, in the largest pushes that are taken; counts them."""
    with service.database.reading() as connection:
        epoch = meta.epoch_of(connection)
    after = 0
    while page := list(islice(changes, MOST_CHANGES)):
        offered = [
            Offered(after + at, change.mid, change.text.encode("utf-8"))
            for at, change in enumerate(page, 1)
        ]
        header = PushHeader(
            incarnation=f"life-of-{device}", after=after, count=len(page), epoch=epoch
        )
        caller = Caller(device, device, after + len(page), AT)
        pushed = push.push(service, caller, header, offered, on_fault=_raise)
        assert {each.result for each in pushed.answers} == {Result.APPLIED}, pushed.answers[:2]
        after += len(page)
    return after


def push_homes(service: Service, homes: Sequence[Home]) -> int:
    """Pushes the years of homes, each from a device of its own, and writes everybody's line."""
    made = 0
    for home in homes:
        enrol(service, home.device, home.id)
        made += push_all(service, home.device, home.year())
    lines.keep_all(service.database)
    return made


def list_homes(service: Service, homes: Sequence[Home]) -> None:
    """Pushes the directory of homes, which all of them share."""
    enrol(service, DIRECTORY, EVERY_HOME)
    push_all(service, DIRECTORY, (home.listed() for home in homes))


def _raise(fault: Exception) -> str:
    raise fault


# Loading a share


@contextmanager
def in_memory() -> Iterator[Service]:
    """A begun service whose database is gone with the block; its search table is PostgreSQL's."""
    database = Database(_engine())
    random = Random(1).randbytes

    def begin(connection: Deed) -> None:
        SERVICE.create_all(connection)
        connection.execute(text(SEARCH_TABLE))
        meta.begin(connection, at=AT, random=random)

    database.deed(begin)
    try:
        yield Service(database, lambda: AT, IdSource(lambda: AT, random), random)
    finally:
        database.close()


def _engine() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys=ON")

    sqlite.begin_as_asked(engine)
    return engine


def load(url: str, homes: Sequence[Home]) -> int:
    """Loads the years of homes in one transaction; returns how many changes. Asks for a superuser.

    Keys to other tables are not looked up again, and the commit does not wait for the disk.
    """
    with in_memory() as service, psycopg.connect(url) as target:
        made = push_homes(service, homes)
        target.execute("SET session_replication_role = replica")
        target.execute("SET synchronous_commit = off")
        _copy_all(service.database, target)
    return made


@dataclass(frozen=True)
class _Numbers:
    """The numbers of one table here, and those that PostgreSQL gives in their place."""

    column: str
    given: dict[int, int]


def _copy_all(database: Database, target: "psycopg.Connection[Any]") -> None:
    with database.reading() as connection:
        numbers = {
            name: _Numbers(column, _given(connection, target, SERVICE.tables[name], column))
            for name, column in _NUMBERED.items()
        }
        for table in SERVICE.sorted_tables:
            if table.name not in _NOT_COPIED:
                _copy(connection, target, table, numbers.get(table.name))
        rows = connection.execute(text("SELECT rowid, words FROM search ORDER BY rowid"))
        given = numbers["record"].given
        _write(target, "search", ("rowid", "words"), ((given[no], words) for no, words in rows))


def _given(
    connection: Deed, target: "psycopg.Connection[Any]", table: Table, column: str
) -> dict[int, int]:
    """As many numbers as are needed, in the same order."""
    own = connection.execute(select(table.c[column]).order_by(table.c[column])).scalars().all()
    query = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    found = target.execute(query, (table.name, column, len(own))).fetchall()
    return dict(zip(own, (row[0] for row in found), strict=True))


def _copy(
    connection: Deed,
    target: "psycopg.Connection[Any]",
    table: Table,
    numbers: _Numbers | None,
) -> None:
    columns = list(table.columns)
    rows: Iterator[Sequence[Any]] = iter(connection.execute(select(*columns)))
    if numbers is not None:
        rows = _renumbered(rows, [each.name for each in columns].index(numbers.column), numbers)
    _write(target, table.name, [each.name for each in columns], rows)


def _renumbered(rows: Iterator[Sequence[Any]], at: int, numbers: _Numbers) -> Iterator[list[Any]]:
    for row in rows:
        kept = list(row)
        kept[at] = numbers.given[kept[at]]
        yield kept


def _write(
    target: "psycopg.Connection[Any]",
    table: str,
    columns: Sequence[str],
    rows: Iterator[Sequence[Any]],
) -> None:
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(columns)
    with (
        target.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        copy.write_row(first)
        for row in rows:
            copy.write_row(row)
