"""Import of a resident list: a dry run first, then the same again in earnest.

Rows are written in transactions of at most 200 changes, each row whole or absent. The same list
again writes nothing, and what people wrote since stays. Who imported which file (its SHA-256, not
its name) is in the access audit, row by row.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import KnownError, NotFound
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables.list_report import (
    ListReport,
    PossibleDuplicate,
    Preview,
    RowRefused,
    RowResults,
    RowTaken,
)
from mdt_core.exchange.tables.list_voice import ListVoice
from mdt_core.exchange.tables.mapping import ColumnMapping, propose
from mdt_core.exchange.tables.resident_plan import (
    InDoubt,
    RowPlan,
    RowPlanner,
    Terms,
    by_name_and_birth,
)
from mdt_core.exchange.tables.rows import Person, Row, read_rows, repeated
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.records.residents import Resident
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_core.store.queries.imports import born_on, home_cards
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author

MOST_CHANGES = 200
"""Most changes of one transaction."""

_MOST_OF_A_ROW = 8
_ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class ListFile:
    """A list as read: its rows, and what the audit calls it."""

    name: str
    sha256: str
    rows: tuple[Row, ...]


def list_file(sheet: Sheet, mapping: ColumnMapping, clock: Callable[[], datetime]) -> ListFile:
    """Reads a sheet by a mapping, as of the day of the clock."""
    rows = read_rows(sheet, mapping, today=london_day(clock()))
    return ListFile(sheet.name, sheet.sha256, rows)


def terms_of(
    *,
    home_id: str | None = None,
    stay_type: StayType | None = None,
    answers: Mapping[int, str] | None = None,
) -> Terms:
    """What holds for a list: lists of different homes are different sources."""
    system = f"resident-list:{home_id}" if home_id else "resident-list"
    return Terms(system, home_id, stay_type, answers or {})


def dry_run(
    store: Store, *, by: Actor, file: ListFile, terms: Terms, as_of: datetime | None = None
) -> Preview:
    """What an import would do, row by row; nothing is written."""
    run = _Run(store, by, file, terms, as_of or store.clock(), is_trial=True)
    run.run(_unheard, _never)
    return run.preview()


def take(
    store: Store,
    *,
    by: Actor,
    file: ListFile,
    terms: Terms,
    as_of: datetime | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ListReport:
    """Imports the rows that can be taken; `as_of` is when the list was true (None: now).

    Raises NotAllowed where the person may not add residents, NotFound where the home of the list is
    not here. Cancelling is noticed between two rows and leaves what is done.
    """
    run = _Run(store, by, file, terms, as_of or store.clock(), is_trial=False)
    was_cancelled = run.run(progress or _unheard, cancelled or _never)
    return run.report(was_cancelled=was_cancelled)


def candidates(store: Store, *, by: Actor, found: RowResults) -> dict[str, ResidentLine]:
    """Those whom rows in doubt may be, as far as this person may see them, by id."""
    ids = {each for asked in found.possible_duplicates for each in asked.resident_ids}
    with store.reading() as connection:
        lines = {each: resident_by_id(connection, each) for each in ids}
    return {
        each: line
        for each, line in lines.items()
        if line and access.may_read(by, Resident, line.home_id)
    }


def import_residents(
    store: Store,
    *,
    by: Actor,
    path: Path,
    mapping: ColumnMapping | None = None,
    terms: Terms | None = None,
    as_of: datetime | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ListReport:
    """Imports a list from a file in one go, by the mapping given or else by the one proposed.

    Raises ImportRefused where the columns are not plain from the list itself; rows whose dates could
    be read in two ways are refused one by one.
    """
    sheet = read_sheet(path)
    file = list_file(sheet, mapping or propose(sheet).mapping, store.clock)
    return take(
        store,
        by=by,
        file=file,
        terms=terms or terms_of(),
        as_of=as_of,
        progress=progress,
        cancelled=cancelled,
    )


def _unheard(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def _never() -> bool:
    return False


@dataclass
class _Run:
    """One import, or the trial of one, while it goes on."""

    store: Store
    by: Actor
    file: ListFile
    terms: Terms
    as_of: datetime
    is_trial: bool
    taken: list[RowTaken] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)
    possible: list[PossibleDuplicate] = field(default_factory=list)
    not_taken: Counter[str] = field(default_factory=Counter)
    duplicates: dict[int, int] = field(default_factory=dict)

    def run(self, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> bool:
        """Goes through the rows; returns whether it was cancelled."""
        access.require_write(self.by, Resident, None)
        self._check_home()
        waiting = list(self._readable())
        while waiting:
            if cancelled():
                return True
            progress(self._progress(len(waiting)))
            waiting = waiting[self._transaction(waiting[:_ROWS_AT_ONCE], cancelled) :]
        progress(self._progress(0))
        return False

    def _readable(self) -> Iterator[tuple[Row, Person]]:
        """The rows that are people; the others are refused here, repeated ones too."""
        again = repeated(self.file.rows)
        for row in self.file.rows:
            self.not_taken.update(row.notes)
            self.refused += [
                RowRefused(each.row, each.column, each.reason) for each in row.problems
            ]
            if row.number in again:
                first, by_what = again[row.number]
                self.duplicates[row.number] = first
                reason = f"Row {first} has the same {by_what}."
                self.refused.append(RowRefused(row.number, "", reason))
            elif row.person is not None:
                yield row, row.person

    def _check_home(self) -> None:
        with self.store.reading() as connection:
            if self.terms.home_id is not None and self.terms.home_id not in home_cards(connection):
                raise NotFound("This home is not on this device")

    def _progress(self, rows_left: int) -> Progress:
        total = len(self.file.rows)
        return Progress(total - rows_left, total, self.file.name, len(self.taken))

    def _transaction(
        self, rows: Sequence[tuple[Row, Person]], cancelled: Callable[[], bool]
    ) -> int:
        """Takes as many rows as fit in one transaction; returns how many it dealt with."""
        dealt = changes = 0
        with self._unit() as unit:
            planner = self._planner(unit, (person for _, person in rows))
            for row, person in rows:
                if changes > MOST_CHANGES - _MOST_OF_A_ROW or (dealt and cancelled()):
                    break
                changes += self._row(planner, row, person)
                dealt += 1
            if not self.is_trial:
                unit.commit()
        return dealt

    @contextmanager
    def _unit(self) -> Iterator[UnitOfWork]:
        source = Author(f"import:{self.terms.system}", "Imported from a resident list", "")
        with self.store.importing(self.by, source, self.as_of) as unit:
            yield unit

    def _planner(self, unit: UnitOfWork, people: Iterable[Person]) -> RowPlanner:
        born = {str(person.born) for person in people if person.born}
        voice = ListVoice(unit, unit.writing.signed_by, self.as_of)
        namesakes = by_name_and_birth(born_on(unit.connection, born))
        return RowPlanner(voice, self.terms, namesakes, home_cards(unit.connection))

    def _row(self, planner: RowPlanner, row: Row, person: Person) -> int:
        """Plans a row and, unless this is a trial, writes it; returns how many changes that made."""
        try:
            plan = planner.plan(row, person)
        except InDoubt as doubt:
            self.possible.append(PossibleDuplicate(row.number, doubt.resident_ids, str(doubt)))
            self.refused.append(RowRefused(row.number, "", str(doubt)))
            return 0
        except KnownError as refused:
            self.refused.append(RowRefused(row.number, "", str(refused)))
            return 0
        if not self.is_trial:
            self._write(planner, row, plan)
        self.not_taken.update(plan.not_taken)
        self.taken.append(RowTaken(row.number, plan.resident_id, plan.outcome, plan.counts))
        return plan.changes

    def _write(self, planner: RowPlanner, row: Row, plan: RowPlan) -> None:
        for each in plan.plans:
            planner.voice.append(each)
        detail = (
            f"Resident list, SHA-256 {self.file.sha256}, row {row.number}, {plan.outcome.value}"
        )
        about = About(resident_id=plan.resident_id, home_id=plan.home_id)
        planner.voice.unit.audit("import", about, detail=detail)

    # What came of it

    def preview(self) -> Preview:
        """The results of a trial."""
        return Preview(**self._results())

    def report(self, *, was_cancelled: bool) -> ListReport:
        """The results of an import."""
        return ListReport(**self._results(), was_cancelled=was_cancelled)

    def _results(self) -> "_Results":
        return {
            "file": self.file.name,
            "total": len(self.file.rows),
            "taken": tuple(self.taken),
            "refused": tuple(sorted(self.refused, key=lambda each: each.row)),
            "duplicates": dict(self.duplicates),
            "possible_duplicates": tuple(self.possible),
            "not_taken": dict(sorted(self.not_taken.items())),
        }


class _Results(TypedDict):
    file: str
    total: int
    taken: tuple[RowTaken, ...]
    refused: tuple[RowRefused, ...]
    duplicates: dict[int, int]
    possible_duplicates: tuple[PossibleDuplicate, ...]
    not_taken: dict[str, int]
