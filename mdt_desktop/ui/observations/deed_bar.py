"""The bar at the foot of a form: its state in words, and the deeds, the main one right-most."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import FlowRow, Words


class DeedBar(QFrame):
    """Words to the left and deeds to the right; below one another where a name is too long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "deeds")
        words, self._deeds = QWidget(self), FlowRow(self)
        self.status = Words(parent=words)
        self.score = Words(parent=words, words="label")
        said = QHBoxLayout(words)
        said.setContentsMargins(0, 0, 0, 0)
        said.addWidget(self.score, 1)
        said.addWidget(self.status, 1)
        self.back = Button("Back (Esc)", parent=self._deeds)
        self.save = Button("Save", Kind.PRIMARY, icon_name="check", parent=self._deeds)
        for button in (self.back, self.save):
            self._deeds.add(button)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(12, 8, 12, 8)
        self._box.addWidget(words, 1)
        self._box.addWidget(self._deeds)

    def show_score(self, words: str) -> None:
        """Shows the score where it is not in sight beside the form; empty takes it away."""
        self.score.setText(words)
        self.score.setVisible(bool(words))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        words = self.fontMetrics().horizontalAdvance("n") * 24
        ways = QBoxLayout.Direction
        has_room = self.width() >= self._deeds.sizeHint().width() + words
        self._box.setDirection(ways.LeftToRight if has_room else ways.TopToBottom)
