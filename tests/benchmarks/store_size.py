"""What a store weighs on disk, how fast it is rebuilt, and how fast it opens."""

import shutil
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import select
from sqlcipher3 import dbapi2

from mdt_core.store.packing import unpacked
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_desktop.device.database import RawConnection, connect
from mdt_desktop.device.workspace import OpenWorkspace
from tests.benchmarks.bulk import KEY, Made
from tests.benchmarks.figures import Figure, against_floor, in_bytes, per_second
from tests.benchmarks.timing import Times, seconds_of

_SIZE = (
    "SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)"
)


def disk(made: Made) -> list[Figure]:
    """Bytes of the file for each change, as it lies and without the index of words."""
    copy = made.folder / "weighed.db"
    shutil.copyfile(made.file, copy)
    with closing(connect(copy, KEY.hex())) as raw:
        sizes = [len(unpacked(row[0]).encode()) for row in raw.execute("SELECT body FROM change")]
        text_bytes, number = sum(sizes), len(sizes)
        raw.execute("VACUUM")
        packed = raw.execute(_SIZE).fetchone()[0]
        raw.execute("DROP TABLE search")
        raw.execute("VACUUM")
        without_words = raw.execute(_SIZE).fetchone()[0]
    copy.unlink()
    whole = made.file.stat().st_size
    bare = whole - (packed - without_words)
    text = text_bytes / number
    return [
        in_bytes("disk for a change, without search", bare / number, "its text", text, times=1.8),
        in_bytes("disk for a change, with search", whole / number, "its text", text, times=2.3),
    ]


def rebuilding(made: Made) -> list[Figure]:
    """Folds every change again; also proves that the benchmark's own way of filling is right."""
    with closing(made.open()) as workspace:
        before = _projected(workspace)
        seconds = seconds_of(workspace.store.rebuild)
        if _projected(workspace) != before:
            raise AssertionError("the rebuilt store differs from the one that was filled")
    with closing(connect(made.file, KEY.hex())) as raw:
        rows = seconds_of(lambda: _write_records_again(raw))
    what = f"rebuild, changes a second ({made.changes:,})"
    return [per_second(what, seconds / made.changes, "raw copy of its rows", rows / made.changes)]


def opening(made: Made, number: int) -> list[Figure]:
    """Unlock to usable store, the PIN's derivation apart, against a plain open with the raw key."""
    ours, plain = [], []
    for _ in range(number):
        started = perf_counter()
        workspace = made.open()
        ours.append(perf_counter() - started)
        workspace.close()
        plain.append(seconds_of(lambda: _plain_open(made.file)))
    what, floor = "unlock to usable store (key at hand)", Times(tuple(plain)).p50
    opened = Times(tuple(ours)).p50
    return [against_floor(what, opened, "plain open", floor, times=2, plus_ms=1)]


def _plain_open(file: Path) -> None:
    with closing(dbapi2.connect(str(file))) as raw:
        raw.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        raw.execute("SELECT count(*) FROM record WHERE no = 1").fetchone()


def _projected(workspace: OpenWorkspace) -> list[list[Any]]:
    """The projections, by their own order, without the numbers of arrival."""
    with workspace.store.reading() as connection:
        records = select(*(column for column in RECORD.columns if column.name != "no"))
        lines = select(RESIDENT_CURRENT).order_by(RESIDENT_CURRENT.c.resident_id)
        words = connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.bench_words USING fts5vocab(main, search, row)"
        )
        words = connection.exec_driver_sql("SELECT term, doc FROM temp.bench_words ORDER BY term")
        return [
            [tuple(row) for row in connection.execute(records.order_by(RECORD.c.id))],
            [tuple(row) for row in connection.execute(lines)],
            [tuple(row) for row in words],
        ]


def _write_records_again(raw: RawConnection) -> None:
    """Every record row read and written once more, in one transaction that is then given up."""
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("CREATE TABLE again AS SELECT * FROM record WHERE no < 0")
    rows = raw.execute("SELECT * FROM record").fetchall()
    marks = ", ".join("?" * len(rows[0]))
    raw.executemany(f"INSERT INTO again VALUES ({marks})", rows)  # noqa: S608 - marks alone
    raw.execute("ROLLBACK")
