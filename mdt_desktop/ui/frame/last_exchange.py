"""Before the window closes: sends what waits, for a bounded time that is told in words.

Where there is no network, or nothing waits, the window closes at once. A second press closes it at
once as well: what waits is safe on this computer and is sent the next time.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from mdt_desktop.ui.frame.frame import Frame

AT_MOST_MS: Final = 10_000


class LastExchange(QObject):
    """Holds a window back until what waits was sent."""

    def __init__(self, window: QWidget, frame: Callable[[], "Frame | None"]) -> None:
        super().__init__(window)
        self._window, self._frame = window, frame
        self._is_waiting = False
        self._limit = QTimer(self, singleShot=True, interval=AT_MOST_MS)
        self._limit.timeout.connect(self._close)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close and self._holds_back():
            event.ignore()
            return True
        return False

    def _holds_back(self) -> bool:
        frame = self._frame()
        if frame is None or self._is_waiting or not frame.sync.has_to_send:
            return False
        from mdt_desktop.ui.sync.words import counted  # noqa: PLC0415 - see `loaded_late`

        self._is_waiting = True
        waiting = counted(frame.sync.standing.status.waiting)
        seconds = AT_MOST_MS // 1_000
        frame.message.show_message(
            f"Sending {waiting} before closing, for at most {seconds} seconds. Close again to close"
            " now: what waits is safe on this computer",
            "info",
        )
        frame.sync.ended.connect(self._close)
        frame.sync.ask()
        self._limit.start()
        return True

    def _close(self) -> None:
        if self._is_waiting:
            self._limit.stop()
            self._window.close()  # not held back again
            self._is_waiting = False
