"""Pushes at the service: the handler on PostgreSQL against COPY, and many devices at once.

The crowd meets a service of several processes on PostgreSQL, with fsync as in real use; all devices
are in one other process. One machine does it all, so its cores are shared by the three.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import select

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_core.store.intake import Logged
from mdt_core.sync.protocol import PushHeader
from mdt_service.handlers import push
from mdt_service.handlers.intake import Offered
from mdt_service.hub import devices, grants, meta
from mdt_service.hub.database import Deed
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.hub.tables import CHANGE
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Caller
from tests.benchmarks import sync_goals, sync_service, sync_texts
from tests.benchmarks.figures import Figure
from tests.benchmarks.sync_service import Filled
from tests.benchmarks.timing import seconds_of
from tests.service.device import Device
from tests.service.processes import started

PER_PUSH = 500
PUSHES = 10
WORKERS = 2
CLIENTS = (1, 5, 15, 30, 60)
SMALL = 50
GOAL_MS = 500
SPREAD_S = 30
QUEUED = 5
"""Pushes of 50 that each device of the crowd has waiting: four weeks of a home of 25."""


def against_copy(url: str) -> list[Figure]:
    """G5: pushes of 500 through the handler, against COPY of the same rows, a transaction each."""
    filled = Filled(url)
    size = PER_PUSH * PUSHES
    changes = sync_texts.year(2_000 + size)
    filled.fill(changes[:2_000])
    pusher = Pusher(filled, *caller_of(filled), "bench")
    pages = [changes[2_000 + at : 2_000 + at + PER_PUSH] for at in range(0, size, PER_PUSH)]
    for logged in changes:
        _ = logged.change.text  # written by the device, and no part of what is measured
    ours = [seconds_of(partial(pusher.push, n * PER_PUSH, page)) for n, page in enumerate(pages)]
    copied = _copied(filled, url)
    filled.close()
    each, least = min(ours) / PER_PUSH, copied / PER_PUSH
    return [
        sync_goals.rate("G5 push of 500 on PostgreSQL", each, "COPY", least, least=0.2),
        sync_goals.told("G5 the same, all ten", f"{size / sum(ours):,.0f}/s"),
    ]


def caller_of(filled: Filled) -> tuple[Caller, str]:
    """An enrolled device of a GP, and the epoch."""
    _enrol(filled, "pushes", "-")
    with filled.parts.database.reading() as connection:
        return Caller("pushes", "", 1, system_clock()), meta.epoch_of(connection)


def _enrol(filled: Filled, name: str, key: str) -> None:
    at = system_clock()

    def deed(connection: Deed) -> None:
        devices.enrol(connection, device_id=name, name=name, public_key=key, app_version="", at=at)
        grants.give(connection, name, [Grant(EVERY_HOME, Role.GP)], at=at)

    filled.parts.database.deed(deed)


@dataclass(frozen=True)
class Pusher:
    """One life of an enrolled device that pushes through the handler itself."""

    filled: Filled
    caller: Caller
    epoch: str
    life: str

    def push(self, after: int, page: Sequence[Logged]) -> None:
        """One push; everything in it must be taken."""
        offered = [
            Offered(after + at, each.change.mid, each.change.text.encode("utf-8"))
            for at, each in enumerate(page, 1)
        ]
        header = PushHeader(incarnation=self.life, after=after, count=len(page), epoch=self.epoch)
        service = self.filled.parts.service
        pushed = push.push(service, self.caller, header, offered, on_fault=_raise)
        assert {each.result.value for each in pushed.answers} == {"applied"}


def _raise(fault: Exception) -> str:
    raise fault


def _copied(filled: Filled, url: str) -> float:
    """Seconds of the quickest COPY of 500 rows into a copy of the log's table with its indexes."""
    columns = [column.name for column in CHANGE.c if column.name != "n"]
    query = select(*(CHANGE.c[name] for name in columns)).order_by(CHANGE.c.n.desc())
    with filled.parts.database.reading(EVERYTHING) as connection:
        raw = connection.execute(query.limit(PER_PUSH * PUSHES))
        rows = [tuple(row) for row in raw]
        keep = CHANGE.c.body.type.bind_processor(connection.dialect)
    at = columns.index("body")
    ready = [(*row[:at], keep(row[at]) if keep else row[at], *row[at + 1 :]) for row in rows]
    names = ", ".join(columns)
    with psycopg.connect(url, autocommit=True) as connection_:
        connection_.execute("CREATE TABLE copied (LIKE change INCLUDING ALL)")
        return min(
            seconds_of(lambda page=ready[n : n + PER_PUSH]: _copy(connection_, names, page))  # type: ignore[misc]
            for n in range(0, len(ready), PER_PUSH)
        )


def _copy(connection: Any, names: str, rows: Sequence[tuple[Any, ...]]) -> None:  # noqa: ANN401
    with connection.cursor() as cursor, cursor.copy(f"COPY copied ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


# Many at once


def crowd(url: str, folder: Path, clients: Sequence[int] = CLIENTS) -> list[Figure]:
    """So many devices at once, each with four weeks of a home; then the last as chance spreads them."""
    folder.mkdir()
    filled = Filled(url)
    going = _homes(sum(clients) + clients[-1])
    found = []
    with started(url, "--workers", str(WORKERS)) as service:
        runs = [*((number, 0) for number in clients), (clients[-1], SPREAD_S)]
        for number, spread in runs:
            file = folder / f"crowd-{number}-{spread}"
            _write_members(filled, file, list(islice(going, number)), f"{number}-{spread}")
            words = (service.address, str(file), str(number), str(spread), str(QUEUED))
            with sync_service.module("tests.benchmarks.sync_crowd", *words) as process:
                told = sync_service.Measured(process).answer()
            found += _told(number, spread, told)
        found.append(
            sync_goals.at_most(
                "G10 a process of the service", sync_service.peak_of(service), 200, "MB"
            )
        )
    filled.close()
    return found


def _homes(number: int) -> Iterator[list[Logged]]:
    """The changes of one home after another: each is a borough of one, made with its own seed."""
    for seed in range(number):
        yield sync_texts.year(QUEUED * SMALL, seed=100 + seed)


def _write_members(filled: Filled, file: Path, homes: Sequence[list[Logged]], run: str) -> None:
    """Enrols a device for each home, and writes what it has waiting."""
    with file.open("w", encoding="utf-8") as out:
        for number, changes in enumerate(homes):
            device = Device("http://127.0.0.1", f"home-{run}-{number}")
            _enrol(filled, device.name, device.public_key)
            device.close()
            lines = [[each.change.mid, each.change.text] for each in changes]
            out.write(json.dumps({"name": device.name, "changes": lines}) + "\n")


def _told(number: int, spread: int, told: dict[str, Any]) -> list[Figure]:
    late, failed = sync_goals.p95(told["seconds"]) * 1000, len(told["failed"])
    how = f" within {spread} s" if spread else " at once"
    rate = len(told["seconds"]) * SMALL / told["took"]
    what = f"{number} devices{how}: p95 of a push of {SMALL}"
    return [
        sync_goals.at_most(what, late, GOAL_MS, "ms", f"{rate:,.0f} changes/s"),
        sync_goals.at_most(f"{number} devices{how}: errors", failed, 0, "errors", "; ".join(told["failed"][:1])[:80]),
    ]  # fmt: skip
