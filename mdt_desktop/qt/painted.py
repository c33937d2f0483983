"""Says when a window has first been painted: what the eye does not wait for is done after that.

A timer of no length would not do: the system tells a window to paint itself when it likes to, and
work that began before has kept the window empty meanwhile.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_AT_MOST_MS: Final = 250
"""A window that lies hidden is not painted; who hears it read still unlocks."""


def once_painted(window: QWidget, then: Callable[[], object]) -> None:
    """Calls `then` in the turn after the first paint, or a quarter of a second later without one."""
    _FirstPaint(window, then)


class _FirstPaint(QObject):
    """Watches one window and goes with its first paint."""

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)
        self._timer.start(_AT_MOST_MS)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._timer.start(0)
        return False

    def _on_due(self) -> None:
        self._window.removeEventFilter(self)
        self.deleteLater()
        self._then()
