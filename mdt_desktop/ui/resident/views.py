"""Small parts that several tabs of the resident page share: facts, empty states, pages of parts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from mdt_desktop.qt.fields import OneLine, Quiet, Words
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.ui.resident.words import Fact


class FactRow(FlowRow):
    """A label in bold and its words after it; the words go on below where the line is full."""

    def __init__(self, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add(OneLine(fact.label, self, words="label"))
        self.add(OneLine(fact.words, self))


class ScrolledTab(QScrollArea):
    """A tab of parts below one another, made anew whenever the resident was read again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_parts(self, *parts: QWidget) -> None:
        """Shows these parts in place of those before; scrolling stays where it was."""
        place = self.verticalScrollBar().value()
        inside = QWidget()
        self._box = box = column(inside, margin=12, gap=12)
        for part in parts:
            box.addWidget(part)
        box.addStretch(1)
        self.setWidget(inside)
        self.verticalScrollBar().setValue(place)

    def add_parts(self, *parts: QWidget) -> None:
        """Adds parts below those that are shown."""
        for part in parts:
            self._box.insertWidget(self._box.count() - 1, part)


def lines(parent: QWidget, texts: tuple[str, ...], empty: str) -> list[QWidget]:
    """Gives one label a text, or one grey line that says there is nothing."""
    if not texts:
        return [Quiet(empty, parent)]
    return [Words(text, parent) for text in texts]
