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


def once_painted(
    window: QWidget, then: Callable[[], object], *, at_most_ms: int = _AT_MOST_MS
) -> None:
    """Calls `then` in the turn after the first paint, or a quarter of a second later without one."""
    _FirstPaint(window, then, at_most_ms)


class _FirstPaint(QObject):
    """Watches one window and goes with its first paint.

    It keeps no window, and has let go of `then` before it is deleted: PySide drops what an object
    keeps in the middle of its deletion, and a window dropped there, known to nobody else, would
    delete its children, this one among them, a second time.
    """

    def __init__(self, window: QWidget, then: Callable[[], object], at_most_ms: int) -> None:
        super().__init__(window)
        self._then: Callable[[], object] | None = then
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)
        self._timer.start(at_most_ms)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._timer.start(0)
        return False

    def _on_due(self) -> None:
        then, self._then = self._then, None
        if then is not None:  # another paint may have come before the deletion
            self.deleteLater()
            then()
