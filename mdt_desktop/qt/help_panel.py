"""The help on one field, opened by F1 under it: label, sentences, and how to type there.

It pushes what follows down and covers nothing; it takes no keyboard, so writing goes on beside it.
"""

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from mdt_core.field_help import FieldHelp
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import Heading, Quiet, Words

CLOSE: Final = "Close help (F1)"
_ROOM_BELOW_PX: Final = 12


class HelpPanel(QFrame):
    """What F1 shows."""

    def __init__(self, help_: FieldHelp, typing: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", "info")
        self.setAccessibleName(f"Help on {help_.label}")
        self._spoken = " ".join((f"{help_.label}.", *help_.lines, typing)).strip()
        box = column(self, margin=12, gap=4)
        box.addWidget(Heading(help_.label, 4, self))
        for line in help_.lines:
            box.addWidget(Words(line, self))
        if typing:
            box.addWidget(Quiet(typing, self))
        close = Button(CLOSE, parent=self)
        close.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # F1 and Esc are its keys
        close.clicked.connect(self.hide)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        self._after_layout = QTimer(self, singleShot=True, interval=0)
        self._after_layout.timeout.connect(self._on_laid_out)
        self.hide()

    def open(self) -> None:
        """Shows it, has it read out, and scrolls no further than is needed to see it."""
        self.show()
        announce(self, self._spoken)
        self._after_layout.start()

    def _on_laid_out(self) -> None:
        at = self.parentWidget()
        while at is not None and self.isVisible():
            if isinstance(at, QScrollArea):
                self._show_in(at)
                return
            at = at.parentWidget()

    def _show_in(self, area: QScrollArea) -> None:
        """Shows all of it; where it is taller than the area, its beginning."""
        inside = area.widget()
        if inside is None:
            return
        top = self.mapTo(inside, QPoint(0, 0))
        seen = min(self.height(), area.viewport().height() - 2 * _ROOM_BELOW_PX)
        area.ensureVisible(top.x(), top.y() + seen, 0, _ROOM_BELOW_PX)
        area.ensureVisible(top.x(), top.y(), 0, 0)
