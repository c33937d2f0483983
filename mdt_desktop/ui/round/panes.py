"""Two panes side by side that become one with a switch where the text is large; labels beside fields."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)
from typing_extensions import override

from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Field
from mdt_desktop.qt.layouts import InnerScroll, column
from mdt_desktop.qt.words import Words
from mdt_desktop.ui.frame.regions import IS_SIDE

_LEAST_EM: Final = 38
_LABELS_BESIDE_EM: Final = 36
_LABEL_EM: Final = 9
_NO_LIMIT: Final = 16_777_215


def letter_px(widget: QWidget) -> int:
    """The width of a usual letter in the widget's font."""
    return widget.fontMetrics().horizontalAdvance("n")


class Scrolling(InnerScroll):
    """A pane that scrolls up and down only; what is in it is as wide as the pane."""

    _LEAST_LINES = 3  # a round fits a laptop at large text

    def __init__(self, content: QWidget, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def bring_in_sight(self, y: int) -> None:
        """Scrolls up or down, never sideways, until a height of the content can be seen."""
        self.ensureVisible(0, y, 0, self.fontMetrics().height() * 2)


class TwoPanes(QWidget):
    """Know to the left and Write to the right; in one column a switch shows one of them.

    Signals:
        chosen: the place of the pane that a person chose: 0 is Know, 1 is Write
    """

    chosen = Signal(object)

    def __init__(self, left: QWidget, right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = (left, right)
        for pane in self._panes:
            pane.setProperty(IS_SIDE, True)
        self._chosen = 0
        self._switch = QWidget(self)
        row = QHBoxLayout(self._switch)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons = (self._button("Know", 0), self._button("Write", 1))
        for button in self._buttons:
            row.addWidget(button)
        self._box = column(self)
        self._box.addWidget(self._switch)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addWidget(left, 9)
        self._row.addWidget(right, 13)
        self._box.addLayout(self._row, 1)
        self._arrange()

    @property
    def is_one_column(self) -> bool:
        """True while only one pane is on show."""
        return self.width() < 2 * _LEAST_EM * letter_px(self)

    def show_pane(self, place: int) -> None:
        """Brings a pane to the front where only one is on show: 0 is Know, 1 is Write."""
        self._chosen = place
        self._arrange()

    def _button(self, words: str, place: int) -> Button:
        button = Button(words, Kind.SEGMENT, parent=self._switch)
        speak_as(button, Spoken.TAB)
        button.clicked.connect(self._on_know if place == 0 else self._on_write)
        return button

    def focus_switch(self) -> None:
        """Goes to the switch, at the pane that is not on show."""
        self._buttons[1 - self._chosen].setFocus(Qt.FocusReason.OtherFocusReason)

    def shows(self, place: int) -> bool:
        """Whether a pane is on show."""
        return not self.is_one_column or place == self._chosen

    def _on_know(self) -> None:
        self.show_pane(0)
        self.chosen.emit(0)

    def _on_write(self) -> None:
        self.show_pane(1)
        self.chosen.emit(1)

    def _arrange(self) -> None:
        one = self.is_one_column
        self._switch.setVisible(one)
        for place, (pane, button) in enumerate(zip(self._panes, self._buttons, strict=True)):
            pane.setVisible(not one or place == self._chosen)
            button.setChecked(place == self._chosen)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._box.activate()  # a pane that came on show is not drawn where it was made


class FormRows(QWidget):
    """Fields below one another, each with its label to the left, or above where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[QWidget | None, QWidget]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._is_beside: bool | None = None

    def add_field(self, field: Field) -> None:
        """Puts a field in a row of its own, its label beside it."""
        label = field.take_label()
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.add(label, field)

    def add(self, label: QWidget, part: QWidget) -> None:
        """Puts a part in a row of its own, with what stands beside it."""
        label.setParent(self)
        part.setParent(self)
        self._rows.append((label, part))
        self._is_beside = None
        self._arrange()

    def add_words(self, words: str, part: QWidget) -> Words:
        """Puts a part in a row with words beside it; gives the label."""
        label = Words(words, self, words="label")
        self.add(label, part)
        return label

    def add_wide(self, part: QWidget) -> None:
        """Puts a part that carries its own labels over the whole width."""
        part.setParent(self)
        self._rows.append((None, part))
        self._is_beside = None
        self._arrange()

    def show_row(self, part: QWidget, *, visible: bool) -> None:
        """Shows or hides a row with its label."""
        for label, each in self._rows:
            if each is part and label is not None:
                label.setVisible(visible)
                each.setVisible(visible)

    def _arrange(self) -> None:
        is_beside = self.width() >= _LABELS_BESIDE_EM * letter_px(self)
        target = max(44, self.fontMetrics().height() * 2)
        width = _LABEL_EM * letter_px(self)
        for label, _ in self._rows:
            if label is not None:
                label.setMinimumSize(width if is_beside else 0, target if is_beside else 0)
                label.setMaximumWidth(width if is_beside else _NO_LIMIT)
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        for n, (label, part) in enumerate(self._rows):
            self._place(n, label, part, is_beside=is_beside)

    def _place(self, n: int, label: QWidget | None, part: QWidget, *, is_beside: bool) -> None:
        self._grid.removeWidget(part)
        if label is None:
            self._grid.addWidget(part, 2 * n + 1, 0, 1, 2)
            return
        self._grid.removeWidget(label)
        if is_beside:
            self._grid.addWidget(label, 2 * n + 1, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(part, 2 * n + 1, 1)
        else:
            self._grid.addWidget(label, 2 * n, 0, 1, 2)
            self._grid.addWidget(part, 2 * n + 1, 0, 1, 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
