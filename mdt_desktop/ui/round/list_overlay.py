"""The list of residents over the round: who is on it, and who else lives here. No banner beside it.

While it is open the page under it is dimmed and takes no typing. Enter opens, Esc returns.
"""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.store.queries.homes import ResidentLine
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import TextField
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.table import Column, Table, TableModel
from mdt_desktop.qt.words import Heading, Quiet
from mdt_desktop.ui.person_words import born_words, nhs_number_words
from mdt_desktop.ui.round.presenter import RoundRead, found, outcome_words

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ListOverlay(QWidget):
    """Lies over the whole page.

    Signals:
        chosen: the id of a resident
        closed: nothing; nobody was chosen
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, today: date, over: QWidget) -> None:
        super().__init__(over)
        self._over, self._today = over, today
        self._read: RoundRead | None = None
        self._panel = QFrame(self)
        self._panel.setProperty("role", "card")
        self.filter = TextField("Room or name", parent=self._panel)
        self.model = TableModel(self._columns(), lambda line: line.resident_id, self)
        self.table = Table("Residents", self._panel)
        self.table.setModel(self.model)
        self.table.narrow(0, 2, 3, 4)
        self._nobody = Quiet("No resident here has this room or name", self._panel)
        self._build()
        over.installEventFilter(self)
        self.hide()

    def open_list(self, read: RoundRead) -> None:
        """Shows the list anew, with the filter empty and in focus."""
        self._read = read
        self.filter.set_value("")
        self._show_found("")
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"List of residents, {len(self.model.rows)}")

    def close_list(self) -> None:
        """Goes back to the page without choosing."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _build(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.addWidget(self._panel, 1)
        box = column(self._panel, margin=16)
        head = QHBoxLayout()
        head.addWidget(Heading("Residents", 2, self._panel), 1)
        close = Button("Close", parent=self._panel)
        close.setToolTip("Close (Esc)")
        head.addWidget(close)
        box.addLayout(head)
        box.addWidget(self.filter)
        box.addWidget(self.table, 1)
        box.addWidget(self._nobody)
        box.addWidget(
            Quiet("Enter opens. Whoever is not on the list yet is added to it", self._panel)
        )
        close.clicked.connect(self.close_list)
        self.filter.edited.connect(self._show_found)
        self.table.opened.connect(self._on_opened)

    def _columns(self) -> tuple[Column[ResidentLine], ...]:
        return (
            Column("Room", self._room),
            Column("Name", self._name),
            Column("Born", lambda line: born_words(line, self._today)),
            Column("NHS No.", lambda line: nhs_number_words(line.nhs_number)),
            Column("Round", self._state),
        )

    def _room(self, line: ResidentLine) -> str:
        """The room, with its home where the round is over several."""
        room = line.room or "none"
        is_over = self._read is not None and self._read.of.is_over_homes
        return f"{line.home_name}\n{room}" if is_over else room

    def _name(self, line: ResidentLine) -> str:
        similar = "   ▲ Similar name" if line.is_similar else ""
        versions = "   ◆ Two versions" if line.has_siblings else ""
        return f"{line.formal_name}{similar}{versions}"

    def _state(self, line: ResidentLine) -> str:
        read = self._read
        if read is None or read.line(line.resident_id) is None:
            return "Not on the list"
        if line.resident_id in read.drafts:
            return "? Draft left"
        if outcome := read.outcome(line.resident_id):
            return f"D {outcome_words(outcome)}"
        return "✓ Signed" if read.is_signed(line.resident_id) else "○ Open"

    def _show_found(self, typed: str) -> None:
        if self._read is None:
            return
        on_list = {line.resident_id for line in self._read.residents}
        others = [line for line in self._read.everyone if line.resident_id not in on_list]
        rows = found((*self._read.residents, *others), str(typed))
        self.model.set_rows(rows)
        self._nobody.setVisible(not rows)
        self.table.setVisible(bool(rows))
        if rows:
            self.table.selectRow(0)

    def _on_opened(self, resident_id: str) -> None:
        self.hide()
        self.chosen.emit(resident_id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_list()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.currentIndex().isValid():
            self._on_opened(self.model.row(self.table.currentIndex().row()).resident_id)
        elif key in _STEPS:
            place = self.table.currentIndex().row() + _STEPS[key]
            self.table.selectRow(max(0, min(len(self.model.rows) - 1, place)))
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        dim = QColor(self.palette().window().color())
        dim.setAlpha(225)
        painter.fillRect(self.rect(), dim)
        painter.end()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False
