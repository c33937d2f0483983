"""Import of an NHS vaccination file: a dry run first, then in earnest; each row whole or absent.

Whose it is, is known where NHS number and date of birth both agree. The same file again writes nothing;
a dose of the same vaccine that is recorded here on the same day is not made twice.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, KnownError
from mdt_core.exchange.import_report import Outcome, RecordCounts
from mdt_core.exchange.tables.list_report import ListReport, Preview, RowRefused, RowTaken
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.exchange.tables.vaccination_rows import (
    VaccinationRow,
    read_vaccination_rows,
    require_headings,
)
from mdt_core.identifiers import derived_id
from mdt_core.kinds import dump
from mdt_core.records.vaccinations import Vaccination
from mdt_core.store.queries.imports import Namesake, numbered
from mdt_core.store.queries.statements import statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author

SYSTEM: Final = "nhs-vaccinations"
_SOURCE: Final = Author(f"import:{SYSTEM}", "Imported from an NHS vaccination file", "")
_ROWS_AT_ONCE: Final = 100


def try_vaccinations(store: Store, *, by: Actor, sheet: Sheet) -> Preview:
    """What an import would do, row by row; nothing is written."""
    run = _Run(store, by, sheet, is_trial=True)
    run.run(_never)
    return Preview(sheet.name, len(sheet.rows), tuple(run.taken), run.sorted_refused)


def take_vaccinations(
    store: Store, *, by: Actor, sheet: Sheet, cancelled: Callable[[], bool] | None = None
) -> ListReport:
    """Imports the rows that can be taken; raises NotAllowed for who may not record a vaccination."""
    run = _Run(store, by, sheet, is_trial=False)
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
    is_trial: bool
    taken: list[RowTaken] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)

    @property
    def sorted_refused(self) -> tuple[RowRefused, ...]:
        """The rows that are not taken, in their order."""
        return tuple(sorted(self.refused, key=lambda each: each.row))

    def run(self, cancelled: Callable[[], bool]) -> bool:
        """Goes through the rows; returns whether it was cancelled."""
        require_headings(self.sheet)
        home_id = None if self.by.homes is None else min(self.by.homes)
        access.require_write(self.by, Vaccination, home_id)
        rows = list(self._readable())
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            if cancelled():
                return True
            self._transaction(rows[start : start + _ROWS_AT_ONCE])
        return False

    def _readable(self) -> Iterator[VaccinationRow]:
        """The rows that are vaccinations, each once."""
        rows = read_vaccination_rows(self.sheet, self.store.clock())
        again = Counter(row.identity for row in rows if row.vaccination)
        for row in rows:
            self.refused += row.problems
            if row.vaccination is not None and again[row.identity] > 1:
                words = "Another row has the same identifier. Keep one of them."
                self.refused.append(RowRefused(row.number, "UNIQUE_ID", words))
            elif row.vaccination is not None:
                yield row

    def _transaction(self, rows: Sequence[VaccinationRow]) -> None:
        with self.store.importing(self.by, _SOURCE, self.store.clock()) as unit:
            people = numbered(unit.connection, {row.nhs_number for row in rows})
            for row in rows:
                try:
                    self.taken.append(self._take(unit, row, people.get(row.nhs_number, ())))
                except KnownError as refused:
                    self.refused.append(RowRefused(row.number, "", str(refused)))
            if not self.is_trial:
                unit.commit()

    def _take(self, unit: UnitOfWork, row: VaccinationRow, people: Sequence[Namesake]) -> RowTaken:
        who, said = _whose(row, people), row.vaccination
        if said is None:
            raise InvalidInput("There is no vaccination in this row.")
        at = datetime.combine(said.occurred_on.earliest, time(), UTC)
        about = About(who, unit.home_of(who), occurred_at=at)
        unit.require_write(Vaccination, about.home_id)
        vaccination_id = derived_id(SYSTEM, f"{who}|{row.identity}")
        if _is_known(unit, who, vaccination_id, said):
            return RowTaken(row.number, who, Outcome.UNCHANGED, RecordCounts(unchanged=1))
        unit.sign(said, about, record_id=vaccination_id)
        detail = f"NHS vaccination file, SHA-256 {self.sheet.sha256}, row {row.number}"
        unit.audit("import", about, record_id=vaccination_id, detail=detail)
        return RowTaken(row.number, who, Outcome.CREATED, RecordCounts(created=1))


def _whose(row: VaccinationRow, people: Sequence[Namesake]) -> str:
    """The one resident whose number and birthday agree; raises InvalidInput for any other case."""
    if not people:
        raise InvalidInput("Nobody on this device has this NHS number.")
    if len(people) > 1:
        raise InvalidInput("Two records here have this NHS number.", next_step="Settle them first.")
    (one,) = people
    if one.born != row.born:
        words = "another date of birth" if one.born else "no date of birth, so it cannot be checked"
        raise InvalidInput(f"This NHS number is here of somebody with {words}.")
    return one.resident_id


def _is_known(unit: UnitOfWork, who: str, vaccination_id: str, said: Vaccination) -> bool:
    """Whether this very one was imported before; raises InvalidInput for one that may be it."""
    for each in statements(unit.connection, Vaccination, who, only_current=False):
        if each.id == vaccination_id:
            if each.record is not None and dump(each.record) == dump(said):
                return True
            raise InvalidInput(
                "This vaccination was imported before in other words. Correct it on its page."
            )
        told = each.record
        if (
            told is not None
            and each.withdrawn is None
            and told.outcome.is_dose
            and (told.vaccine, told.occurred_on) == (said.vaccine, said.occurred_on)
        ):
            day = said.occurred_on.display()
            raise InvalidInput(f"{said.vaccine.label} on {day} is recorded here already.")
    return False
