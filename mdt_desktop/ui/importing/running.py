"""A long import while it goes on: how far it is comes to the screen, a cancel goes to the worker."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from mdt_core.exchange.import_report import Progress


class Running(QObject):
    """Carries progress from the runner's thread; it has no parent, since work may outlive a screen.

    Signals:
        told: the `Progress`, always delivered on the GUI thread
        taken: what came of it
        failed: the error that ended it
        _heard: the `Progress`, from the worker
    """

    told = Signal(object)
    taken = Signal(object)
    failed = Signal(object)
    _heard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cancel = threading.Event()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def hear(self, now: Progress) -> None:
        """Takes how far it is; called by the work itself."""
        self._heard.emit(now)

    def finish(self, taken: object) -> None:
        """Tells what came of it to whoever is still there."""
        self.taken.emit(taken)

    def fail(self, error: Exception) -> None:
        """Tells why it ended to whoever is still there."""
        self.failed.emit(error)

    def cancel(self) -> None:
        """Asks the work to end at the next good place."""
        self._cancel.set()

    def is_cancelled(self) -> bool:
        """Whether somebody asked it to end."""
        return self._cancel.is_set()

    def _on_heard(self, now: Progress) -> None:
        self.told.emit(now)
