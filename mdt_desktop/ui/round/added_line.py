"""One line that will be signed with the entry: its words, what was understood, change and remove."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import Tag, Words

Chips = Callable[[QWidget], Sequence[Tag]]


class AddedLine(QWidget):
    """A numbered line, as an action or a decision about a medicine.

    Signals:
        changing: nothing; it is to go back into the line being typed
        removed: nothing
    """

    changing = Signal()
    removed = Signal()

    def __init__(
        self,
        what: str,
        number: int,
        words: str,
        chips: Chips,
        *,
        warnings: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        text = column(gap=2)
        text.addWidget(Words(f"{number}  {words}", self))
        for warning in warnings:
            text.addWidget(Words(warning, self, words="problem"))
        flow = FlowRow(self)
        for chip in chips(flow):
            flow.add(chip)
        text.addWidget(flow)
        row.addLayout(text, 1)
        for said, told in (("Change", self.changing), ("Remove", self.removed)):
            button = Button(said, parent=self)
            button.setAccessibleName(f"{said} {what} {number}: {words}")
            button.clicked.connect(told)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
