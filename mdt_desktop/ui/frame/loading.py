"""Loads what comes after the PIN while it is typed, and says when all of it is there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mdt_desktop import loaded_late
from mdt_desktop.qt.runner import BackgroundRunner


class Loading(QObject):
    """Two runners load; what could not be loaded is told to `failed`.

    Signals:
        ended: nothing; whatever is loaded behind the locked window is there, or will not come
    """

    ended = Signal()

    def __init__(
        self,
        reads: BackgroundRunner,
        long_work: BackgroundRunner,
        failed: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reads, self._long_work, self._failed = reads, long_work, failed

    def begin(self) -> None:
        """Begins to load; called on the GUI thread while both runners take work."""
        self._reads.run(
            loaded_late.load_packages, then=_nothing, failed=self._failed, receiver=self
        )
        self._long_work.run(
            loaded_late.load_screens, then=self._on_loaded, failed=self._on_failed, receiver=self
        )

    def _on_loaded(self, _given: object) -> None:
        self.ended.emit()

    def _on_failed(self, error: Exception) -> None:
        self._failed(error)
        self.ended.emit()


def _nothing(_given: object) -> None:
    """Done."""
