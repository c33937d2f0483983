"""Has the worklist kept once nothing more is written for a moment, so that the next list opens at once.

After that the index of words is put in order, which else the commit of some later entry would do.

A few residents at a time on the runner of long work, with a pause between, so that no deed and no key
waits for it. What it has not come to yet is worked out by whoever asks.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from mdt_core.errors import KnownError
from mdt_core.store.store import Store
from mdt_desktop.qt.changes import ChangeBus, Changes
from mdt_desktop.qt.runner import BackgroundRunner

QUIET_MS: Final = 2_000
"""So long nothing must have been written: while pages of changes come in, it waits."""

_PAUSE_MS: Final = 50
_AT_ONCE: Final = 4


class WorklistKeeper(QObject):
    """Works from `begin` until `end`, whenever something was written."""

    def __init__(
        self, store: Store, bus: ChangeBus, runner: BackgroundRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._runner = store, runner
        self._is_asked = self._is_ended = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        bus.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Keeps what the program before, or an exchange without a window, left to be kept."""
        self._timer.start(QUIET_MS)

    def end(self) -> None:
        """Begins nothing more; what is being written is finished."""
        self._is_ended = True
        self._timer.stop()

    def _on_changed(self, _changes: Changes) -> None:
        if not self._is_ended:
            self._timer.start(QUIET_MS)

    def _ask(self) -> None:
        if self._is_asked or not self._runner.takes_work:
            return
        self._is_asked = True
        self._runner.run(self._keep_some, then=self._on_kept, failed=self._on_failed, receiver=self)

    def _keep_some(self) -> bool:
        """Whether there may be more to do."""
        return self._store.keep_standings(_AT_ONCE) > 0 or self._store.merge_words()

    def _on_kept(self, has_more: bool) -> None:  # noqa: FBT001 - what the runner brings
        self._is_asked = False
        if has_more and not self._is_ended and not self._timer.isActive():
            self._timer.start(_PAUSE_MS)

    def _on_failed(self, error: Exception) -> None:
        """Nothing is lost by it: a full disk or a closed store is told by the next deed."""
        self._is_asked = False
        if not isinstance(error, KnownError):
            raise error
