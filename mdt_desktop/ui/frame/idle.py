"""Locks when nobody has used the computer for a while, or when it has slept.

Every key, press, movement and turn of a wheel counts as use. They are heard at the windows, where the
system brings them: to hear every event of every part of a screen was a fifth of making one. Time is
read from the clock given, so that the minutes a computer sleeps count too; a long step between two
looks means that it slept.
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
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    )
)


class IdleWatch(QObject):
    """Watches every window of the application from `begin` to `end`.

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
        app.focusWindowChanged.connect(self._listen)

    def begin(self) -> None:
        """Starts to watch, from now."""
        self._used_at = self._looked_at = self._clock()
        self._is_warning = False
        self._timer.start()
        self._listen()

    def end(self) -> None:
        """Watches no longer."""
        self._timer.stop()
        for window in self._app.topLevelWindows():
            window.removeEventFilter(self)

    def set_allowed(self, allowed: timedelta) -> None:
        """Takes another length of time without use."""
        self._allowed = allowed

    def look(self) -> None:
        """Sees how long nobody has used the computer."""
        self._listen()
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
        if event.type() in _USES and event.spontaneous():
            self._used()
        return False

    def _listen(self, _window: object = None) -> None:
        """Hears every window that there is now; one that is heard already is heard once."""
        if self._timer.isActive():
            for window in self._app.topLevelWindows():
                window.installEventFilter(self)

    def _used(self) -> None:
        self._used_at = self._clock()
        if self._is_warning:
            self._is_warning = False
            self.stayed.emit()
