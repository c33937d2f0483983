"""The foot of the plan: moving and taking off at the left, save and start at the right."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import FlowRow, OneLine


class PlanDeeds(QFrame):
    """Every key of the plan has its button here; one of them is green."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "deeds")
        self.up = Button("Move up", parent=self)
        self.down = Button("Move down", parent=self)
        self.off = Button("Take off…", parent=self)
        self.add = Button("Add", parent=self)
        self.ask = Button("Ask home…", parent=self)
        self.brief = Button("Print or send the brief", parent=self)
        self.save = Button("Save plan", parent=self)
        self.start = Button("Start round", Kind.PRIMARY, icon_name="play", parent=self)
        self.said = OneLine("", self)
        left = FlowRow(self)
        for part in (self.up, self.down, self.off, self.add, self.ask, self.brief, self.said):
            left.add(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(left, 1)
        row.addWidget(self.save)
        row.addWidget(self.start)

    def all(self) -> tuple[Button, ...]:
        """Every button, in order."""
        return (*self.of_row(), self.brief, self.save, self.start)

    def of_row(self) -> tuple[Button, ...]:
        """Those that arrange the list."""
        return (self.up, self.down, self.off, self.add, self.ask)

    def say(self, words: str) -> None:
        """Says what was saved last."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
