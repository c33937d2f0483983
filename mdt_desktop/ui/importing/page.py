"""Import in five steps: choose, columns, what it would bring, taking in, what came of it.

Layout and wiring; files are read and tried on the worker, and nothing is written before the deed
that says how many. Leaving the screen cancels at the next good place: the same file goes on later.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mdt_core.exchange.fhir_import import WRITTEN
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.succession import Succession
from mdt_core.records.homes import Home
from mdt_core.records.stays import Stay
from mdt_desktop.qt.changes import ChangeBus, Changes
from mdt_desktop.qt.fields import MessageBar
from mdt_desktop.qt.layouts import Stack, column, scrolled
from mdt_desktop.ui.context import Context, ToHomes
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.importing import presenter, work
from mdt_desktop.ui.importing.choose_view import ChooseView
from mdt_desktop.ui.importing.columns_view import ColumnsView
from mdt_desktop.ui.importing.dated import DatedRead, read_dated
from mdt_desktop.ui.importing.dated_way import DatedWay
from mdt_desktop.ui.importing.deeds import ImportDeeds
from mdt_desktop.ui.importing.found_view import FoundView
from mdt_desktop.ui.importing.running import Running
from mdt_desktop.ui.importing.sources import FILTERS, LISTS, WHOM_TO_ASK, Source, sources
from mdt_desktop.ui.importing.ways import BundlesWay, Found, HomesWay, ListWay, Way, Where
from mdt_desktop.ui.importing.working import WorkingView

_MAY_NOT: Final = f"Your role does not bring files in. {WHOM_TO_ASK}"
_TRYING: Final = (
    "Trying: nothing is changed",
    "Cancel, or leaving this screen, ends it. What would come in is said when all of it is tried.",
)
_TAKING: Final = (
    "Taking in",
    "Cancel, or leaving this screen, ends it: what is in stays in. The same files bring the rest.",
)
_DECIDE: Final = "Decide first what stands above the columns"
_KINDS: Final = frozenset(
    {Home.kind, Stay.kind, *(each.kind for each in (*WRITTEN, *(e.kind for e in LISTS.values())))}
)
_SEVERAL: Final = (Source.HOMES, Source.BUNDLES)
_CHOOSE, _COLUMNS, _FOUND, _WORKING = range(4)


class ImportPage(QWidget):
    """Files in, tried first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Import")
        self._context = context
        self._where = Where(context.store, context.actor, context.folder)
        self._paths: tuple[Path, ...] = ()
        self._way: Way | None = None
        self._looked: Any = None
        self._running: Running | None = None
        self._is_taking = False
        self.message = MessageBar(self)
        self.choose = ChooseView(context.actor, self)
        self.columns = ColumnsView(self)
        self.found = FoundView(self)
        self.working = WorkingView(self)
        self.deeds = ImportDeeds(self)
        self._steps = Stack(self)
        steps = (scrolled(self.choose), self.columns, scrolled(self.found), self.working)
        for step in steps:
            self._steps.addWidget(step)
        box = column(self)
        box.addWidget(self.message)
        box.addWidget(self._steps, 1)
        box.addWidget(self.deeds)
        self._wire()

    def load(self) -> None:
        """Reads the homes that a list can be of."""
        if not sources(self._context.actor):
            self.message.show_message(_MAY_NOT, "amber")
            self.deeds.show_none()
            self._steps.hide()
            return
        self._show_choose()
        self.choose.source.setFocus()
        self._read_homes()

    def refresh(self, changes: Changes) -> None:
        """Offers the homes anew; what was found stays as it was found, and a new try reads anew."""
        if changes.touches(Home.kind):
            self._read_homes()

    def leave(self) -> None:
        """Ends what is running at the next good place."""
        if self._running is not None:
            self._running.cancel()

    def _read_homes(self) -> None:
        read = partial(work.homes_served, self._where.store, self._where.by)
        self._context.runners.reads.run(
            read, then=self.choose.show_homes, failed=self._on_failed, receiver=self
        )

    def _wire(self) -> None:
        deeds = self.deeds
        for button, slot in (
            (deeds.back, self._on_back),
            (deeds.again, self._show_choose),
            (deeds.to_columns, self._show_columns),
            (deeds.cancel, self._on_cancel),
            (deeds.file, self._on_choose_file),
            (deeds.try_it, self._on_look),
            (deeds.take, self._on_take),
            (deeds.done, self._on_back),
        ):
            button.clicked.connect(slot)
        self.choose.edited.connect(self._show_choose_deeds)
        self.columns.column_chosen.connect(self._on_column)
        self.columns.order_chosen.connect(self._on_order)
        self.found.save_pressed.connect(self._on_save_reasons)
        self.found.doubt_answered.connect(self._on_doubt)
        self.found.succession_answered.connect(self._on_succession)

    # Choosing

    def _show_choose(self) -> None:
        self.message.clear()
        self._steps.setCurrentIndex(_CHOOSE)
        self._show_choose_deeds()

    def _show_choose_deeds(self) -> None:
        if self._steps.currentIndex() != _CHOOSE:
            return  # homes were read anew while a later step is on show
        is_several = self.choose.chosen in _SEVERAL
        self.deeds.show_choosing(self.choose.missing, is_several=is_several)

    def _on_choose_file(self) -> None:
        source = self.choose.chosen
        if source is None:
            return
        dialog = QFileDialog(self, "Choose what to bring in", "", FILTERS[source])
        is_one = source not in _SEVERAL
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.ExistingFile if is_one else modes.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def _on_files(self, names: list[str]) -> None:
        self.take_up(tuple(Path(name) for name in names))

    def take_up(self, paths: tuple[Path, ...]) -> None:
        """Reads files as what was chosen to come in."""
        self._paths = paths
        self.message.clear()
        match self.choose.chosen:
            case Source.RESIDENTS:
                read = partial(work.read_list, paths[0], self._where.folder)
                self._run(read, self._on_list)
            case Source.HOMES:
                self._way = HomesWay(self._where, paths, self.choose.area.value().strip())
                self._on_look()
            case Source.BUNDLES:
                self._way = BundlesWay(self._where, paths)
                self._on_look()
            case Source() as source:
                reading = partial(read_dated, paths[0], source, self._where.folder)
                self._run(reading, self._on_dated)

    # Columns of a list

    def _on_list(self, read: work.ListRead) -> None:
        home_id, stay_type = self.choose.home.value(), self.choose.stay_type
        self._way = ListWay(self._where, read, home_id, stay_type)
        self.columns.show_list(read)
        self._show_columns()

    def _on_dated(self, read: DatedRead) -> None:
        self._way = DatedWay(self._where, read)
        if read.is_published:
            self._on_look()
        else:
            self.columns.show_list(read)
            self._show_columns()

    @property
    def _has_columns(self) -> bool:
        """Whether what comes in has columns that a person chooses."""
        way = self._way
        return isinstance(way, ListWay) or (isinstance(way, DatedWay) and not way.read.is_published)

    def _show_columns(self) -> None:
        self._steps.setCurrentIndex(_COLUMNS)
        self._show_column_deeds()

    def _show_column_deeds(self) -> None:
        if isinstance(self._way, ListWay | DatedWay):
            self.deeds.show_columns(_DECIDE if self._way.read.questions else "")

    def _on_column(self, answer: tuple[str, str]) -> None:
        self._choose_again(lambda read: read.with_column(*answer))

    def _on_order(self, order: DateOrder | None) -> None:
        self._choose_again(lambda read: read.with_order(order))

    def _choose_again(self, chosen: Callable[[Any], Any]) -> None:
        if isinstance(self._way, ListWay | DatedWay):
            self._way = self._way.with_read(chosen(self._way.read))
            self.columns.show_choice(self._way.read)
            self._show_column_deeds()

    # What it would bring

    def _on_look(self) -> None:
        """Tries it; what may take long, with how far it is and a way to end it."""
        if self._way is None:
            return
        running = self._new_running(self._on_looked)
        if self._way.is_trial_long:
            self._show_working(running, _TRYING)
        self._context.runners.long_work.run(
            self._way.look(running.hear, running.is_cancelled),
            then=running.finish,
            failed=running.fail,
            receiver=self,
        )

    def _on_looked(self, looked: object) -> None:
        running, self._running = self._running, None
        if self._way is None:
            return
        if running is not None and running.is_cancelled():
            self._show_before()
            return
        self._looked = looked
        found = self._way.found(looked)
        self._show_found(found)
        self.deeds.show_found(found.deed, found.no_deed, has_columns=self._has_columns)

    def _show_before(self) -> None:
        """Goes back to where the trial was asked for."""
        if self._has_columns:
            self._show_columns()
        else:
            self._show_choose()

    def _show_found(self, found: Found) -> None:
        self.found.show_found(found)
        self._steps.setCurrentIndex(_FOUND)

    def _on_doubt(self, answer: tuple[int, str]) -> None:
        if isinstance(self._way, ListWay):
            self._way = self._way.with_answer(*answer)
            self._on_look()

    # Taking in

    def _on_take(self) -> None:
        if self._way is None:
            return
        running = self._new_running(self._on_taken)
        self._show_working(running, _TAKING)
        self._is_taking = True
        bus = self._context.bus
        self._context.runners.long_work.run(
            self._way.take(self._looked, running.hear, running.is_cancelled),
            then=partial(_tell_everywhere, running, bus),
            failed=running.fail,
            receiver=bus,  # which outlives this screen: what is in is told also after it was left
        )

    def _new_running(self, then: Callable[[Any], None]) -> Running:
        running = Running()
        running.told.connect(self._on_progress)
        running.taken.connect(then)
        running.failed.connect(self._on_failed)
        return running

    def _show_working(self, running: Running, words: tuple[str, str]) -> None:
        self._running = running
        self.working.begin(*words)
        self._steps.setCurrentIndex(_WORKING)
        self.deeds.show_working()

    def _on_progress(self, now: Progress) -> None:
        what = self._way.what if self._way else ""
        self.working.progress.setText(presenter.progress_words(now, what))

    def _on_cancel(self) -> None:
        self.deeds.cancel.setEnabled(False)
        self.leave()

    def _on_taken(self, taken: object) -> None:
        self._running, self._is_taking = None, False
        if self._way is None:
            return
        self._show_found(self._way.result(taken))
        self.deeds.show_result()

    def _on_succession(self, answer: tuple[Succession, bool]) -> None:
        asked, is_same = answer
        if not isinstance(self._way, HomesWay):
            return
        words = "One home from now on" if is_same else "Kept as two homes. It is not asked again"
        self._context.runners.deeds.run(
            self._way.answer(asked, is_same=is_same),
            then=partial(self._on_answered, words),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_answered(self, words: str, left: tuple[Succession, ...]) -> None:
        self.message.show_message(words, "green")
        self.found.show_questions(left)
        self._context.bus.publish(Changes(_KINDS))

    # Reasons, failing, leaving

    def _on_save_reasons(self) -> None:
        dialog = QFileDialog(self, "Save the reasons", "", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(presenter.why_csv_name(self._paths))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_reasons_to)
        dialog.open()

    def save_reasons_to(self, path: str) -> None:
        """Saves why rows are not taken."""
        self._run(partial(work.save_reasons, Path(path), self.found.reasons), self._on_saved)

    def _on_saved(self, path: Path) -> None:
        words = f"Saved as {path}. It may name people: keep it as safe as the list itself"
        self.message.show_message(words, "green")

    def _run(self, work_of: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._context.runners.long_work.run(
            work_of, then=then, failed=self._on_failed, receiver=self
        )

    def _on_failed(self, error: Exception) -> None:
        was_taking, self._running, self._is_taking = self._is_taking, None, False
        if was_taking:
            self._on_look()
        elif self._steps.currentIndex() == _WORKING:
            self._show_before()
        self.message.show_message(words_of(error), "red")

    def _on_back(self) -> None:
        self._context.go(ToHomes())


def _tell_everywhere(running: Running, bus: ChangeBus, taken: object) -> None:
    bus.publish(Changes(_KINDS))
    running.finish(taken)
