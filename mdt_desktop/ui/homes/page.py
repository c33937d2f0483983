"""The list of homes, the list of residents who wait to be placed, and the form that places one.

The three are never on show together: a list names many people, a form one. Esc goes one step back.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from mdt_core.errors import KnownError
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import Round
from mdt_core.records.stays import Stay
from mdt_core.store.unit_of_work import Changes as Written
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Choice, FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.table import Table
from mdt_desktop.ui.context import Context, ToHome, ToImport, ToMeasures
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.homes.model import HOME_FOLD, HomesModel, WaitingModel
from mdt_desktop.ui.homes.place_form import PlaceForm
from mdt_desktop.ui.homes.presenter import (
    NOBODY_WAITS,
    HomesView,
    Placing,
    place_resident,
    read_homes,
    with_freshness,
)
from mdt_desktop.ui.importing.sources import sources

_KINDS: Final = (Home.kind, Resident.kind, Stay.kind, Round.kind)


class HomesPage(QStackedWidget):
    """Homes; Enter opens one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context = context
        self._view: HomesView | None = None
        self.message = MessageBar(self)
        self.table = FoldingTable("Homes", HOME_FOLD, self)
        self.model = HomesModel(self.table)
        self.waiting_table = Table("Residents not yet placed", self)
        self.waiting_model = WaitingModel(self.waiting_table)
        self.waiting = Button("Not yet placed", icon_name="users", parent=self)
        self.summary = Words("", self)
        self.waiting_words = Words("", self)
        self.bring_in = Button("Import...", parent=self)
        self.measures = Button("Measures", icon_name="file-text", parent=self)
        self.back = Button("Back to homes", icon_name="chevron-left", parent=self)
        self.place = Button("Place in a home", parent=self)
        self.form = PlaceForm(context, self)
        self._list, self._people = self._build_list(), self._build_people()
        for part in (self._list, self._people, self.form):
            self.addWidget(part)
        self._wire()

    def load(self) -> None:
        """Reads the homes and who waits."""
        self._context.runners.reads.run(
            partial(read_homes, self._context.store, self._context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def refresh(self, changes: Changes) -> None:
        """Reads again where a home, a resident, a stay or a round has changed."""
        if changes.touches(*_KINDS):
            self.load()

    def leave(self) -> None:
        """Has no draft: a placing is short, and is kept only when it is made."""

    def deeds(self) -> list[Button]:
        """The main deeds of this page."""
        return [self.waiting, self.place]

    def _build_list(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        box.addWidget(self.message)
        box.addWidget(Heading("Homes", 1, page))
        line = FlowRow(page)
        line.add(self.waiting)
        line.add(self.bring_in)
        line.add(self.measures)
        box.addWidget(self.summary)
        box.addWidget(line)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        self.waiting.hide()
        self.bring_in.setVisible(bool(sources(self._context.actor)))
        return page

    def _build_people(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        box.addWidget(Heading("Residents not yet placed in a home", 1, page))
        box.addWidget(self.waiting_words)
        line = FlowRow(page)
        line.add(self.back)
        line.add(self.place)
        box.addWidget(line)
        self.waiting_table.setModel(self.waiting_model)
        self.waiting_table.narrow(1, 2, 3)
        box.addWidget(self.waiting_table, 1)
        return page

    def _wire(self) -> None:
        self.table.opened.connect(self._on_home_opened)
        self.waiting_table.opened.connect(self._on_waiting_opened)
        self.waiting.clicked.connect(self._on_waiting)
        self.back.clicked.connect(self._show_list)
        self.bring_in.clicked.connect(self._on_import)
        self.measures.clicked.connect(self._on_measures)
        self._context.sync.changed.connect(self._show_homes)
        self.place.clicked.connect(self._on_place)
        self.form.cancelled.connect(self._on_waiting)
        self.form.placed.connect(self._on_placed)

    def _on_read(self, view: HomesView) -> None:
        is_first = self._view is None
        self._view = view
        self._show_homes()
        self.waiting_model.set_rows(view.waiting)
        self.summary.setText(view.summary)
        self.waiting.setText(view.waiting_words)
        self.waiting.setVisible(bool(view.waiting))
        count = len(view.waiting)
        told = f"By name. {count} waiting. Choose one, then press Enter to place that person."
        self.waiting_words.setText(told if count else NOBODY_WAITS)
        self.place.setVisible(bool(count))
        if is_first and view.homes:
            self.table.selectRow(0)
            self.table.setFocus()

    def _show_homes(self) -> None:
        if self._view is not None:
            context = self._context
            self.model.set_rows(with_freshness(self._view.homes, context.got_at, context.clock()))

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_home_opened(self, home_id: object) -> None:
        self._context.go(ToHome(str(home_id)))

    def _on_import(self) -> None:
        self._context.go(ToImport())

    def _on_measures(self) -> None:
        self._context.go(ToMeasures())

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.table.setFocus()

    def _on_waiting(self) -> None:
        self.setCurrentWidget(self._people)
        if self.waiting_model.rows and not self.waiting_table.currentIndex().isValid():
            self.waiting_table.selectRow(0)
        self.waiting_table.setFocus()

    def _on_place(self) -> None:
        index = self.waiting_table.currentIndex()
        if index.isValid():
            self._on_waiting_opened(self.waiting_model.row(index.row()).resident_id)

    def _on_waiting_opened(self, resident_id: object) -> None:
        line = self._view.lines.get(str(resident_id)) if self._view else None
        if line is None or self._view is None:
            return
        self.setCurrentWidget(self.form)
        homes = tuple(Choice(home.home_id, home.name) for home in self._view.homes)
        self.form.begin(line, homes)

    def _on_placed(self, placing: Placing) -> None:
        context = self._context
        work = partial(place_resident, context.store, context.actor, placing, context.clock())
        context.runners.deeds.run(
            work, then=self._on_saved, failed=self._on_not_saved, receiver=self
        )

    def _on_saved(self, written: Written) -> None:
        self.message.show_message("Placed. The resident is on the list of that home now.", "green")
        self._show_list()
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_saved(self, error: Exception) -> None:
        self.form.save.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.currentWidget() is self._people:
            self._show_list()
            return
        super().keyPressEvent(event)
