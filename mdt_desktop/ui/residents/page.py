"""All residents of all homes served: type a name, a room or a number, Enter opens.

The list names many people, so it shows no banner and edits nobody.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import Programme, Round
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Heading, MessageBar, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import (
    Context,
    ToDuplicates,
    ToFall,
    ToObservations,
    ToPlan,
    ToResident,
    ToResidents,
)
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.residents.model import FOLD, AwayInGrey, EveryoneModel
from mdt_desktop.ui.residents.presenter import (
    EveryoneView,
    duplicates_words,
    read_duplicates,
    read_everyone,
    shown,
)

FILTER: Final = "Find by name, room, home, number or TECHT. Enter goes to the list"
_TYPING_PAUSE_MS: Final = 120


class ResidentsPage(QWidget):
    """Everybody; Enter opens one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context = context
        self._view: EveryoneView | None = None
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self.message = MessageBar(self)
        self.filter = TextField(FILTER, parent=self)
        self.summary = Words("", self, words="label")
        self.open = Button("Open", parent=self)
        self.observe = Button("Observations", parent=self)
        self.fall = Button("Fall", parent=self)
        self.observe.setVisible(context.actor.role in ObservationSet.writers)
        self.fall.setVisible(context.actor.role in Fall.writers)
        self.d2a = Button("D2A round", icon_name="calendar-check", parent=self)
        self.d2a.setVisible(context.actor.role in Round.writers)
        self.duplicates = Button(duplicates_words(0), parent=self)
        self.duplicates.hide()
        self.table = FoldingTable("Residents", FOLD, self)
        self.table.setItemDelegate(AwayInGrey(self.table))
        self.model = EveryoneModel(self.table)
        self._lay_out()
        self._wire()

    def load(self) -> None:
        """Reads everybody; the focus goes to the filter at once."""
        self.filter.setFocus()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again; nearly every change of a resident shows in this list. The place in it stays."""
        if changes.kinds:
            self._read()

    def leave(self) -> None:
        """Has no draft: nothing is written here."""

    def deeds(self) -> list[Button]:
        """The main deed of this page."""
        return [self.d2a, self.open]

    def _lay_out(self) -> None:
        box = column(self, margin=16)
        box.addWidget(self.message)
        box.addWidget(Heading("Residents", 1, self))
        box.addWidget(self.filter)
        box.addWidget(self.summary)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        deeds = QHBoxLayout()
        deeds.addWidget(self.d2a)
        deeds.addWidget(self.duplicates)
        deeds.addStretch(1)
        for button in (self.observe, self.fall, self.open):
            deeds.addWidget(button)
        box.addLayout(deeds)

    def _wire(self) -> None:
        self.filter.edited.connect(self._on_typed)
        self._pause.timeout.connect(self._show_rows)
        self.table.opened.connect(self._on_opened)
        self.open.clicked.connect(self._on_open)
        self.observe.clicked.connect(self._on_observe)
        self.fall.clicked.connect(self._on_fall)
        self.d2a.clicked.connect(self._on_d2a)
        self.duplicates.clicked.connect(self._on_duplicates)

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_everyone, context.store, context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: EveryoneView) -> None:
        self._view = view
        self._show_rows()
        context = self._context
        if context.runners.reads.takes_work:  # after the list, which nobody waits longer for
            context.runners.reads.run(
                partial(read_duplicates, context.store, context.actor),
                then=self._on_counted,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_counted(self, count: int) -> None:
        self.duplicates.setText(duplicates_words(count))
        self.duplicates.setVisible(count > 0)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_typed(self, _typed: object) -> None:
        self._pause.start()

    def _show_rows(self) -> None:
        if self._view is None:
            return
        answer = shown(self._view, self.filter.value())
        self.model.set_rows(answer.rows)
        self.summary.setText(answer.summary)
        for button in (self.open, self.observe, self.fall):
            button.setEnabled(bool(answer.rows))
        if answer.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _chosen(self) -> str:
        """The resident of the row chosen, by what is typed now; empty where there is none."""
        self._pause.stop()
        self._show_rows()
        index = self.table.currentIndex()
        return self.model.row(index.row()).key if index.isValid() else ""

    def _on_open(self) -> None:
        resident_id = self._chosen()
        if resident_id:
            self._on_opened(resident_id)

    def _on_observe(self) -> None:
        resident_id = self._chosen()
        if resident_id:
            self._context.go(ToObservations(resident_id, ToResidents()))

    def _on_fall(self) -> None:
        resident_id = self._chosen()
        if resident_id:
            self._context.go(ToFall(resident_id, ToResidents()))

    def _on_d2a(self) -> None:
        """Plans today's round of all D2A residents, of whichever homes, or joins it."""
        self._context.go(ToPlan("", london_day(self._context.clock()), Programme.D2A))

    def _on_duplicates(self) -> None:
        self._context.go(ToDuplicates(back=ToResidents()))

    def _on_opened(self, resident_id: object) -> None:
        self._context.go(ToResident(str(resident_id)))

    def _go_to_list(self) -> None:
        """What is typed counts before the list is gone to."""
        self._pause.stop()
        self._show_rows()
        if self.model.rows:
            self.table.selectRow(0)
            self.table.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_down and self.filter.editor.hasFocus():
            self._go_to_list()
            return
        super().keyPressEvent(event)
