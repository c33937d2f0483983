"""The ways in (a list of residents, the homes directory, bundles), each looked at first and then taken.

Free of Qt. `look` and `take` give work for a runner's thread; `found` and `result` say what came of
it. A way knows its files and a person's answers, and holds nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.exchange.import_report import ImportReport
from mdt_core.exchange.tables.homes_report import HomesPreview, HomesReport
from mdt_core.exchange.tables.list_report import ListReport
from mdt_core.exchange.tables.succession import Succession
from mdt_core.records.stays import StayType
from mdt_core.store.store import Store
from mdt_desktop.ui.importing import presenter, work
from mdt_desktop.ui.importing.presenter import Doubt, NotTaken, RowLine
from mdt_desktop.ui.importing.work import Heard, IsCancelled, ListRead, Tried


@dataclass(frozen=True)
class Found:
    """What stands on the screen: figures, reasons, questions, and the deed, empty where there is none."""

    heading: str
    lines: tuple[str, ...] = ()
    reasons: tuple[NotTaken, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    answers: Mapping[int, str] = field(default_factory=dict)
    questions: tuple[Succession, ...] = ()
    rows: tuple[RowLine, ...] = ()
    deed: str = ""
    no_deed: str = "Nothing can be taken in"


@dataclass(frozen=True)
class Where:
    """The store and the person, and the folder in which columns are remembered."""

    store: Store
    by: Actor
    folder: Path


class Way(Protocol):
    """One way in."""

    @property
    def what(self) -> str:
        """What is counted while it is taken, as «rows»."""

    @property
    def is_trial_long(self) -> bool:
        """Whether looking may take long, so that how far it is has to be told."""

    def look(self, heard: Heard, is_cancelled: IsCancelled) -> Callable[[], Any]:
        """The work that says what it would bring, and writes nothing."""

    def found(self, looked: Any) -> Found:  # noqa: ANN401 - what `look` gave
        """What it would bring."""

    def take(self, looked: Any, heard: Heard, is_cancelled: IsCancelled) -> Callable[[], Any]:  # noqa: ANN401
        """The work that takes it in."""

    def result(self, taken: Any) -> Found:  # noqa: ANN401 - what `take` gave
        """What came of it."""


@dataclass(frozen=True)
class ListWay:
    """A list of residents of one home."""

    where: Where
    read: ListRead
    home_id: str
    stay_type: StayType | None = None
    answers: Mapping[int, str] = field(default_factory=dict)
    what: str = "rows"
    is_trial_long: bool = False

    def with_read(self, read: ListRead) -> "ListWay":
        """The way with other choices about its columns; who the rows are is asked again."""
        return replace(self, read=read, answers={})

    def with_answer(self, row: int, who: str) -> "ListWay":
        """The list with a person's answer to who a row is; empty takes the answer back."""
        others = {each: given for each, given in self.answers.items() if each != row}
        return replace(self, answers={**others, row: who} if who else others)

    def look(self, _heard: Heard, _is_cancelled: IsCancelled) -> Callable[[], Tried]:
        """The work of trying it."""
        where = self.where
        return lambda: work.try_list(
            where.store,
            where.by,
            self.read,
            home_id=self.home_id,
            stay_type=self.stay_type,
            answers=self.answers,
        )

    def found(self, looked: Tried) -> Found:
        """Row by row what would happen, and who may be here already."""
        preview = looked.preview
        return Found(
            preview.words,
            (presenter.outcome_words(preview), *presenter.left_out_words(preview.not_taken)),
            presenter.why_of_list(preview),
            presenter.doubts(preview, looked.people, self._today),
            self.answers,
            deed=presenter.take_words(preview) if preview.taken else "",
        )

    def take(
        self, looked: Tried, heard: Heard, is_cancelled: IsCancelled
    ) -> Callable[[], tuple[ListReport, str]]:
        """The work of taking it in, and of remembering its columns."""
        where = self.where
        return lambda: work.take_list(
            where.store,
            where.by,
            self.read,
            looked,
            where.folder,
            heard=heard,
            is_cancelled=is_cancelled,
        )

    def result(self, taken: tuple[ListReport, str]) -> Found:
        """What is in, and why the rest is not."""
        report, why = taken
        forgotten = (f"The columns are not remembered. {why}",) if why else ()
        lines = (*presenter.left_out_words(report.not_taken), *forgotten)
        return Found(presenter.result_words(report), lines, presenter.why_of_list(report))

    @property
    def _today(self) -> date:
        return london_day(self.where.store.clock())


@dataclass(frozen=True)
class HomesWay:
    """Editions of the homes directory of a council."""

    where: Where
    paths: tuple[Path, ...]
    area: str
    what: str = "editions"
    is_trial_long: bool = False

    def look(self, _heard: Heard, _is_cancelled: IsCancelled) -> Callable[[], HomesPreview]:
        """The work of reading the editions."""
        return lambda: work.look_at_editions(self.paths, self.area)

    def found(self, looked: HomesPreview) -> Found:
        """What the editions hold."""
        count = len(looked.editions)
        deed = f"Take in {count} edition{'' if count == 1 else 's'}" if count else ""
        heading, reasons = presenter.editions_words(looked), presenter.why_of_homes(looked)
        return Found(heading, (), reasons, deed=deed)

    def take(
        self, _looked: HomesPreview, heard: Heard, is_cancelled: IsCancelled
    ) -> Callable[[], HomesReport]:
        """The work of taking them in, oldest first."""
        where = self.where
        return lambda: work.take_editions(
            where.store, where.by, self.paths, self.area, heard=heard, is_cancelled=is_cancelled
        )

    def result(self, taken: HomesReport) -> Found:
        """What is in, and the questions that only a person can answer."""
        return Found(
            presenter.result_words(taken),
            presenter.left_out_words(taken.not_taken),
            presenter.why_of_homes(taken),
            questions=taken.successions,
        )

    def answer(self, asked: Succession, *, is_same: bool) -> Callable[[], tuple[Succession, ...]]:
        """The work of keeping a yes or a no; it gives the questions that are still open."""
        where = self.where
        return lambda: work.answer_succession(
            where.store, where.by, self.area, asked, is_same=is_same
        )


@dataclass(frozen=True)
class BundlesWay:
    """Residents' records as FHIR bundles."""

    where: Where
    paths: tuple[Path, ...]
    what: str = "files"
    is_trial_long: bool = True

    def look(self, heard: Heard, is_cancelled: IsCancelled) -> Callable[[], ImportReport]:
        """The work of trying them, one after another."""
        where = self.where
        return lambda: work.try_bundles(
            where.store, where.by, self.paths, heard=heard, is_cancelled=is_cancelled
        )

    def found(self, looked: ImportReport) -> Found:
        """What they would bring, what of it is left out, and which files cannot be taken."""
        return Found(
            presenter.would_bring_words(looked),
            (*presenter.record_words(looked), *presenter.left_out_words(looked.not_taken)),
            presenter.why_of_bundles(looked),
            deed=presenter.take_bundles_words(looked),
        )

    def take(
        self, _looked: ImportReport, heard: Heard, is_cancelled: IsCancelled
    ) -> Callable[[], ImportReport]:
        """The work of taking them in, one after another."""
        where = self.where
        return lambda: work.take_bundles(
            where.store, where.by, self.paths, heard=heard, is_cancelled=is_cancelled
        )

    def result(self, taken: ImportReport) -> Found:
        """What is in, and which files are not."""
        lines = presenter.left_out_words(taken.not_taken)
        return Found(presenter.result_words(taken), lines, presenter.why_of_bundles(taken))
