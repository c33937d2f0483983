"""Import of a list of dated things about residents: a dry run first, then the same again in earnest.

One way for every such list: each row whole or absent, whose it is by the NHS number, each row left
out with its reason, the same list again writes nothing, on another computer too: a row is recorded as
of its own time, and the audit says when it was imported. What differs is given by each list as a
`DatedList`: how a row is read, the record that it becomes, and which records here may be the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Generic

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, KnownError
from mdt_core.exchange.import_report import Outcome, Progress, RecordCounts
from mdt_core.exchange.tables.dated_columns import C, ListColumns
from mdt_core.exchange.tables.dated_rows import R, Reading
from mdt_core.exchange.tables.dated_standing import Standing
from mdt_core.exchange.tables.list_report import ListReport, Preview, RowRefused, RowTaken
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.exchange.tables.whose import the_one
from mdt_core.identifiers import derived_id
from mdt_core.kinds import dump
from mdt_core.store.queries.imports import Namesake, numbered
from mdt_core.store.queries.statements import S, Signed
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author, Change

_ROWS_AT_ONCE: Final = 100


@dataclass(frozen=True)
class DatedList(Generic[C, R, S]):
    """What one list is: its names, its rows, the record of a row, and what may be the same.

    `record_of` is given what is here of the resident, newest first, then what this import signed; it
    may raise InvalidInput for a row that cannot be a record of this resident. `refuse_same` raises it
    for a record here that may be what the row says. `content` is what has to be alike for a row to say
    nothing new; `once` names the heading and words of `ListedRow.once`.
    """

    system: str
    article: str
    name: str
    kind: type[S]
    row_of: Callable[[Reading[C]], R]
    record_of: Callable[[UnitOfWork, str, R, Sequence[Signed[S]]], S]
    refuse_same: Callable[[Signed[S], S], None]
    other_words: str
    content: Callable[[S], Mapping[str, Any]] = dump
    once: tuple[str, str] = ("", "person and time")
    needs_birthday: bool = False

    def rows(self, sheet: Sheet, columns: ListColumns[C], now: datetime) -> tuple[R, ...]:
        """Every row of a list as it is read, in its order."""
        places = {header: place for place, header in enumerate(sheet.headers)}
        return tuple(self.row_of(Reading(row, columns, places, now)) for row in sheet.rows)

    def require_taker(self, by: Actor) -> None:
        """Raises NotAllowed, in words, for who may record none of it."""
        access.require_write(by, self.kind, min(by.homes or (), default=None))

    def may_be_taken_by(self, by: Actor) -> bool:
        """Whether the person may record what the list brings, in a home of theirs."""
        return access.may_write(by, self.kind, min(by.homes or (), default=None))

    def attempt(
        self,
        store: Store,
        *,
        by: Actor,
        sheet: Sheet,
        columns: ListColumns[C],
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        told: Callable[[RowTaken, S], None] | None = None,
    ) -> Preview:
        """What an import would do, row by row; nothing is written.

        `told` hears each row that can be taken with the record it becomes. After a cancel the rows
        that were not come to are in neither list.
        """
        run = _Run(self, store, by, sheet, columns, is_trial=True, told=told or _unheard_row)
        run.run(progress or _unheard, cancelled or _never)
        return Preview(sheet.name, len(sheet.rows), tuple(run.taken), run.sorted_refused)

    def take(
        self,
        store: Store,
        *,
        by: Actor,
        sheet: Sheet,
        columns: ListColumns[C],
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ListReport:
        """Imports the rows that can be taken; raises NotAllowed for who may not record them.

        Cancelling is noticed between two lots of rows; each lot is in whole or not at all.
        """
        run = _Run(self, store, by, sheet, columns, is_trial=False)
        was_cancelled = run.run(progress or _unheard, cancelled or _never)
        taken, refused = tuple(run.taken), run.sorted_refused
        return ListReport(sheet.name, len(sheet.rows), taken, refused, was_cancelled=was_cancelled)


def _never() -> bool:
    return False


def _unheard(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def _unheard_row(_taken: RowTaken, _record: Any) -> None:  # noqa: ANN401 - whatever the list brings
    """A row that nobody asked about."""


@dataclass
class _Run(Generic[C, R, S]):
    """One import, or the trial of one, while it goes on."""

    listed: DatedList[C, R, S]
    store: Store
    by: Actor
    sheet: Sheet
    columns: ListColumns[C]
    is_trial: bool
    told: Callable[[RowTaken, S], None] = _unheard_row
    taken: list[RowTaken] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)
    found: dict[str, list[Signed[S]]] = field(default_factory=dict)

    @property
    def sorted_refused(self) -> tuple[RowRefused, ...]:
        """The rows that are not taken, in their order."""
        return tuple(sorted(self.refused, key=lambda each: each.row))

    def run(self, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> bool:
        """Goes through the rows; returns whether it was cancelled."""
        self.columns.require_decided()
        self.listed.require_taker(self.by)
        rows, total = list(self._readable()), len(self.sheet.rows)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            if cancelled():
                return True
            done = total - len(rows) + start
            progress(Progress(done, total, self.sheet.name, len(self.taken)))
            self._transaction(rows[start : start + _ROWS_AT_ONCE])
        progress(Progress(total, total, self.sheet.name, len(self.taken)))
        return False

    def _readable(self) -> Iterator[R]:
        """The rows that can be read, each thing once."""
        rows = self.listed.rows(self.sheet, self.columns, self.store.clock())
        again = Counter(row.once for row in rows if not row.problems)
        for row in rows:
            self.refused += row.problems
            if not row.problems and again[row.once] > 1:
                header, what = self.listed.once
                words = f"Another row has the same {what}. Keep one of them."
                self.refused.append(RowRefused(row.number, header, words))
            elif not row.problems:
                yield row

    def _transaction(self, rows: Sequence[R]) -> None:
        words = f"Imported from {self.listed.article} {self.listed.name}"
        source = Author(f"import:{self.listed.system}", words, "")
        with self.store.importing(self.by, source, self.store.clock()) as unit:
            standing = Standing(unit, self.listed.kind, self.found if self.is_trial else {})
            people = numbered(unit.connection, {row.whose.nhs_number for row in rows})
            for row in rows:
                try:
                    self._take(unit, standing, row, people.get(row.whose.nhs_number, ()))
                except KnownError as refused:
                    self.refused.append(RowRefused(row.number, "", str(refused)))
            if not self.is_trial:
                unit.commit()

    def _take(
        self, unit: UnitOfWork, standing: Standing[S], row: R, people: Sequence[Namesake]
    ) -> None:
        listed = self.listed
        who = the_one(people, row.whose, needs_birthday=listed.needs_birthday)
        about = About(who, unit.home_of(who), occurred_at=row.at)
        unit.require_write(listed.kind, about.home_id)
        here = standing.of(who)
        record = listed.record_of(unit, who, row, here)
        record_id = derived_id(listed.system, f"{who}|{row.identity}")
        is_known = self._is_known(here, record_id, record)
        taken = RowTaken(row.number, who, Outcome.UNCHANGED, RecordCounts(unchanged=1))
        if not is_known:
            unit.writing = replace(unit.writing, recorded_at=row.at)  # alike on every computer
            standing.add(who, record, self._sign(unit, row.number, record, about, record_id))
            taken = RowTaken(row.number, who, Outcome.CREATED, RecordCounts(created=1))
        self.taken.append(taken)
        self.told(taken, record)

    def _sign(
        self, unit: UnitOfWork, number: int, record: S, about: About, record_id: str
    ) -> Change:
        change = unit.sign(record, about, record_id=record_id)
        title = f"{self.listed.name[0].upper()}{self.listed.name[1:]}"
        detail = f"{title}, SHA-256 {self.sheet.sha256}, row {number}"
        unit.audit("import", about, record_id=record_id, detail=detail)
        return change

    def _is_known(self, here: Sequence[Signed[S]], record_id: str, record: S) -> bool:
        """Whether this very row was imported before; raises InvalidInput for what may be it."""
        content = self.listed.content
        same = [each.record for each in here if each.id == record_id]
        if any(each is not None and content(each) == content(record) for each in same):
            return True
        if same:
            raise InvalidInput(self.listed.other_words)
        for each in here:
            if each.withdrawn is None:
                self.listed.refuse_same(each, record)
        return False
