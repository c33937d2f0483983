"""A list of falls, observations or vaccinations while it is read and tried: for a runner's thread.

Free of Qt. Which columns are what is decided by the same rules as on the command line; nothing is
written here but by `take_dated`, and what was decided is remembered by it for the next such list.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput
from mdt_core.exchange.import_report import Outcome
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.dated_columns import ListColumns
from mdt_core.exchange.tables.dated_kept import KeptColumns, kept_from, kept_of
from mdt_core.exchange.tables.dated_list import DatedList
from mdt_core.exchange.tables.falls_columns import FallColumn, fall_columns
from mdt_core.exchange.tables.list_report import ListReport, Preview, RowTaken
from mdt_core.exchange.tables.observations_columns import ObservationColumn, observation_columns
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.exchange.tables.vaccination_rows import published_columns
from mdt_core.fields import Choice, field_of
from mdt_core.record import Record
from mdt_core.record_words import record_facts, value_words
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.store import Store
from mdt_desktop.remembered_columns import keep_text, kept_text
from mdt_desktop.ui.importing import presenter
from mdt_desktop.ui.importing.presenter import RowLine
from mdt_desktop.ui.importing.sources import LISTS, Source
from mdt_desktop.ui.importing.work import Heard, IsCancelled

MOST_SHOWN: Final = 500
"""So many rows that will be recorded are shown; all are counted."""

_ASKED: Final[Mapping[Source, tuple[type[Choice], Callable[..., ListColumns[Any]]]]] = {
    Source.FALLS: (FallColumn, fall_columns),
    Source.OBSERVATIONS: (ObservationColumn, observation_columns),
}
"""The lists whose columns a person may choose, with how they are understood."""

_WHEN: Final = ("occurred_at", "taken_at", "occurred_on")
_UNSAID: Final = frozenset({*_WHEN, "time_known"})


@dataclass(frozen=True)
class DatedRead:
    """A list as read, the columns kept for its headings, and what a person chose."""

    source: Source
    sheet: Sheet
    kept: KeptColumns[Any] | None = None
    answers: Mapping[str, Choice | None] = field(default_factory=dict)
    order: DateOrder | None = None
    note: str = ""

    @property
    def listed(self) -> DatedList[Any, Any, Any]:
        """How a list of this kind is taken."""
        return LISTS[self.source]

    @property
    def is_published(self) -> bool:
        """Whether the headings are those of a published file, so that none is chosen."""
        return self.source not in _ASKED

    @cached_property
    def columns(self) -> ListColumns[Any]:
        """What the columns are taken as now, and what is still to be decided."""
        if self.is_published:
            return published_columns(self.sheet)
        _, columns_of = _ASKED[self.source]
        kept = self.kept.answers(self.sheet) if self.kept else {}
        remembered = self.kept.date_order if self.kept else None
        return columns_of(self.sheet, {**kept, **self.answers}, self.order, remembered)

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """What a column can be, as keys and words."""
        return () if self.is_published else presenter.meanings(_ASKED[self.source][0])

    def meaning_of(self, header: str) -> str:
        """The key of what a column is taken as."""
        taken = {text: str(each) for each, text in self.columns.headers.items()}
        return taken.get(header, presenter.NOT_READ)

    def why(self, header: str) -> str:
        """Why it is taken so."""
        is_proposed = self.kept is None and header not in self.answers
        return presenter.BY_HEADING if is_proposed and self.meaning_of(header) else ""

    @property
    def order_taken(self) -> DateOrder | None:
        """How dates in figures are read now."""
        return self.columns.date_order

    @property
    def questions(self) -> tuple[str, ...]:
        """What is to be decided first."""
        return self.columns.questions

    @property
    def asks_order(self) -> bool:
        """Whether the order of dates is asked."""
        return self.columns.asks_order

    def with_column(self, header: str, key: str) -> "DatedRead":
        """The list with a person's choice of one column, by its key."""
        chosen = _ASKED[self.source][0](key) if key else None
        return replace(self, answers={**self.answers, header: chosen})

    def with_order(self, order: DateOrder | None) -> "DatedRead":
        """The list with a person's choice of how its dates are written."""
        return replace(self, order=order)


@dataclass(frozen=True)
class DatedTried:
    """What taking the list in would do, and the first of what would be recorded."""

    preview: Preview
    lines: tuple[RowLine, ...]


def read_dated(path: Path, source: Source, folder: Path) -> DatedRead:
    """Reads a list and what is remembered of its columns; raises ImportRefused."""
    read = DatedRead(source, read_sheet(path))
    if read.is_published:
        read.columns.require_decided()  # its headings are told to be missing before it is tried
        return read
    text = kept_text(read.sheet, folder, of=source.value)
    if text is None:
        return read
    try:
        kept = kept_from(text, _ASKED[source][0])
        return replace(read, kept=kept, note=presenter.REMEMBERED)
    except InvalidInput as unreadable:
        return replace(read, note=str(unreadable))


def try_dated(
    store: Store, by: Actor, read: DatedRead, *, heard: Heard, is_cancelled: IsCancelled
) -> DatedTried:
    """Says row by row what would happen; nothing is written."""
    new: list[tuple[RowTaken, Record]] = []

    def told(taken: RowTaken, record: Record) -> None:
        if taken.outcome is Outcome.CREATED and len(new) < MOST_SHOWN:
            new.append((taken, record))

    preview = read.listed.attempt(
        store,
        by=by,
        sheet=read.sheet,
        columns=read.columns,
        progress=heard,
        cancelled=is_cancelled,
        told=told,
    )
    return DatedTried(preview, tuple(_lines(store, new)))


def take_dated(
    store: Store, by: Actor, read: DatedRead, folder: Path, *, heard: Heard,
    is_cancelled: IsCancelled,
) -> tuple[ListReport, str]:  # fmt: skip
    """Takes the list in; gives also why its columns are not remembered, empty where they are."""
    report = read.listed.take(
        store,
        by=by,
        sheet=read.sheet,
        columns=read.columns,
        progress=heard,
        cancelled=is_cancelled,
    )
    if read.is_published or not report.taken:
        return report, ""
    text = kept_of(read.columns).as_text()
    return report, keep_text(read.sheet, text, folder, of=read.source.value)


def _lines(store: Store, new: list[tuple[RowTaken, Record]]) -> Iterator[RowLine]:
    today = london_day(store.clock())
    with store.reading() as connection:
        ids = {taken.record_id for taken, _ in new}
        found = {each: resident_by_id(connection, each) for each in ids}
    who = {
        each: "\n".join(presenter.who_lines(line, today)) for each, line in found.items() if line
    }
    for taken, record in new:
        yield RowLine(taken.row, who.get(taken.record_id, ""), _when(record), _what(record))


def _when(record: Record) -> str:
    name = next(each for each in _WHEN if hasattr(record, each))
    return value_words(getattr(record, name), field_of(type(record), name))


def _what(record: Record) -> str:
    facts = record_facts(record, _UNSAID)
    return "   ".join(f"{each.label}: {each.words}" for each in facts)
