"""The pieces of an import that read files or the store: plain functions for a runner's thread."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput
from mdt_core.exchange.fhir_import import import_fhir, try_fhir
from mdt_core.exchange.import_report import ImportReport, Progress
from mdt_core.exchange.tables.cells import DateOrder, guarded
from mdt_core.exchange.tables.choosing import Chosen, choose_columns
from mdt_core.exchange.tables.homes_directory import EditionFile, import_homes, look_at
from mdt_core.exchange.tables.homes_report import HomesPreview, HomesReport
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.mapping import ColumnMapping, Meaning
from mdt_core.exchange.tables.resident_list import (
    ListFile,
    candidates,
    dry_run,
    list_file,
    take,
    terms_of,
)
from mdt_core.exchange.tables.resident_plan import Terms
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.exchange.tables.succeeding import (
    accept_succession,
    decline_succession,
    open_successions,
)
from mdt_core.exchange.tables.succession import Succession
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import HomeLine, ResidentLine, homes
from mdt_core.store.store import Store
from mdt_desktop.private_files import write_privately
from mdt_desktop.remembered_columns import remember, remembered
from mdt_desktop.ui.importing import presenter
from mdt_desktop.ui.importing.presenter import NotTaken

Heard = Callable[[Progress], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class ListRead:
    """A list as read, with the columns that were kept for its headings, if any."""

    sheet: Sheet
    kept: ColumnMapping | None
    answers: Mapping[str, Meaning | None]
    order: DateOrder | None = None
    note: str = ""

    @cached_property
    def chosen(self) -> Chosen:
        """What the columns are taken as now, and what is still to be decided."""
        return choose_columns(self.sheet, kept=self.kept, answers=self.answers, order=self.order)

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """What a column can be, as keys and words."""
        return presenter.meanings(Meaning)

    def meaning_of(self, header: str) -> str:
        """The key of what a column is taken as."""
        meaning = self.chosen.mapping.columns.get(header)
        return meaning.value if meaning else presenter.NOT_READ

    def why(self, header: str) -> str:
        """Why it is taken so."""
        reason = self.chosen.reasons.get(header, "")
        return presenter.BY_HEADING if f"«{header}»" in reason else reason

    @property
    def order_taken(self) -> DateOrder | None:
        """How dates in figures are read now."""
        return self.chosen.mapping.date_order

    @property
    def questions(self) -> tuple[str, ...]:
        """What is to be decided first."""
        chosen = self.chosen
        asked = (*(each.words for each in chosen.questions), *chosen.mapping.conflicts())
        return tuple(dict.fromkeys(asked))

    @property
    def asks_order(self) -> bool:
        """Whether the order of dates is asked."""
        return any(each.is_about_dates for each in self.chosen.questions)

    def with_column(self, header: str, key: str) -> "ListRead":
        """The list with a person's choice of one column, by its key."""
        return replace(self, answers={**self.answers, header: Meaning(key) if key else None})

    def with_order(self, order: DateOrder | None) -> "ListRead":
        """The list with a person's choice of how its dates are written."""
        return replace(self, order=order)


@dataclass(frozen=True)
class Tried:
    """What taking a list in would do, and those whom rows in doubt may be."""

    file: ListFile
    terms: Terms
    preview: Preview
    people: Mapping[str, ResidentLine]


def homes_served(store: Store, by: Actor) -> tuple[HomeLine, ...]:
    """The homes that a list can be of."""
    with store.reading() as connection:
        return homes(connection, by)


def read_list(path: Path, folder: Path) -> ListRead:
    """Reads a list and what is remembered of its columns; raises ImportRefused."""
    sheet = read_sheet(path)
    try:
        kept = remembered(sheet, folder)
    except InvalidInput as unreadable:
        return ListRead(sheet, None, {}, note=str(unreadable))
    return ListRead(sheet, kept, {}, note=presenter.REMEMBERED if kept else "")


def try_list(
    store: Store,
    by: Actor,
    read: ListRead,
    *,
    home_id: str,
    stay_type: StayType | None,
    answers: Mapping[int, str],
) -> Tried:
    """Says row by row what would happen; nothing is written."""
    file = list_file(read.sheet, read.chosen.mapping, store.clock)
    terms = terms_of(home_id=home_id, stay_type=stay_type, answers=answers)
    preview = dry_run(store, by=by, file=file, terms=terms)
    return Tried(file, terms, preview, candidates(store, by=by, found=preview))


def take_list(
    store: Store, by: Actor, read: ListRead, tried: Tried, folder: Path, *, heard: Heard,
    is_cancelled: IsCancelled,
) -> tuple[ListReport, str]:  # fmt: skip
    """Takes the list in; gives also why its columns are not remembered, empty where they are."""
    report = take(
        store,
        by=by,
        file=tried.file,
        terms=tried.terms,
        progress=heard,
        cancelled=is_cancelled,
    )
    why = remember(read.sheet, read.chosen.mapping, folder) if report.taken else ""
    return report, why


def look_at_editions(paths: tuple[Path, ...], area: str) -> HomesPreview:
    """Says what the editions hold; nothing is written."""
    return look_at([EditionFile(path) for path in paths], area)


def take_editions(
    store: Store, by: Actor, paths: tuple[Path, ...], area: str, *, heard: Heard,
    is_cancelled: IsCancelled,
) -> HomesReport:  # fmt: skip
    """Takes the editions in, oldest first."""
    return import_homes(
        store,
        by=by,
        editions=[EditionFile(path) for path in paths],
        area=area,
        progress=heard,
        cancelled=is_cancelled,
    )


def answer_succession(
    store: Store, by: Actor, area: str, asked: Succession, *, is_same: bool
) -> tuple[Succession, ...]:
    """Keeps a person's yes or no; gives the questions that are still open."""
    answer = accept_succession if is_same else decline_succession
    answer(store, by=by, area=area, old_id=asked.old_id, new_id=asked.new_id)
    return open_successions(store, by=by, area=area)


def take_bundles(
    store: Store, by: Actor, paths: tuple[Path, ...], *, heard: Heard, is_cancelled: IsCancelled
) -> ImportReport:
    """Takes bundles in, each whole or not at all."""
    return import_fhir(store, by=by, paths=paths, progress=heard, cancelled=is_cancelled)


def try_bundles(
    store: Store, by: Actor, paths: tuple[Path, ...], *, heard: Heard, is_cancelled: IsCancelled
) -> ImportReport:
    """Says file by file what would happen; nothing is changed."""
    return try_fhir(store, by=by, paths=paths, progress=heard, cancelled=is_cancelled)


def save_reasons(path: Path, reasons: tuple[NotTaken, ...]) -> Path:
    """Writes why each row is not taken as CSV, for its owner alone; raises StoreProblem."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("File", "Row", "Column", "Reason"))
    for each in reasons:
        writer.writerow((guarded(each.file), each.row, guarded(each.column), guarded(each.reason)))
    write_privately(path, text.getvalue().encode("utf-8-sig"))
    return path
