"""What stands in the window while a practice workspace is made, and why where it could not be."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import Card, Heading, Words
from mdt_desktop.ui.frame.centred import centred

MAKING: Final = "Making a home with made-up residents. This takes a few seconds"


class MakingPractice(QWidget):
    """Words, and the way back.

    Signals:
        left: nothing; the person goes back
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        card = Card("", self)
        card.add(Heading("Practice", 1, card))
        self.words = Words(MAKING, card)
        card.add(self.words)
        self.back = Button("Cancel", parent=card)
        card.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.back.clicked.connect(self.left)
        column(self).addWidget(centred(card, self))
