"""Told by the system that the computer is about to sleep or that its screen is locked.

On Linux systemd-logind says so on the system bus. Elsewhere nothing is heard: the clock then shows on
waking that the computer slept, and it locks at once.
"""

from typing import Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_SERVICE: Final = "org.freedesktop.login1"
_MANAGER_PATH: Final = "/org/freedesktop/login1"
_MANAGER: Final = "org.freedesktop.login1.Manager"
_SESSION: Final = "org.freedesktop.login1.Session"
HEARD: Final = "It also locks at once when the computer sleeps or its screen is locked."
NOT_HEARD: Final = (
    "On this system it is not told when the screen is locked. It locks at once when the computer"
    " wakes from sleep."
)


class SystemLock(QObject):
    """Listens for sleep and lock.

    Signals:
        locking: nothing; it is time to lock, before anything else is seen
    """

    locking = Signal()

    def __init__(
        self, bus: QDBusConnection | None, parent: QObject | None = None, service: str = _SERVICE
    ) -> None:
        super().__init__(parent)
        self.is_heard = bus is not None and bus.isConnected() and self._listen(bus, service)

    @property
    def words(self) -> str:
        """What a person is told about it."""
        return HEARD if self.is_heard else NOT_HEARD

    def _listen(self, bus: QDBusConnection, service: str) -> bool:
        # The library wants the text that SLOT gives; its types say bytes.
        sleep = bus.connect(  # type: ignore[call-overload]
            service, _MANAGER_PATH, _MANAGER, "PrepareForSleep", self, SLOT("_on_sleep(bool)")
        )
        lock = bus.connect(  # type: ignore[call-overload]
            service, "", _SESSION, "Lock", self, SLOT("_on_lock()")
        )
        return bool(sleep) and bool(lock)

    @Slot(bool)
    def _on_sleep(self, is_beginning: bool) -> None:  # noqa: FBT001 - as the bus gives it
        if is_beginning:
            self.locking.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.locking.emit()


def system_bus(system: str) -> QDBusConnection | None:
    """Gives the system bus where there is one; `system` is as in `sys.platform`."""
    return QDBusConnection.systemBus() if system.startswith("linux") else None
