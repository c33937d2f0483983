"""A rail of small cells, one a person, without names: where one is and what is settled.

Each cell has a shape, a colour and a sentence for screen readers that is passed in. The rail scrolls
by its two buttons, by touch, and by itself to the current cell; arrow keys move along it.
"""

from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScroller, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.style import restyle

SHAPES: Final = {
    "open": "",
    "signed": "✓",
    "deferred": "D",
    "current": ">",
    "urgent": "!",
    "draft": "?",
    "other": "/",
}
_BLANK: Final = "\u00a0"  # Qt makes a button without any text wider
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True)
class RailCell:
    """One cell: its state (a key of `SHAPES`) and the sentence a screen reader says."""

    state: str
    spoken: str


class Rail(QWidget):
    """The row of cells.

    Signals:
        chosen: the place of the pressed cell, counted from 0
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cells: list[Button] = []
        self._area = QScrollArea(self)
        self._strip = QWidget()
        self._row = QHBoxLayout(self._strip)
        self._earlier = Button("‹", Kind.CELL, parent=self)
        self._later = Button("›", Kind.CELL, parent=self)
        self._build()

    def set_cells(self, cells: tuple[RailCell, ...]) -> None:
        """Shows these cells and brings the current one into sight."""
        while len(self._cells) > len(cells):
            self._cells.pop().deleteLater()
        while len(self._cells) < len(cells):
            self._add_cell()
        for button, cell in zip(self._cells, cells, strict=True):
            button.setText(SHAPES[cell.state] or _BLANK)
            button.setProperty("state", cell.state)
            button.setAccessibleName(cell.spoken)
            button.setToolTip(cell.spoken)
            restyle(button)
            if cell.state == "current":
                self._area.ensureWidgetVisible(button, 60, 0)
        self._fit()

    def _build(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        self._area.setWidget(self._strip)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part, words in ((self._earlier, "Show earlier"), (self._later, "Show later")):
            part.setAccessibleName(words)
            part.setToolTip(words)
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self._earlier)
        row.addWidget(self._area, 1)
        row.addWidget(self._later)
        self._earlier.clicked.connect(self._on_earlier)
        self._later.clicked.connect(self._on_later)

    def _add_cell(self) -> None:
        button = Button("", Kind.CELL, parent=self._strip)
        button.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus if self._cells else Qt.FocusPolicy.StrongFocus
        )
        button.clicked.connect(self._on_cell)
        button.installEventFilter(self)
        self._cells.append(button)
        self._row.addWidget(button)

    def _fit(self) -> None:
        self._strip.adjustSize()
        self._area.setFixedHeight(max(44, self._strip.sizeHint().height()))
        is_longer = self._strip.sizeHint().width() > self.width()
        self._earlier.setVisible(is_longer)
        self._later.setVisible(is_longer)

    def _scroll(self, pages: float) -> None:
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.value() + round(pages * bar.pageStep()))

    def _on_earlier(self) -> None:
        self._scroll(-0.8)

    def _on_later(self) -> None:
        self._scroll(0.8)

    def _on_cell(self) -> None:
        self.chosen.emit(self._cells.index(cast("Button", self.sender())))

    def _stop_at(self, place: int) -> None:
        for number, button in enumerate(self._cells):
            is_stop = number == place
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._stop_at(self._cells.index(cast("Button", watched)))
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key not in _STEPS or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        place = self._cells.index(cast("Button", watched)) + _STEPS[key]
        if 0 <= place < len(self._cells):
            self._cells[place].setFocus()
            self._area.ensureWidgetVisible(self._cells[place], 60, 0)
        return True

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._strip.sizeHint().width(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        """The same with and without the arrows, so that showing them never makes room for all."""
        least = 4 * self._earlier.sizeHint().width()
        return QSize(least, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
