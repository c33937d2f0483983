"""A whole encrypted copy of a store, and the proof that it is whole and not a stale one.

Backups of a program were once all the same old file (TriliumNext/Trilium#3807), so every copy is
opened with the key, checked page by page, and must hold the newest change that stood before.
"""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mdt_core.errors import StoreProblem
from mdt_desktop.device.database import RawConnection, connect
from mdt_desktop.device.problems import in_words

LOG_ENDINGS = ("-wal", "-shm")
"""SQLite's own files beside an open store."""


@dataclass(frozen=True)
class Mark:
    """How far a store has got: how many changes, and the place and identity of the newest."""

    count: int = 0
    newest_n: int = 0
    newest_mid: str = ""


def mark_of(connection: RawConnection) -> Mark:
    """Reads how far a store has got."""
    with in_words():
        newest = connection.execute("SELECT n, mid FROM change ORDER BY n DESC LIMIT 1").fetchone()
        count = connection.execute("SELECT count(*) FROM change").fetchone()[0]
    return Mark(count, *newest) if newest else Mark()


def take_snapshot(source: Path, key_hex: str, place: Path) -> Mark:
    """Copies a store, also while others write to it, to a new file under the same key.

    Returns how far the copy has got; raises StoreProblem, and leaves no file, where it is not whole.
    """
    unfinished = place.with_name(place.name + ".part")
    remove_files(unfinished)
    try:
        before = _copy(source, key_hex, unfinished)
        reached = verify(unfinished, key_hex, before)
        put_in_place(unfinished, place)
    finally:
        remove_files(unfinished)
    return reached


def verify(copy: Path, key_hex: str, holds: Mark | None = None) -> Mark:
    """Opens a copy and reads every page of it; raises StoreProblem where it is damaged or stale.

    `holds` is a mark that the copy must have reached.
    """
    with closing(connect(copy, key_hex, "ro")) as connection, in_words():
        broken = damage(connection)
        if broken:
            raise StoreProblem(
                f"A copy of the store is damaged ({broken[0]}). It is not used.",
                next_step="Make a new backup, and check the disk.",
            )
        if holds is not None and not _has(connection, holds):
            raise StoreProblem(
                "A copy of the store does not hold the newest changes. It is not used.",
                next_step="Make a new backup, or choose a newer one.",
            )
        return mark_of(connection)


def damage(connection: RawConnection) -> tuple[str, ...]:
    """Names what the two integrity checks find, at most ten of each; empty where all is well."""
    pages = connection.execute("PRAGMA cipher_integrity_check").fetchmany(10)
    if pages:
        return tuple(str(row[0]) for row in pages)
    rows = connection.execute("PRAGMA integrity_check(10)").fetchall()
    return tuple(str(row[0]).splitlines()[0] for row in rows if row[0] != "ok")


def put_in_place(new: Path, place: Path) -> None:
    """Makes a finished file the one at `place` in one step that also survives a power cut."""
    with in_words():
        with new.open("r+b") as file:
            os.fsync(file.fileno())
        new.replace(place)
        sync_folder(place.parent)


def settle(path: Path, key_hex: str) -> None:
    """Brings all of a store into its one file, so that no log of it can meet another file.

    Raises StoreProblem where another connection has the store open.
    """
    with closing(connect(path, key_hex)) as connection, in_words():
        connection.execute("PRAGMA busy_timeout = 0")  # who else has it open will not let go soon
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")


def remove_files(unfinished: Path) -> None:
    """Removes an unfinished or temporary file with its logs: a log left over would meet the next one."""
    with in_words():
        for ending in LOG_ENDINGS:
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    if os.name != "posix":  # pragma: no cover - Windows has no handle of a folder to sync
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, key_hex: str, unfinished: Path) -> Mark:
    with closing(connect(source, key_hex)) as connection, in_words():
        before = mark_of(connection)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
        connection.execute("VACUUM INTO ?", (str(unfinished),))
    return before


def _has(connection: RawConnection, mark: Mark) -> bool:
    reached = mark_of(connection)
    query = "SELECT mid FROM change WHERE n = ?"
    row = connection.execute(query, (mark.newest_n,)).fetchone()
    return reached.count >= mark.count and (row[0] if row else "") == mark.newest_mid
