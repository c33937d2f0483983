"""What stands in the place of an entry when nobody is open: the round in figures and words, and its paper."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import Card, Heading, Words


class SummaryView(QWidget):
    """A heading, lines of words, and the way to the round sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self)
        card = Card(parent=self)
        self._heading = Heading("", 2, card)
        self._lines = Words(parent=card)
        self.finish = Button("Finish the round", Kind.PRIMARY, parent=card)
        self.paper = Button("Round sheet", parent=card)
        card.add(self._heading)
        card.add(self._lines)
        row = QHBoxLayout()
        row.addWidget(self.finish)
        row.addWidget(self.paper)
        self.copy = Button("Copy all for GP record", parent=card)
        row.addWidget(self.copy)
        row.addStretch(1)
        card.body.addLayout(row)
        box.addWidget(card)
        box.addStretch(1)
        self.hide()

    def show_words(self, heading: str, lines: tuple[str, ...]) -> None:
        """Shows the words; the sheet is offered where there are lines about a round."""
        self._heading.setText(heading)
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        for button in (self.finish, self.paper, self.copy):
            button.setVisible(bool(lines))
        self.show()
