"""Locks when nobody has used the computer for a while, or when it has slept.

Every key, press, movement and turn of a wheel counts as use. Time is read from the clock given, so
that the minutes a computer sleeps count too; a long step between two looks means that it slept.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from typing_extensions import override

WARNING: Final = timedelta(seconds=60)
SLEPT: Final = timedelta(seconds=30)
_LOOK_MS: Final = 1_000
_USES: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    )
)


class IdleWatch(QObject):
    """Watches the whole application from `begin` to `end`.

    Signals:
        warned: the seconds until it locks; once a second while nobody stays
        stayed: nothing; somebody used the computer after a warning
        expired: nothing; it is time to lock
    """

    warned = Signal(object)
    stayed = Signal()
    expired = Signal()

    def __init__(
        self, app: QApplication, clock: Callable[[], datetime], allowed: timedelta
    ) -> None:
        super().__init__(app)
        self._app, self._clock, self._allowed = app, clock, allowed
        self._used_at = self._looked_at = clock()
        self._is_warning = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Starts to watch, from now."""
        self._used_at = self._looked_at = self._clock()
        self._is_warning = False
        self._app.installEventFilter(self)
        self._timer.start()

    def end(self) -> None:
        """Watches no longer."""
        self._app.removeEventFilter(self)
        self._timer.stop()

    def set_allowed(self, allowed: timedelta) -> None:
        """Takes another length of time without use."""
        self._allowed = allowed

    def look(self) -> None:
        """Sees how long nobody has used the computer."""
        now = self._clock()
        has_slept = now - self._looked_at > SLEPT
        self._looked_at = now
        left = self._allowed - (now - self._used_at)
        if has_slept or left <= timedelta():
            self.end()
            self.expired.emit()
        elif left <= min(WARNING, self._allowed / 2):
            self._is_warning = True
            self.warned.emit(round(left.total_seconds()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES and _is_by_hand(event):
            self._used()
        return False

    def _used(self) -> None:
        self._used_at = self._clock()
        if self._is_warning:
            self._is_warning = False
            self.stayed.emit()


def _is_by_hand(event: QEvent) -> bool:
    """Movements also come without a hand, when something appears under a resting pointer."""
    return event.spontaneous() or event.type() == QEvent.Type.KeyPress
