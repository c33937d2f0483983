"""The line on a resident's page that says of what there are two versions, and opens them."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.versions import two_versions_words
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import OneLine

LOOK: Final = "Look at both"
_STRIPES_PX: Final = 24
_STRIPE_PX: Final = 6


class VersionsBar(QFrame):
    """Amber stripes, the words, and one deed; hidden while nothing of safety stands in two versions.

    Signals:
        pressed: nothing; the person wants to look at them
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.setProperty("tone", "amber")
        row = FlowRow(self)
        self._words = OneLine("", row, words="label")
        self.look = Button(LOOK, parent=row)
        for part in (self._words, self.look):
            row.add(part)
        box = column(self)
        box.setContentsMargins(_STRIPES_PX + 16, 4, 16, 4)
        box.addWidget(row)
        self.look.clicked.connect(self.pressed)
        self.hide()

    def show_line(self, line: ResidentLine) -> None:
        """Says of what there are two versions; allergies too, whose words stand in the banner."""
        of = (*line.two_versions, *(("allergies",) if line.allergy_siblings else ()))
        words = f"▲ {two_versions_words(of)}"
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(of))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(0, 0, _STRIPES_PX, self.height())
        painter.setPen(QPen(self._words.palette().windowText().color(), _STRIPE_PX))
        for top in range(-_STRIPES_PX, self.height() + 2 * _STRIPES_PX, 3 * _STRIPE_PX):
            painter.drawLine(0, top, _STRIPES_PX, top - _STRIPES_PX)
        painter.end()
