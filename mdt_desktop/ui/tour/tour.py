"""A card beside one region of the real screen after another; the screen stays as usable as ever.

Next, Back and Skip are buttons; Esc in the card skips. It blocks nothing and changes nothing.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import FlowRow, Heading, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.tour.steps import STEPS, Region, counted

_RING_PX: Final = 6
_WIDTH_EM: Final = 58
_GAP_PX: Final = 12


class Ring(QWidget):
    """A line around a region; presses go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.rect().adjusted(3, 3, -3, -3)
        for colour, width in (
            (self.palette().color(QPalette.ColorRole.Window), _RING_PX),
            (QApplication.palette().color(QPalette.ColorRole.ButtonText), _RING_PX - 2),
        ):
            painter.setPen(QPen(colour, width))
            painter.drawRect(inside)
        painter.end()


class TourCard(QFrame):
    """The words of a step and the ways on.

    Signals:
        left: nothing; Esc was pressed
    """

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Tour")
        box = column(self, margin=16)
        self.heading, self.words = Heading("", 2, self), Words("", self)
        self.next = Button("Next", Kind.PRIMARY, parent=self)
        self.back = Button("Back", parent=self)
        self.back.setAccessibleName("Step before")
        self.skip = Button("Skip the tour", parent=self)
        row = FlowRow(self)
        for button in (self.next, self.back, self.skip):
            row.add(button)
        for part in (self.heading, self.words, row):
            box.addWidget(part)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """With an edge that is seen on every page and in every look."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(QApplication.palette().color(QPalette.ColorRole.ButtonText), 4))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class Tour(QObject):
    """Goes from step to step over the window that it is given.

    Signals:
        ended: nothing; it was gone through or skipped
    """

    ended = Signal()

    def __init__(self, over: QWidget, part_of: Callable[[Region], QWidget | None]) -> None:
        super().__init__(over)
        self._over, self._part_of = over, part_of
        self._place = 0
        self.ring, self.card = Ring(over), TourCard(over)
        self.card.next.clicked.connect(self._on_next)
        self.card.back.clicked.connect(self._on_back)
        self.card.skip.clicked.connect(self.end)
        self.card.left.connect(self.end)
        over.installEventFilter(self)

    @property
    def is_running(self) -> bool:
        """Whether a step is on show."""
        return self.card.isVisible()

    def start(self) -> None:
        """Begins with the first step and takes the keyboard to it."""
        self._show(0)

    def end(self) -> None:
        """Takes card and line away; the keyboard stays where the screen wants it."""
        if not self.is_running:
            return
        self.card.hide()
        self.ring.hide()
        self.ended.emit()

    def _on_next(self) -> None:
        if self._place + 1 == len(STEPS):
            self.end()
        else:
            self._show(self._place + 1)

    def _on_back(self) -> None:
        self._show(max(0, self._place - 1))

    def _show(self, place: int) -> None:
        self._place = place
        step, card = STEPS[place], self.card
        card.heading.setText(f"{step.heading}   {counted(place)}")
        card.words.setText(step.words)
        card.next.setText("Done" if place + 1 == len(STEPS) else "Next")
        card.back.setVisible(place > 0)
        card.skip.setVisible(place + 1 < len(STEPS))
        self._lay()
        card.show()
        self._lay()
        card.raise_()
        card.next.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(card, f"{step.heading}, {counted(place)}. {step.words}")

    def _lay(self) -> None:
        """Puts the line around the region and the card where it hides least of it."""
        part = self._part_of(STEPS[self._place].region)
        over, card = self._over, self.card
        width = min(
            over.width() - 2 * _GAP_PX, card.fontMetrics().horizontalAdvance("n") * _WIDTH_EM
        )
        card.setFixedWidth(width)
        layout = card.layout()
        needed = layout.heightForWidth(width) if layout is not None else 0
        card.resize(width, max(needed, card.sizeHint().height()))
        around = over.rect()
        if part is not None and part.isVisible():
            around = QRect(part.mapTo(over, QPoint(0, 0)), part.size())
        self.ring.setGeometry(around.adjusted(-4, -4, 4, 4) & over.rect())
        self.ring.setVisible(True)
        self.ring.raise_()
        card.raise_()
        card.move(_beside(around, card.size().width(), card.size().height(), over.rect()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.is_running:
            self._lay()
        return False


def _beside(around: QRect, width: int, height: int, room: QRect) -> QPoint:
    """Right of a narrow one, below the region, else above it, else at its lower right; always whole in the window."""
    if around.right() < room.width() // 4 and around.right() + width + _GAP_PX < room.width():
        return QPoint(around.right() + _GAP_PX, min(around.top(), room.height() - height - _GAP_PX))
    left = min(max(_GAP_PX, around.left()), room.width() - width - _GAP_PX)
    below, above = around.bottom() + _GAP_PX, around.top() - height - _GAP_PX
    if below + height <= room.height():
        return QPoint(left, below)
    if above >= 0:
        return QPoint(left, above)
    right = min(around.right(), room.width()) - width - 2 * _GAP_PX
    return QPoint(max(_GAP_PX, right), max(0, room.height() - height - 2 * _GAP_PX))
