"""Small parts that several tabs of the resident page share: facts, empty states, pages of parts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.fields import OneLine, Quiet, Words
from mdt_desktop.qt.layouts import FlowRow, InnerScroll, column
from mdt_desktop.ui.resident.changed import Changed
from mdt_desktop.ui.resident.words import Fact
from mdt_desktop.ui.versions.outlined import OutlinedWords


class FactRow(FlowRow):
    """A label in bold and its words after it; the words go on below where the line is full."""

    def __init__(self, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add(OneLine(fact.label, self, words="label"))
        self.add(OneLine(fact.words, self))


class ChangedRows(QWidget):
    """What is another than in the version before: new words in a frame, below them what stood there."""

    def __init__(self, changes: Changed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.framed: list[str] = []
        box = column(self, gap=4)
        words = changes.words if not changes.facts else f"Changed since {changes.since}"
        box.addWidget(Words(words, self, words="label"))
        for fact in changes.facts:
            row = OneLine(fact.label, self, words="label")
            box.addWidget(row)
            if fact.runs:
                new = OutlinedWords(fact.runs, self)
                self.framed += new.framed
                box.addWidget(new)
            before = f"Before: {fact.before}" if fact.before else "Not recorded before"
            gone = "" if fact.runs else "Left out now. "
            box.addWidget(Quiet(f"{gone}{before}", self))


class ScrolledTab(InnerScroll):
    """A tab of parts below one another, made anew whenever the resident was read again."""

    _LEAST_LINES = 7

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
