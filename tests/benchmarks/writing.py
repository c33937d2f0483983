"""Signing an entry, and taking in changes made elsewhere, each against the least it could cost."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from mdt_core.drafts import Draft
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.intake import Logged
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.store import Store
from mdt_core.sync.change import Change, change_from_text
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.device.database import RawConnection, connect, create_database
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from tests.benchmarks import people
from tests.benchmarks.bulk import GP, KEY, Made, make_workspace, open_workspace, pages_of
from tests.benchmarks.figures import Figure, against_floor, per_second
from tests.benchmarks.timing import Times, in_turn, seconds_of

_PAGE = 1_000
"""Most changes of one page that is pulled, and so of one transaction."""

_CHANGE_TABLE = (
    "CREATE TABLE change (n INTEGER PRIMARY KEY, mid TEXT UNIQUE, k TEXT, scope TEXT, seq INTEGER,"
    " record_id TEXT, body TEXT, body_hash TEXT)"
)


def signing(made: Made, number: int) -> list[Figure]:
    """The use case as the window calls it, with outbox, projections, audit and draft."""
    with closing(made.open()) as workspace, raw_store(made.folder) as raw:
        ours, append, floor = _signing_times(workspace, made, raw, number)
    what = "sign a round entry"
    return [
        against_floor(f"{what}, p50", ours.p50, "append + fdatasync", append.p50, times=1.5, plus_ms=2),
        against_floor(f"{what}, p99", ours.p99, "raw SQLCipher commit p99", floor.p99, times=2),
    ]  # fmt: skip


def _signing_times(
    workspace: OpenWorkspace, made: Made, raw: RawConnection, number: int
) -> tuple[Times, Times, Times]:
    random, residents = Random(3), cycle(made.residents)
    texts: list[str] = []

    plain = workspace.store

    def arrived(connection: Connection, n: int, change: Change) -> None:
        plain.arrived(connection, n, change)
        texts.append(change.text)

    store = Store(plain.engine, plain.device, plain.clock, plain.ids, arrived)
    drafts = iter([_draft(random, next(residents)) for _ in range(number + 10)])

    def sign() -> object:
        return sign_entry(store, by=GP, draft=next(drafts))

    for _ in range(10):
        sign()
    with (made.folder / "appended").open("ab") as file:
        ours, append, floor = in_turn(
            (
                sign,
                lambda: _append(file.fileno(), texts[-1].encode()),
                lambda: _insert_alone(raw, texts[-1]),
            ),
            number,
        )
    return ours, append, floor


def _draft(random: Random, resident_id: str) -> Draft[RoundEntry]:
    values = people.entry(random).model_dump(mode="json", exclude_none=True)
    return Draft(RoundEntry, resident_id, values)


def _append(descriptor: int, text: bytes) -> None:
    os.write(descriptor, text)
    os.fdatasync(descriptor)


def _insert_alone(raw: RawConnection, text: str) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO change (k, body) VALUES ('event', ?)", (text,))
    raw.execute("COMMIT")


def taking_in(empty: Path, source: Made, number: int) -> list[Figure]:
    """Changes of another store, read and checked, then kept and folded in pages as they are pulled."""
    rows = _rows_of(source, number)
    page = [Logged(change_from_text(r["mid"], r["body"]), r["scope"], r["seq"]) for r in rows]
    ours = _best_of(3, lambda at: _ours_seconds(empty.with_name(f"taken-{at}"), page)) / number
    floor = _best_of(3, lambda at: _raw_seconds(empty.with_name(f"floor-{at}"), source, rows))
    checking = seconds_of(lambda: [change_from_text(row["mid"], row["body"]) for row in rows])
    floor_each = floor / number
    what = f"take in {number:,} changes (keep + fold)"
    return [
        per_second(what, ours, "raw executemany", floor_each, times=3),
        per_second("read and check a change's text", checking / number, "raw", floor_each),
    ]


def _best_of(number: int, measured: Callable[[int], float]) -> float:
    return min(measured(at) for at in range(number))


def _ours_seconds(folder: Path, changes: list[Logged]) -> float:
    make_workspace(folder)
    with closing(open_workspace(folder)) as workspace:
        return seconds_of(lambda: _take_in_all(workspace.store, changes))


def _take_in_all(store: Store, changes: list[Logged]) -> None:
    for page in pages_of(changes):
        store.take_in(page)


def _raw_seconds(folder: Path, source: Made, rows: list[dict[str, Any]]) -> float:
    """The same rows of `change` and `record` into the same tables, worked out beforehand."""
    with closing(source.open()) as workspace, workspace.store.reading() as connection:
        query = select(RECORD).where(RECORD.c.id.in_({row["record_id"] for row in rows}))
        records = [dict(row) for row in connection.execute(query).mappings()]
    make_workspace(folder)
    with closing(connect(Workspace(folder).store_file, KEY.hex())) as raw:
        return seconds_of(lambda: _insert_all(raw, rows, records))


def _insert_all(
    raw: RawConnection, rows: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    for start in range(0, len(rows), _PAGE):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(_into("change", rows[0]), rows[start : start + _PAGE])
        raw.executemany(_into("record", records[0]), records[start : start + _PAGE])
        raw.execute("COMMIT")


def _into(table: str, row: dict[str, Any]) -> str:
    marks = ", ".join(f":{name}" for name in row)
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - names of columns


def _rows_of(source: Made, number: int) -> list[dict[str, Any]]:
    columns = (
        CHANGE.c.mid,
        CHANGE.c.k,
        CHANGE.c.scope,
        CHANGE.c.seq,
        CHANGE.c.record_id,
        CHANGE.c.body,
        CHANGE.c.body_hash,
    )
    query = select(*columns).order_by(CHANGE.c.n).limit(number)
    with closing(source.open()) as workspace, workspace.store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


@contextmanager
def raw_store(folder: Path) -> Iterator[RawConnection]:
    """An encrypted file as safe as the store's, with the table of changes alone."""
    file = folder / "raw.db"
    file.unlink(missing_ok=True)
    create_database(file, KEY.hex())
    with closing(connect(file, KEY.hex())) as raw:
        raw.execute(_CHANGE_TABLE)
        yield raw
    file.unlink()
