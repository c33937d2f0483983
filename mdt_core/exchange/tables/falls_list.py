"""Import of a falls list: a dry run first, then the same again in earnest; each row whole or absent.

Whose a fall was is known by the NHS number alone; a name or a birthday that says otherwise refuses
the row. The same list again writes nothing. A fall that somebody recorded here already within the
hour is not made twice.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment, utc_text
from mdt_core.errors import InvalidInput, KnownError
from mdt_core.exchange.import_report import Outcome, RecordCounts
from mdt_core.exchange.tables.falls_columns import FallColumns, require_decided
from mdt_core.exchange.tables.falls_rows import FallRow, read_fall_rows
from mdt_core.exchange.tables.list_report import ListReport, Preview, RowRefused, RowTaken
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.exchange.tables.whose import the_one
from mdt_core.identifiers import derived_id
from mdt_core.kinds import dump
from mdt_core.records.falls import Fall
from mdt_core.store.queries.imports import Namesake, numbered
from mdt_core.store.queries.statements import statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author

SYSTEM: Final = "falls-list"
_SOURCE: Final = Author(f"import:{SYSTEM}", "Imported from a falls list", "")
_ROWS_AT_ONCE: Final = 100
_SAME_FALL: Final = timedelta(hours=1)


def try_falls(store: Store, *, by: Actor, sheet: Sheet, columns: FallColumns) -> Preview:
    """What an import would do, row by row; nothing is written."""
    run = _Run(store, by, sheet, columns, is_trial=True)
    run.run(_never)
    return Preview(sheet.name, len(sheet.rows), tuple(run.taken), run.sorted_refused)


def take_falls(
    store: Store,
    *,
    by: Actor,
    sheet: Sheet,
    columns: FallColumns,
    cancelled: Callable[[], bool] | None = None,
) -> ListReport:
    """Imports the rows that can be taken; raises NotAllowed for whoever may not record a fall."""
    run = _Run(store, by, sheet, columns, is_trial=False)
    was_cancelled = run.run(cancelled or _never)
    taken, refused = tuple(run.taken), run.sorted_refused
    return ListReport(sheet.name, len(sheet.rows), taken, refused, was_cancelled=was_cancelled)


def _never() -> bool:
    return False


@dataclass
class _Run:
    """One import, or the trial of one, while it goes on."""

    store: Store
    by: Actor
    sheet: Sheet
    columns: FallColumns
    is_trial: bool
    taken: list[RowTaken] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)

    @property
    def sorted_refused(self) -> tuple[RowRefused, ...]:
        """The rows that are not taken, in their order."""
        return tuple(sorted(self.refused, key=lambda each: each.row))

    def run(self, cancelled: Callable[[], bool]) -> bool:
        """Goes through the rows; returns whether it was cancelled."""
        require_decided(self.columns)
        access.require_write(self.by, Fall, None if self.by.homes is None else min(self.by.homes))
        rows = list(self._readable())
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            if cancelled():
                return True
            self._transaction(rows[start : start + _ROWS_AT_ONCE])
        return False

    def _readable(self) -> Iterator[FallRow]:
        """The rows that are falls, each fall once."""
        rows = read_fall_rows(self.sheet, self.columns, self.store.clock())
        again = Counter(_key(row) for row in rows if row.fall)
        for row in rows:
            self.refused += row.problems
            if row.fall is not None and again[_key(row)] > 1:
                words = "Another row has the same person and time. Keep one of them."
                self.refused.append(RowRefused(row.number, "", words))
            elif row.fall is not None:
                yield row

    def _transaction(self, rows: Sequence[FallRow]) -> None:
        with self.store.importing(self.by, _SOURCE, self.store.clock()) as unit:
            people = numbered(unit.connection, {row.nhs_number for row in rows})
            for row in rows:
                try:
                    self.taken.append(self._take(unit, row, people.get(row.nhs_number, ())))
                except KnownError as refused:
                    self.refused.append(RowRefused(row.number, "", str(refused)))
            if not self.is_trial:
                unit.commit()

    def _take(self, unit: UnitOfWork, row: FallRow, people: Sequence[Namesake]) -> RowTaken:
        who, fall = the_one(people, row.family_name, row.born), row.fall
        if fall is None:
            raise InvalidInput("There is no fall in this row.")
        about = About(who, unit.home_of(who), occurred_at=fall.occurred_at)
        unit.require_write(Fall, about.home_id)
        fall_id = derived_id(SYSTEM, f"{who}|{utc_text(fall.occurred_at)}")
        if _is_known(unit, who, fall_id, fall):
            return RowTaken(row.number, who, Outcome.UNCHANGED, RecordCounts(unchanged=1))
        unit.sign(fall, about, record_id=fall_id)
        detail = f"Falls list, SHA-256 {self.sheet.sha256}, row {row.number}"
        unit.audit("import", about, record_id=fall_id, detail=detail)
        return RowTaken(row.number, who, Outcome.CREATED, RecordCounts(created=1))


def _key(row: FallRow) -> tuple[str, datetime | None]:
    return row.nhs_number, row.fall.occurred_at if row.fall else None


def _is_known(unit: UnitOfWork, resident_id: str, fall_id: str, fall: Fall) -> bool:
    """Whether this very fall was imported before; raises InvalidInput for one that may be it."""
    for each in statements(unit.connection, Fall, resident_id, only_current=False):
        if each.id == fall_id:
            if each.record is not None and dump(each.record) == dump(fall):
                return True
            raise InvalidInput(
                "This fall was imported before in other words. Correct it on its page."
            )
        if abs(each.occurred_at - fall.occurred_at) <= _SAME_FALL and each.withdrawn is None:
            when = clinical_moment(each.occurred_at)
            raise InvalidInput(f"A fall of {when} is recorded here already, within the hour.")
    return False
