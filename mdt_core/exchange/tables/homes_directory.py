"""Import of the homes directory through the years: editions in time order, history kept.

Nothing is merged by itself: a new name or CQC location in the same building is returned as a
question, and `accept_succession` carries out a person's yes. The same editions again write nothing.
What people wrote of a home (its round, its status, its rooms) stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, time
from pathlib import Path

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import ImportRefused, KnownError
from mdt_core.exchange.import_report import Progress, RecordCounts
from mdt_core.exchange.tables.directory import Directory
from mdt_core.exchange.tables.edition import Edition, day_in_name, read_edition
from mdt_core.exchange.tables.homes_report import (
    EditionTaken,
    HomesPreview,
    HomesReport,
    LineNotTaken,
)
from mdt_core.exchange.tables.known_homes import KnownHome, newest_day
from mdt_core.exchange.tables.listing import Statement, home_ids, not_covered, statements
from mdt_core.exchange.tables.sheet import read_sheet
from mdt_core.exchange.tables.succeeding import accept_succession, open_successions
from mdt_core.exchange.tables.succession import Succession
from mdt_core.records.homes import Home
from mdt_core.store.store import Store

MOST_CHANGES = 200
"""Most changes of one transaction; a home takes one."""

_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class EditionFile:
    """An edition on disk and its day; None where the file name tells it."""

    path: Path
    as_of: date | None = None


def import_homes(
    store: Store,
    *,
    by: Actor,
    editions: Iterable[EditionFile],
    area: str,
    accepted: Iterable[tuple[str, str]] = (),
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> HomesReport:
    """Imports editions in time order; `accepted` are pairs (old, new) that a person said yes to.

    An edition older than what is here is only compared. Raises NotAllowed where the person may not
    write homes. Cancelling is noticed between two editions and leaves what is done.
    """
    access.require_write(by, Home, None)
    run = _Run(Directory(store, by, area))
    was_cancelled = run.run(list(editions), progress or _unheard, cancelled or _never)
    replaced: dict[str, str] = {}
    for old_id, new_id in () if was_cancelled else accepted:
        living = replaced.get(old_id, old_id)
        replaced[new_id] = living
        accept_succession(store, by=by, area=area, old_id=living, new_id=new_id)
        run.updated.update((living, new_id))
    questions = open_successions(store, by=by, area=area)
    return run.report(questions, was_cancelled=was_cancelled)


def look_at(editions: Iterable[EditionFile], area: str) -> HomesPreview:
    """What the editions hold, oldest first, read and not taken: nothing is written."""
    found, refused = _read(editions, area)
    lines = [
        LineNotTaken(edition.file, each.row, each.column, each.reason)
        for edition in found
        for each in edition.refused
    ]
    taken = tuple(EditionTaken(each.file, each.as_of, len(each.entries)) for each in found)
    return HomesPreview(taken, (*refused, *lines))


def _read(
    files: Iterable[EditionFile], area: str
) -> tuple[list[Edition], tuple[LineNotTaken, ...]]:
    """The editions that can be read, oldest first, and the files that cannot, with the reason."""
    found: list[Edition] = []
    refused: list[LineNotTaken] = []
    for file in files:
        try:
            found.append(_edition(file, area))
        except KnownError as error:
            refused.append(LineNotTaken(file.path.name, 0, "", str(error)))
    return sorted(found, key=lambda each: (each.as_of, each.file)), tuple(refused)


def _edition(file: EditionFile, area: str) -> Edition:
    as_of = file.as_of or day_in_name(file.path.name)
    if as_of is None:
        message = "The day of this edition is not in its name."
        raise ImportRefused(message, next_step="Say of which day it is.")
    return read_edition(read_sheet(file.path), as_of, area)


def _unheard(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def _never() -> bool:
    return False


@dataclass
class _Run:
    """One import while it goes on."""

    directory: Directory
    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    refused: list[LineNotTaken] = field(default_factory=list)
    taken: list[EditionTaken] = field(default_factory=list)
    not_taken: Counter[str] = field(default_factory=Counter)
    records: RecordCounts = field(default_factory=RecordCounts)

    def run(
        self,
        files: Sequence[EditionFile],
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> bool:
        """Takes the editions, oldest first; returns whether it was cancelled."""
        editions, unreadable = _read(files, self.directory.area)
        self.refused += unreadable
        for done, edition in enumerate(editions):
            if cancelled():
                return True
            progress(Progress(done, len(editions), edition.file, len(self.created)))
            self._take(edition)
        progress(Progress(len(editions), len(editions), "", len(self.created)))
        return False

    def _take(self, edition: Edition) -> None:
        for line in edition.refused:
            self.refused.append(LineNotTaken(edition.file, line.row, line.column, line.reason))
        self.not_taken.update(edition.not_taken)
        known = self.directory.known()
        newest = newest_day(known.values())
        if newest is not None and edition.as_of < newest:
            self._compare(edition, known, newest)
        else:
            self._say(edition, list(statements(edition, known)))
        self.taken.append(EditionTaken(edition.file, edition.as_of, len(edition.entries)))

    def _compare(self, edition: Edition, known: Mapping[str, KnownHome], newest: date) -> None:
        self.touched.update(home_ids(edition, known))
        for entry in not_covered(edition, known.values()):
            reason = f"A newer edition ({newest.isoformat()}) is here. Import the oldest first."
            self.refused.append(LineNotTaken(edition.file, entry.row, "", reason))

    def _say(self, edition: Edition, said: Sequence[Statement]) -> None:
        detail = f"Homes directory of {edition.as_of}, SHA-256 {edition.sha256}"
        for start in range(0, len(said), MOST_CHANGES):
            part = said[start : start + MOST_CHANGES]
            counts = self.directory.say(
                [(each.home_id, each.said) for each in part], edition.as_of, detail
            )
            for each, count in zip(part, counts, strict=True):
                self._count(each.home_id, count)

    def _count(self, home_id: str, count: RecordCounts) -> None:
        self.records += count
        self.touched.add(home_id)
        self.created.update({home_id} if count.created else ())
        self.updated.update({home_id} if count.updated else ())

    def report(self, questions: tuple[Succession, ...], *, was_cancelled: bool) -> HomesReport:
        """What came of it."""
        updated = self.updated - self.created
        return HomesReport(
            created=len(self.created),
            updated=len(updated),
            unchanged=len(self.touched - self.created - updated),
            refused=tuple(self.refused),
            not_taken=dict(+self.not_taken),
            records=self.records,
            editions=tuple(self.taken),
            successions=questions,
            was_cancelled=was_cancelled,
        )
