"""The way in of falls, observations and vaccinations: what a trial found and what came of it, in words.

Free of Qt. One way for the three; they differ by their names alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from mdt_core.exchange.tables.list_report import ListReport, Preview, RowResults
from mdt_desktop.ui.importing import presenter
from mdt_desktop.ui.importing.dated import (
    MOST_SHOWN,
    DatedRead,
    DatedTried,
    take_dated,
    try_dated,
)
from mdt_desktop.ui.importing.sources import Source
from mdt_desktop.ui.importing.ways import Found, Where
from mdt_desktop.ui.importing.work import Heard, IsCancelled

_NAMES: Final[Mapping[Source, tuple[str, str]]] = {
    Source.FALLS: ("fall", "falls"),
    Source.OBSERVATIONS: ("set of observations", "sets of observations"),
    Source.VACCINATIONS: ("vaccination", "vaccinations"),
}


@dataclass(frozen=True)
class DatedWay:
    """A list of what happened to residents who are here."""

    where: Where
    read: DatedRead
    what: str = "rows"
    is_trial_long: bool = True

    def with_read(self, read: DatedRead) -> "DatedWay":
        """The way with other choices about its columns."""
        return replace(self, read=read)

    def look(self, heard: Heard, is_cancelled: IsCancelled) -> Callable[[], DatedTried]:
        """The work of trying it."""
        where = self.where
        return partial(
            try_dated, where.store, where.by, self.read, heard=heard, is_cancelled=is_cancelled
        )

    def found(self, looked: DatedTried) -> Found:
        """What will be recorded, what is here already, and what is left out and why."""
        preview = looked.preview
        lines = filter(None, (self._counted(preview), self._more(looked), *self._columns_words()))
        return Found(
            _heading(preview),
            tuple(lines),
            presenter.why_of_list(preview),
            rows=looked.lines,
            deed=f"Take in {self._several(preview.created)}" if preview.created else "",
            no_deed="Nothing new to take in" if preview.taken else "Nothing can be taken in",
        )

    def take(
        self, _looked: DatedTried, heard: Heard, is_cancelled: IsCancelled
    ) -> Callable[[], tuple[ListReport, str]]:
        """The work of taking it in, and of remembering its columns."""
        where = self.where
        return partial(
            take_dated,
            where.store,
            where.by,
            self.read,
            where.folder,
            heard=heard,
            is_cancelled=is_cancelled,
        )

    def result(self, taken: tuple[ListReport, str]) -> Found:
        """What is in, and why the rest is not."""
        report, why = taken
        is_in = f"{self._several(report.created)} recorded, {_unchanged(report)}"
        if report.was_cancelled:
            heading = f"Cancelled. Until then: {is_in}. The rest is not in; take it in again"
        else:
            heading = f"Taken in: {is_in}"
        left_out = _left_out(report)
        forgotten = f"The columns are not remembered. {why}" if why else ""
        lines = tuple(filter(None, (left_out, forgotten)))
        return Found(heading, lines, presenter.why_of_list(report))

    def _several(self, count: int) -> str:
        one, many = _NAMES[self.read.source]
        return f"{count:,} {one if count == 1 else many}"

    def _counted(self, found: RowResults) -> str:
        return (
            f"To be recorded: {self._several(found.created)}. Here already, unchanged: "
            f"{found.unchanged:,}. Left out: {found.rows_refused:,}."
        )

    def _more(self, looked: DatedTried) -> str:
        hidden = looked.preview.created - len(looked.lines)
        return f"The first {MOST_SHOWN} that will be recorded are shown." if hidden else ""

    def _columns_words(self) -> Iterator[str]:
        """What is read as what, where no columns were on show, and what is not read."""
        read = self.read
        if read.is_published:
            yield "Read by its published headings."
            yield from read.sheet.notes
        left_out = read.columns.left_out(read.sheet)
        if left_out:
            yield f"Not read: {', '.join(left_out)}"


def _heading(preview: Preview) -> str:
    if preview.created or not preview.taken:
        return preview.words
    return (
        f"Nothing new: {preview.unchanged:,} of {preview.total:,} rows are recorded here already. "
        "Nothing is changed"
    )


def _unchanged(found: RowResults) -> str:
    return f"{found.unchanged:,} here already"


def _left_out(found: RowResults) -> str:
    count = found.rows_refused
    return f"{count:,} row{'' if count == 1 else 's'} left out: see why." if count else ""
