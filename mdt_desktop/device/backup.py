"""Encrypted copies of the store beside it: one a day, seven days and four weeks kept.

A copy counts only after it was opened and proved whole and fresh (`snapshot`). Old copies go only
after a new one counts. They lie on the same disk: a copy elsewhere is the organisation's to make.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mdt_core.clock import london_day, to_second
from mdt_core.errors import StoreProblem
from mdt_desktop.device.database import open_engine
from mdt_desktop.device.problems import in_words
from mdt_desktop.device.snapshot import (
    Mark,
    put_in_place,
    remove_files,
    settle,
    take_snapshot,
    verify,
)
from mdt_desktop.device.state import read_state, write_state

DAYS_KEPT = 7
WEEKS_KEPT = 4
BEFORE_MIGRATION_KEPT = 2

_NAME = "store-%Y%m%dT%H%M%SZ.db"


@dataclass(frozen=True, order=True)
class Backup:
    """One copy; `at` is when it was made, by the clock of this computer."""

    at: datetime
    path: Path


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Lists the daily copies in a folder of backups, newest first."""
    found = []
    for path in folder.glob("store-*.db"):
        try:
            found.append(Backup(datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path))
        except ValueError:
            continue  # a name that a person gave
    return tuple(sorted(found, reverse=True))


def back_up(store: Path, key_hex: str, folder: Path, at: datetime) -> Backup:
    """Makes a copy now, while the store may be in use, then drops those that are due to go.

    Raises StoreProblem where the copy is not whole or not fresh; then no older one is dropped.
    """
    with in_words():
        folder.mkdir(mode=0o700, exist_ok=True)
    moment = to_second(at)
    made = Backup(moment, folder / moment.strftime(_NAME))
    take_snapshot(store, key_hex, made.path)
    _drop_old(folder, made)
    return made


def back_up_daily(store: Path, key_hex: str, folder: Path, at: datetime) -> Backup | None:
    """Makes today's copy if there is none yet; a clock that went back makes one too."""
    newest = next(iter(backups_in(folder)), None)
    if newest is not None and london_day(newest.at) == london_day(at):
        return None
    return back_up(store, key_hex, folder, at)


def kept(backups: Iterable[Backup]) -> frozenset[Backup]:
    """Chooses the newest copy of each of the last seven days, and of the last four weeks, that have one."""
    newest_first = sorted(backups, reverse=True)
    by_day = {london_day(each.at): each for each in reversed(newest_first)}
    by_week = {london_day(each.at).isocalendar()[:2]: each for each in reversed(newest_first)}
    days = [by_day[day] for day in sorted(by_day, reverse=True)[:DAYS_KEPT]]
    weeks = [by_week[week] for week in sorted(by_week, reverse=True)[:WEEKS_KEPT]]
    return frozenset((*days, *weeks))


def restored_copy(
    backup: Path, key_hex: str, place: Path, *, incarnation: str, holds: Mark | None = None
) -> Mark:
    """Makes a store of a backup in a new file, under a new incarnation of the device.

    Raises StoreProblem where the backup is damaged, of another key, older than `holds`, or where
    something lies at `place` already.
    """
    if place.exists():
        raise StoreProblem(
            "There is a file already where the backup would be restored to. It was not replaced.",
            next_step="Choose another place.",
        )
    mark = verify(backup, key_hex, holds)
    unfinished = place.with_name(place.name + ".part")
    remove_files(unfinished)
    with in_words():
        shutil.copyfile(backup, unfinished)
        unfinished.chmod(0o600)
    _write_incarnation(unfinished, key_hex, incarnation)
    verify(unfinished, key_hex, mark)
    put_in_place(unfinished, place)
    return mark


def _write_incarnation(path: Path, key_hex: str, incarnation: str) -> None:
    engine = open_engine(path, key_hex)
    try:
        with engine.begin() as connection:
            write_state(connection, replace(read_state(connection), incarnation=incarnation))
    finally:
        engine.dispose()
    settle(path, key_hex)


def _drop_old(folder: Path, made: Backup) -> None:
    found = backups_in(folder)
    going = [each.path for each in found if each not in kept(found) and each != made]
    before_migration = sorted(folder.glob("before-*.db"), key=lambda path: path.name[-20:])
    with in_words():
        for path in (*going, *before_migration[:-BEFORE_MIGRATION_KEPT]):
            path.unlink(missing_ok=True)
