"""A scroll area that keeps one part of a form in sight, also when a bar above takes room."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from mdt_desktop.qt.field_frame import Field
from mdt_desktop.ui.quick.widgets import NarrowColumn

_ROOM_BELOW_PX: Final = 12


class FormArea(QScrollArea):
    """Holds one column; whatever gets the keyboard in it is scrolled into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wanted: QWidget | None = None
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
        if part is not None and self._holds(part):
            self.ensureWidgetVisible(self._with_its_problem(part), 0, _ROOM_BELOW_PX)
            self._show_in_page(part)

    def _show_in_page(self, part: QWidget) -> None:
        """Where the text is so large that the whole page scrolls too, that follows."""
        around = self.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(part, 0, _ROOM_BELOW_PX)
            around = around.parentWidget()

    def _with_its_problem(self, part: QWidget) -> QWidget:
        """The field around a part, which says what is wrong with it; the part where that is long."""
        around: QWidget | None = part
        while around is not None and around is not self.widget():
            if isinstance(around, Field):
                return around if around.height() < self.viewport().height() else part
            around = around.parentWidget()
        return part

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Also of what was put into the form later, such as a row."""
        self.keep_in_sight(now)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.keep_in_sight(QApplication.focusWidget())
