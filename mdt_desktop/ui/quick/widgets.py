"""Parts of the small forms: the narrow column, rows with their labels beside them, the call list."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from mdt_desktop.qt.fields import Card, Field, OneLine, Quiet
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.style import TARGET_PX, restyle
from mdt_desktop.qt.words import TAG_SHAPES, Words
from mdt_desktop.ui.quick.presenter import CALLS_FROM, Call

COLUMN_PX: Final = 640
"""Width of the column at a text size of 100 %; it grows with the text."""

_BODY_PX: Final = 16


class NarrowColumn(QWidget):
    """Parts one below another, as wide as a form is read in one look."""

    def __init__(self, parent: QWidget | None = None, *, most_px: int = COLUMN_PX) -> None:
        super().__init__(parent)
        self._most_px = most_px
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        self._inside = QWidget(self)
        self._box = column(self._inside, gap=6)
        row.addWidget(self._inside, 1000)
        row.addStretch(1)
        self._fit()

    def add(self, part: QWidget) -> None:
        """Puts a part at the foot."""
        self._box.addWidget(part)

    def close_up(self) -> None:
        """Keeps the parts together at the top."""
        self._box.addStretch(1)

    def _fit(self) -> None:
        self._inside.setMaximumWidth(round(self._most_px * self.font().pixelSize() / _BODY_PX))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


class LabelledRows(QWidget):
    """Fields one below another, each with its label to the left, level with its first line."""

    def __init__(self, parent: QWidget | None = None, *, letters: int = 9) -> None:
        super().__init__(parent)
        self._letters = letters
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[Field, Words] = {}

    def add(self, field: Field, *below: QWidget) -> None:
        """Puts a field in a row of its own, and what belongs to it below it."""
        row = self._grid.rowCount()
        self._labels[field] = field.take_label()
        self._grid.addWidget(self._labels[field], row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        for place, part in enumerate(below, start=1):
            self._grid.addWidget(part, row + place, 1)
        self._fit()

    def show_field(self, field: Field, *, is_shown: bool, label: str = "") -> None:
        """Shows or hides a field with its label, which may say more than the field's name."""
        self._labels[field].setText(label or field.label)
        self._labels[field].setVisible(is_shown)
        field.setVisible(is_shown)

    def _fit(self) -> None:
        width = self.fontMetrics().horizontalAdvance("n") * self._letters
        target = max(TARGET_PX, round(self.font().pixelSize() * 1.4) + 22)
        for label in self._labels.values():
            label.setFixedWidth(width)
            label.setContentsMargins(0, max(0, (target - self.fontMetrics().height()) // 2), 0, 0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


class CallList(Card):
    """Whom to call, by the home's own list, and where the list is from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Call list", parent, tone="info")
        self._shown: list[QWidget] = []

    def show_calls(self, calls: tuple[Call, ...]) -> None:
        """Shows the numbers in place of those before."""
        for part in self._shown:
            part.hide()
            part.deleteLater()
        lines = [OneLine(f"{call.whose}  {call.number}", self, words="label") for call in calls]
        nobody = "No home is recorded for this resident, so there is no call list"
        self._shown = [*lines, Quiet(CALLS_FROM if calls else nobody, self)]
        for part in self._shown:
            self.add(part)


_TAG_MARGIN_PX = 6


class WrappedTag(Words):
    """A sentence of state with its shape and colour, on as many lines as it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setMargin(_TAG_MARGIN_PX)

    def show_words(self, words: str, tone: str) -> None:
        """Shows the sentence; raises KeyError for a tone that does not exist."""
        self.setText(f"{TAG_SHAPES[tone]} {words}")
        self.setAccessibleName(words)
        self.setProperty("tag", tone)
        restyle(self)
