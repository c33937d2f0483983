"""A panel over the dimmed page: holds the keyboard while it is open, and gives it back at Esc.

The page below stays as it is, with all that was typed in it; nothing can be typed there meanwhile.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Heading
from mdt_desktop.qt.layouts import column

_DIM: Final = QColor(0, 0, 0, 150)
_MARGIN_PX: Final = 32
_WIDEST_EM: Final = 115


class Panel(QWidget):
    """The dimmed layer with one white sheet on it; covers its parent.

    Signals:
        closed: whether the keyboard could be given back to where it was, or where a page that came
            meanwhile wanted it
    """

    closed = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self.setAccessibleName(title)
        self._came_from: QWidget | None = None
        self._watched: QApplication | None = None
        self.sheet = QFrame(self)
        self.sheet.setProperty("role", "card")
        self.sheet.setAccessibleName(title)
        self.body: QVBoxLayout = column(self.sheet, margin=16)
        self._add_head(title)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Covers the page and takes the keyboard."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
            self._watch_keyboard()
        self._cover()
        self.show()
        self.raise_()
        self.first_field().setFocus(Qt.FocusReason.PopupFocusReason)

    def covers(self, part: QWidget) -> bool:
        """Whether it is open and lies over a part."""
        return self.isVisible() and (part is self._below or self._below.isAncestorOf(part))

    def close_panel(self) -> None:
        """Uncovers the page and gives the keyboard back; does nothing when closed already."""
        if self.isHidden():
            return
        came_from = self._came_from
        self._end_watch()
        self.hide()
        is_given_back = came_from is not None and _is_there(came_from)
        if came_from is not None and is_given_back:
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit(is_given_back)

    def _watch_keyboard(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._watched = app
            app.focusChanged.connect(self._on_focus_changed)

    def _end_watch(self) -> None:
        if self._watched is not None:
            self._watched.focusChanged.disconnect(self._on_focus_changed)
            self._watched = None

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Takes the keyboard back from a page below, which gets it when the panel closes."""
        if now is None or not self.isVisible() or not self._is_below(now):
            return
        self._came_from = now
        stays = before if before is not None and self.sheet.isAncestorOf(before) else None
        (stays or self.first_field()).setFocus(Qt.FocusReason.PopupFocusReason)

    def _is_below(self, part: QWidget) -> bool:
        """Whether a part lies in the page covered, and in no panel."""
        at: QWidget | None = part
        while at is not None and not isinstance(at, Panel):
            at = at.parentWidget()
        return at is None and self._below.isAncestorOf(part)

    def first_field(self) -> QWidget:
        """What has the keyboard when the panel opens."""
        return self.close_button

    def _add_head(self, title: str) -> None:
        self.close_button = Button("Close (Esc)", Kind.SECONDARY, parent=self.sheet)
        self.close_button.clicked.connect(self.close_panel)
        self.body.addWidget(Heading(title, 2, self.sheet))

    def _add_foot(self) -> None:
        self.body.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)

    def _cover(self) -> None:
        self.setGeometry(self._below.rect())
        room = self.size() - QSize(2 * _MARGIN_PX, 2 * _MARGIN_PX)
        width = min(room.width(), self.fontMetrics().horizontalAdvance("n") * _WIDEST_EM)
        left = (self.width() - width) // 2
        self.sheet.setGeometry(left, _MARGIN_PX, width, self._sheet_height(width, room.height()))

    def _sheet_height(self, _width: int, room: int) -> int:
        return room

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keeps Tab inside the sheet."""
        now = QApplication.focusWidget()
        stops = [part for part in self.sheet.findChildren(QWidget) if _takes_tab(part)]
        stops = _in_tab_order(self, stops)
        if not stops:
            return False
        place = stops.index(now) if now in stops else -1
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # a press beside the sheet must not reach the page

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _DIM)
        painter.end()


def _is_there(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # deleted while the panel was open
        return False


def _takes_tab(part: QWidget) -> bool:
    return (
        part.isVisible()
        and part.isEnabled()
        and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and part.focusProxy() is None
    )


def _in_tab_order(start: QWidget, parts: list[QWidget]) -> list[QWidget]:
    """The parts in Qt's own order for Tab."""
    ordered: list[QWidget] = []
    at = start.nextInFocusChain()
    while at is not None and at is not start:
        if at in parts:
            ordered.append(at)
        at = at.nextInFocusChain()
    return ordered
