"""The bar above a form that offers a draft that was left: go on with it, or put it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import OneLine

GO_ON = "Go on with it"
PUT_AWAY = "Put it away"


class DraftOfferBar(QFrame):
    """Two answers, neither chosen beforehand; it stays until one is given.

    Signals:
        taken_up: nothing; the person goes on with the draft
        put_away: nothing; the person starts anew
    """

    taken_up = Signal()
    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.setProperty("tone", "amber")
        row = FlowRow(self)
        self._words = OneLine("", row)
        self.go_on = Button(GO_ON, parent=row)
        self.away = Button(PUT_AWAY, parent=row)
        for part in (self._words, self.go_on, self.away):
            row.add(part)
        column(self, margin=8).addWidget(row)
        self.go_on.clicked.connect(self._on_go_on)
        self.away.clicked.connect(self._on_put_away)
        self.hide()

    def offer(self, words: str) -> None:
        """Shows and announces the question, and goes to its first answer."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.go_on.setFocus()
        announce(self, words)

    def _on_go_on(self) -> None:
        self.hide()
        self.taken_up.emit()

    def _on_put_away(self) -> None:
        self.hide()
        self.put_away.emit()
