"""The line that says how many copies are out of date, with its one deed; hidden while none is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from mdt_core.store.queries.printed_copies import CopyInUse
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import OneLine
from mdt_desktop.ui.copies.words import REPLACE, deed_words


class CopiesBar(QFrame):
    """Amber, with a sign and words.

    Signals:
        pressed: nothing; the person wants to replace them
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.setProperty("tone", "amber")
        row = FlowRow(self)
        self._words = OneLine("", row, words="label")
        self.replace = Button(REPLACE, icon_name="file-text", parent=row)
        for part in (self._words, self.replace):
            row.add(part)
        box = column(self)
        box.setContentsMargins(16, 4, 16, 4)
        box.addWidget(row)
        self.replace.clicked.connect(self.pressed)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty while it is hidden."""
        return self.accessibleName()

    def show_copies(self, copies: Sequence[CopyInUse], words: str) -> None:
        """Says these words of the copies that are out of date; without any the line is hidden."""
        self.replace.setText(deed_words(copies))
        self._words.setText(f"▲ {words}")
        self.setAccessibleName(words)
        self.setVisible(bool(words))
