"""Import of a list of observations: a dry run first, then the same in earnest; each row whole or absent.

Whose a set is, is known by the NHS number, with which the date of birth has to agree. The same list again
writes nothing. Scored by the SpO2 scale that stands for the resident; a total of the list is kept as the
source's own, beside the one worked out here.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput, KnownError
from mdt_core.exchange.import_report import Outcome, RecordCounts
from mdt_core.exchange.tables.list_report import ListReport, Preview, RowRefused, RowTaken
from mdt_core.exchange.tables.observations_columns import ObservationColumns, require_decided
from mdt_core.exchange.tables.observations_rows import ObservationRow, read_observation_rows
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.exchange.tables.whose import the_one
from mdt_core.identifiers import derived_id
from mdt_core.kinds import checked, dump
from mdt_core.records.homes import Home
from mdt_core.records.observations import ObservationSet, SpO2Scale
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.imports import Namesake, numbered
from mdt_core.store.queries.scales import standing_choice
from mdt_core.store.queries.statements import statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author

SYSTEM: Final = "observations-list"
_SOURCE: Final = Author(f"import:{SYSTEM}", "Imported from a list of observations", "")
_ROWS_AT_ONCE: Final = 100


def try_observations(
    store: Store, *, by: Actor, sheet: Sheet, columns: ObservationColumns
) -> Preview:
    """What an import would do, row by row; nothing is written."""
    run = _Run(store, by, sheet, columns, is_trial=True)
    run.run(_never)
    return Preview(sheet.name, len(sheet.rows), tuple(run.taken), run.sorted_refused)


def take_observations(
    store: Store,
    *,
    by: Actor,
    sheet: Sheet,
    columns: ObservationColumns,
    cancelled: Callable[[], bool] | None = None,
) -> ListReport:
    """Imports the rows that can be taken; raises NotAllowed for whoever may not record a set."""
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
    columns: ObservationColumns
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
        home_id = None if self.by.homes is None else min(self.by.homes)
        access.require_write(self.by, ObservationSet, home_id)
        rows = list(self._readable())
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            if cancelled():
                return True
            self._transaction(rows[start : start + _ROWS_AT_ONCE])
        return False

    def _readable(self) -> Iterator[ObservationRow]:
        """The rows that are sets, each once."""
        rows = read_observation_rows(self.sheet, self.columns, self.store.clock())
        again = Counter((row.nhs_number, row.taken_at) for row in rows if not row.problems)
        for row in rows:
            self.refused += row.problems
            if not row.problems and again[row.nhs_number, row.taken_at] > 1:
                words = "Another row has the same person and time. Keep one of them."
                self.refused.append(RowRefused(row.number, "", words))
            elif not row.problems:
                yield row

    def _transaction(self, rows: Sequence[ObservationRow]) -> None:
        with self.store.importing(self.by, _SOURCE, self.store.clock()) as unit:
            people = numbered(unit.connection, {row.nhs_number for row in rows})
            for row in rows:
                try:
                    self.taken.append(self._take(unit, row, people.get(row.nhs_number, ())))
                except KnownError as refused:
                    self.refused.append(RowRefused(row.number, "", str(refused)))
            if not self.is_trial:
                unit.commit()

    def _take(self, unit: UnitOfWork, row: ObservationRow, people: Sequence[Namesake]) -> RowTaken:
        who = the_one(people, row.family_name, row.born)
        about = About(who, unit.home_of(who), occurred_at=row.taken_at)
        unit.require_write(ObservationSet, about.home_id)
        _require_home(unit, about.home_id, row.home)
        set_id, taken = _set_of(unit, who, row)
        if _is_known(unit, who, set_id, taken):
            return RowTaken(row.number, who, Outcome.UNCHANGED, RecordCounts(unchanged=1))
        unit.sign(taken, about, record_id=set_id)
        detail = f"List of observations, SHA-256 {self.sheet.sha256}, row {row.number}"
        unit.audit("import", about, record_id=set_id, detail=detail)
        return RowTaken(row.number, who, Outcome.CREATED, RecordCounts(created=1))


def _set_of(unit: UnitOfWork, who: str, row: ObservationRow) -> tuple[str, ObservationSet]:
    """The set with the id that it always has; raises InvalidInput for readings that cannot be."""
    if row.taken_at is None:
        raise InvalidInput("There is no time, and none is made up.")
    at = utc_text(row.taken_at)
    scale = _standing_scale(unit, who)
    taken = checked(ObservationSet, {**row.values, "taken_at": at, "spo2_scale": scale.value})
    evaluate(news2_input(taken))
    return derived_id(SYSTEM, f"{who}|{at}"), taken


def _standing_scale(unit: UnitOfWork, who: str) -> SpO2Scale:
    chosen = standing_choice(statements(unit.connection, ObservationSet, who, limit=200))
    return chosen.record.spo2_scale if chosen and chosen.record else SpO2Scale.SCALE_1


def _require_home(unit: UnitOfWork, home_id: str | None, named: str) -> None:
    if not named:
        return
    home = unit.card(Home, home_id).name if home_id else ""
    if home.casefold() != named.casefold():
        where = f"lives in {home}" if home else "is not placed in a home"
        raise InvalidInput(f"The list says «{named}», and this person {where}.")


def _is_known(unit: UnitOfWork, who: str, set_id: str, taken: ObservationSet) -> bool:
    """Whether this very set was imported before; raises InvalidInput for one that may be it."""
    for each in statements(unit.connection, ObservationSet, who, only_current=False):
        if each.id == set_id:
            if each.record is not None and _same(each.record, taken):
                return True
            raise InvalidInput("A set of this time was imported before with other readings.")
        if each.occurred_at == taken.taken_at and each.withdrawn is None:
            raise InvalidInput("A set of this very time is recorded here already.")
    return False


def _same(one: ObservationSet, other: ObservationSet) -> bool:
    """The scale may stand otherwise since; the readings are what the list says."""
    return {**dump(one), "spo2_scale": ""} == {**dump(other), "spo2_scale": ""}
