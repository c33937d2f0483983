"""Who is behind a figure: a list of cases; Enter opens the resident, or the home where it is one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Heading, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.measures.model import PERSON_FOLD, PeopleModel
from mdt_desktop.ui.measures.presenter import Behind, PersonRow

_LINES = 10


class BehindList(QWidget):
    """The list. It names many people, so it shows no banner.

    Signals:
        chosen: the `PersonRow` to open
        left: nothing; back to the figures
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading("", 1, self)
        self.summary = Words("", self)
        self.back = Button("Back to the figures", icon_name="chevron-left", parent=self)
        self.open = Button("Open", parent=self)
        self.table = FoldingTable("Behind the figure", PERSON_FOLD, self)
        self.model = PeopleModel(self.table)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(self.fontMetrics().height() * _LINES)
        box = column(self, margin=16)
        row = FlowRow(self)
        for button in (self.back, self.open):
            row.add(button)
        for part in (self.heading, self.summary, row):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addStretch()
        self.back.clicked.connect(self.left)
        self.open.clicked.connect(self._on_open)
        self.table.opened.connect(self._on_opened)

    def show_behind(self, behind: Behind) -> None:
        """Shows the cases of a figure; the keyboard goes to the first."""
        self.heading.setText(behind.title)
        self.summary.setText(behind.summary)
        self.model.set_rows(())
        self.model.set_rows(behind.rows)
        for part in (self.table, self.open):
            part.setVisible(bool(behind.rows))
        if behind.rows:
            self.table.selectRow(0)
            self.table.setFocus()
        else:
            self.back.setFocus()

    def _choose(self, row: PersonRow) -> None:
        self.chosen.emit(row)

    def _on_opened(self, key: object) -> None:
        place = self.model.place_of(str(key))
        if place is not None:
            self._choose(self.model.row(place))

    def _on_open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._choose(self.model.row(index.row()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
