"""Layouts that wrap: a row that flows on, columns that stack when narrow, a part that scrolls down.

Nothing here ever asks for more width than its widest single part, so that a page fits at 200 %.
"""

from typing import Final, TypeAlias

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from typing_extensions import override

GAP_PX: Final = 8

_Line: TypeAlias = list[tuple[QLayoutItem, QSize]]


class FlowLayout(QLayout):
    """Puts parts beside each other and goes on below when the line is full.

    Qt asks for the same height again and again; lines are worked out once until a part changes.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP_PX) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._by_width: dict[int, list[_Line]] = {}
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def _arrange(self, area: QRect, *, moving: bool) -> int:
        inside = area.marginsRemoved(self.contentsMargins())
        top = inside.y()
        for line in self._lines(inside.width()):
            height = max(size.height() for _, size in line)
            if moving:
                self._place_line(line, QPoint(inside.x(), top), height)
            top += height + self._gap
        bottom = top - self._gap if top > inside.y() else top
        return bottom - area.y() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[_Line]:
        lines = self._by_width.get(width)
        if lines is None:
            lines = self._by_width[width] = self._broken(width)
        return lines

    def _broken(self, width: int) -> list[_Line]:
        lines: list[_Line] = []
        used = width + 1
        for item in self._items:
            if item.isEmpty():
                continue
            size = self._size_within(item, width)
            if used + self._gap + size.width() > width:
                lines.append([])
                used = -self._gap
            lines[-1].append((item, size))
            used += self._gap + size.width()
        return lines

    def _place_line(self, line: _Line, corner: QPoint, height: int) -> None:
        left = corner.x()
        for item, size in line:
            item.setGeometry(QRect(QPoint(left, corner.y() + (height - size.height()) // 2), size))
            left += size.width() + self._gap

    @staticmethod
    def _size_within(item: QLayoutItem, width: int) -> QSize:
        size = item.sizeHint().expandedTo(item.minimumSize())
        if size.width() > width or item.expandingDirections() & Qt.Orientation.Horizontal:
            size.setWidth(max(width, item.minimumSize().width()))
        if item.hasHeightForWidth():
            size.setHeight(item.heightForWidth(size.width()))
        return size

    @override
    def invalidate(self) -> None:
        self._by_width.clear()
        super().invalidate()

    def add(self, part: QWidget) -> None:
        """Puts a part at the end, in an item of our own.

        `addWidget` makes the item in Qt, and Python may then know its place in memory by the wrapper of
        one that was there before: seen no longer valid in the middle of a layout, it ends the program.
        """
        self.addChildWidget(part)
        self.addItem(QWidgetItem(part))

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    @override
    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, moving=True)

    @override
    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    @override
    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())


def clear(layout: QLayout, keep: QWidget | None = None) -> None:
    """Takes every widget out of a layout and deletes it, but for one that is kept for later.

    No item is asked for from Python (`takeAt`, `itemAt`): its wrapper would outlive it, and be found
    again, as no longer valid, for another item that Qt puts in the same place in memory.
    """
    place = layout.parentWidget()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for part in place.findChildren(QWidget, options=direct) if place else ():
        if layout.indexOf(part) < 0:
            continue
        layout.removeWidget(part)
        if part is not keep:
            part.hide()
            part.deleteLater()


class FlowRow(QWidget):
    """A widget whose parts flow; its height follows its width."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP_PX) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        """Puts a part at the end of the row."""
        self._flow.add(part)

    def clear(self) -> None:
        """Removes and deletes every part."""
        clear(self._flow)


class Columns(QWidget):
    """Parts side by side where each has room for `least_em` letters' width and for all that is in it.

    Elsewhere they stand one below another.
    """

    def __init__(self, parent: QWidget | None = None, *, least_em: int = 34) -> None:
        super().__init__(parent)
        self._least_em = least_em
        self._parts: list[QWidget] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2 * GAP_PX)

    @property
    def is_stacked(self) -> bool:
        """True while the parts lie one below another."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def add(self, part: QWidget, stretch: int = 1) -> None:
        """Adds a column to the right (or below)."""
        self._parts.append(part)
        self._box.addWidget(part, stretch)
        self._choose_direction()

    def _choose_direction(self) -> None:
        em = self.fontMetrics().horizontalAdvance("n")
        count = len(self._parts)
        share = (self.width() - (count - 1) * 2 * GAP_PX) // max(1, count)
        least = max(self._least_em * em, self._widest_part())
        room = count > 1 and share >= least
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if room else ways.TopToBottom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_direction()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._choose_direction()
        return super().event(event)

    def _widest_part(self) -> int:
        return max((QWidgetItem(part).minimumSize().width() for part in self._parts), default=0)

    @override
    def minimumSizeHint(self) -> QSize:
        width = self._widest_part()
        return QSize(width, self._box.minimumSize().height() if self.is_stacked else 0)


class InnerScroll(QScrollArea):
    """A part of a page that scrolls; it asks for a few lines and takes the room that is left.

    Qt's own asks for the height of all that is in it, for which the page around it would scroll too:
    two bars beside each other, and the deeds below out of sight.
    """

    _LEAST_LINES = 5

    @override
    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * self._LEAST_LINES
        return QSize(super().minimumSizeHint().width(), height)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())


class Inside(QWidget):
    """What scrolls: as high as its parts are at its width, not as words are at their narrowest."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def scrolled(inside: QWidget, parent: QWidget | None = None) -> InnerScroll:
    """A part that scrolls where it has no room; the keyboard goes to what is in it."""
    area = InnerScroll(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


class Stack(QStackedWidget):
    """Views in one place, of which one is on show, as high as it gets; it scrolls inside itself.

    A plain one is as high as the highest of its views would like to be, which puts the deeds at the
    foot out of sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        view = self.currentWidget()
        return QSize() if view is None else view.minimumSizeHint()


class Scrolled(QScrollArea):
    """Scrolls up and down what needs more height than there is; it is never cut at its sides.

    So a screen at large text makes no window higher than the display, with its deeds out of reach.
    """

    def __init__(self, least_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_height = least_height
        self._least = QSize()
        self._is_arranging = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def hidden_height(self) -> int:
        """Pixels of the content that are out of sight."""
        content = self.widget()
        return max(0, content.height() - self.viewport().height()) if content else 0

    @override
    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        if content is None:
            return QSize(0, self._least_height)
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(content.minimumSizeHint().width() + bar, self._least_height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_arranging:  # a bar that comes and goes would arrange the content without end
            return False
        self._is_arranging = True
        try:
            done = super().eventFilter(watched, event)
        finally:
            self._is_arranging = False
        if event.type() == QEvent.Type.LayoutRequest and self.minimumSizeHint() != self._least:
            self._least = self.minimumSizeHint()
            self.updateGeometry()
        return done


def hidden_height(part: QWidget) -> int:
    """Pixels of the screen around a part that are out of sight, since it is too low for it."""
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, Scrolled):
            return around.hidden_height
        around = around.parentWidget()
    return 0


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = GAP_PX) -> QVBoxLayout:
    """A plain vertical layout with our margins and gaps."""
    box = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(gap)
    return box


def column_from_top(place: QWidget, *, margin: int = 0, gap: int = GAP_PX) -> QVBoxLayout:
    """A vertical layout whose parts, which come and go, stand at the top of the place."""
    whole, parts = column(place, margin=margin, gap=0), column(gap=gap)
    whole.addLayout(parts)
    whole.addStretch(1)
    return parts
