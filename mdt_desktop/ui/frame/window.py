"""The one window of the program: the practice band, and below it whatever is on show.

Its title never holds a patient's word. It loads without the store's packages, so that the unlock
screen stands before they are there.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from mdt_desktop.qt.banner import PracticeBand
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import column

TITLE: Final = "MDT ward rounds"
PRACTICE_WORDS: Final = "PRACTICE DATA – not real people"


class MainWindow(QMainWindow):
    """Shows one part at a time.

    Signals:
        closing: nothing; the window is about to close and forms have to be kept
        leave_pressed: nothing; the person leaves practice
    """

    closing = Signal()
    leave_pressed = Signal()

    def __init__(self, *, is_practice: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        page = QWidget(self)
        page.setProperty("role", "page")
        box = column(page, gap=0)
        self._band = PracticeBand(PRACTICE_WORDS, page)
        self.holder = QStackedWidget(page)
        self.leave = Button("Leave practice", icon_name="log-out", parent=page)
        self.leave.clicked.connect(self.leave_pressed)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self._band, 1)
        top.addWidget(self.leave)
        box.addLayout(top)
        box.addWidget(self.holder, 1)
        self.setCentralWidget(page)
        self.set_practice(is_practice=is_practice)

    @property
    def part(self) -> QWidget | None:
        """What is on show."""
        return self.holder.currentWidget()

    def set_practice(self, *, is_practice: bool, can_leave: bool = False) -> None:
        """Shows or hides the band that says that these are not real people, and the way out."""
        self._band.setVisible(is_practice)
        self.leave.setVisible(can_leave)

    def blank(self) -> None:
        """Shows nothing at once, whatever there still is to do."""
        part = self.part
        if part is not None:
            part.hide()
        self.repaint()

    def show_part(self, part: QWidget) -> None:
        """Shows another part; the one before is deleted, with all that it showed."""
        before = self.holder.currentWidget()
        self.holder.addWidget(part)
        self.holder.setCurrentWidget(part)
        if before is not None:
            self.holder.removeWidget(before)
            before.hide()
            before.setParent(None)
            before.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
