"""The focus ring: 4 px of yellow with a dark line inside, around whatever has the keyboard.

The ring is a child of the widget in focus, so it scrolls, hides and is clipped with it and can
never lie under a fixed bar without its widget. It takes no mouse, no focus and no layout space.
"""

from typing import Final, cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMenu, QTabBar, QWidget
from typing_extensions import override

RING_PX: Final = 4
LINE_PX: Final = 2


class _Ring(QWidget):
    """Paints the ring over its parent, which it does not keep besides: see `painted`."""

    def __init__(self, owner: QWidget, ring: str, line: str) -> None:
        super().__init__(owner)
        self._ring, self._line = QColor(ring), QColor(line)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fit()

    def fit(self) -> None:
        """Takes the shape of the owner, or of its current tab."""
        self.setGeometry(_ringed_part(cast("QWidget", self.parentWidget())))
        self.raise_()
        self.show()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._frame(painter, self._line, RING_PX + LINE_PX)
        self._frame(painter, self._ring, RING_PX)
        painter.end()

    def _frame(self, painter: QPainter, colour: QColor, width: int) -> None:
        pen = QPen(colour, width * 2)  # half of the stroke falls outside and is clipped
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(self.rect())


def _ringed_part(owner: QWidget) -> QRect:
    if isinstance(owner, QTabBar) and owner.currentIndex() >= 0:
        return owner.tabRect(owner.currentIndex())
    return owner.rect()


class FocusRing(QObject):
    """Moves one ring to the widget that gets the keyboard."""

    def __init__(self, app: QApplication, ring: str, line: str) -> None:
        super().__init__(app)
        self._colours = (ring, line)
        self._ring: _Ring | None = None
        self._owner: QWidget | None = None
        app.focusChanged.connect(self._on_focus_changed)
        self._on_focus_changed(None, app.focusWidget())

    def set_colours(self, ring: str, line: str) -> None:
        """Repaints with other colours."""
        self._colours = (ring, line)
        self._on_focus_changed(None, self._valid_owner())

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._remove()
        if now is None or now.isWindow() or isinstance(now, QMenu):
            return
        self._owner = now
        self._ring = _Ring(now, *self._colours)
        now.installEventFilter(self)
        if isinstance(now, QTabBar):
            now.currentChanged.connect(self._on_tab_changed)

    def _on_tab_changed(self, _index: int) -> None:
        self._fit()

    def _remove(self) -> None:
        owner = self._valid_owner()
        if owner is not None:
            owner.removeEventFilter(self)
            if isinstance(owner, QTabBar):
                owner.currentChanged.disconnect(self._on_tab_changed)
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = self._owner = None

    def _valid_owner(self) -> QWidget | None:
        owner = self._owner
        return owner if owner is not None and shiboken6.isValid(owner) else None

    def _fit(self) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return False
