"""A scroll area that keeps one part of a form in sight, also when a bar above takes room.

Where the text is so large that the whole screen scrolls too, the form scrolls first: the banner, which
says whose form this is, goes out of sight only where a part has no other place, and never on opening.
"""

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from mdt_desktop.qt.field_frame import Field
from mdt_desktop.qt.layouts import InnerScroll
from mdt_desktop.ui.quick.widgets import NarrowColumn

_ROOM_BELOW_PX: Final = 12


class FormArea(InnerScroll):
    """Holds one column; whatever gets the keyboard in it is scrolled into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wanted: QWidget | None = None
        self._first: QWidget | None = None
        self._by_hand = False
        self._after_layout = QTimer(self, singleShot=True, interval=0)
        self._after_layout.timeout.connect(self._on_laid_out)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_part(self, inside: NarrowColumn, part: QWidget) -> None:
        """Shows a part alone in its column, in place of what was there."""
        inside.add(part)
        inside.close_up()
        self.setWidget(inside)

    def begin_at(self, part: QWidget | None) -> None:
        """While the keyboard is in this part of the form, the top of the screen stays in sight."""
        self._first = part

    def keep_in_sight(self, part: QWidget | None) -> None:
        """Scrolls no further than is needed to show a part, once it has its place."""
        if part is not None and self._holds(part):
            self._wanted = part
            self._after_layout.start()

    def _holds(self, part: QWidget) -> bool:
        inside = self.widget()
        return inside is not None and isValid(part) and inside.isAncestorOf(part)

    def _on_laid_out(self) -> None:
        part, self._wanted = self._wanted, None
        if part is None or not self._holds(part):
            return
        screens, is_first = _screens_around(self), part is self._first
        if is_first or not self._by_hand:
            for each in screens:
                each.verticalScrollBar().setValue(0)
        shown = self._with_its_problem(part)
        self.ensureWidgetVisible(shown, 0, _ROOM_BELOW_PX)
        self._scroll_clear_of_edge(shown)
        for each in () if is_first else screens:
            each.ensureWidgetVisible(part, 0, _ROOM_BELOW_PX)

    def _scroll_clear_of_edge(self, part: QWidget) -> None:
        """Scrolls on by what the lower edge of the screen hides of a part, not past its first line."""
        seen = self.viewport().visibleRegion().boundingRect()
        top = part.mapTo(self.viewport(), QPoint(0, 0)).y()
        hidden = top + part.height() + _ROOM_BELOW_PX - seen.bottom()
        if seen.isValid() and hidden > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + min(hidden, max(0, top - seen.top())))

    def _with_its_problem(self, part: QWidget) -> QWidget:
        """The field around a part, which says what is wrong with it; the part where that is long."""
        around: QWidget | None = part
        while around is not None and around is not self.widget():
            if isinstance(around, Field):
                return around if around.height() < self.viewport().height() else part
            around = around.parentWidget()
        return part

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Also of what was put into the form later, such as a row; nothing flees from a press."""
        self._by_hand = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        self.keep_in_sight(now)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.keep_in_sight(QApplication.focusWidget())


def _screens_around(area: QWidget) -> list[QScrollArea]:
    """What scrolls the whole screen, from the inside out."""
    found, around = [], area.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            found.append(around)
        around = around.parentWidget()
    return found
