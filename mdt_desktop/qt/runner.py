"""The only place where threads are made: plain functions in, results back on the GUI thread.

Work runs one piece after another on one thread of its own and is free of Qt. What it returns or
raises comes back on the GUI thread, in the order given. `close` waits for what was accepted; what
was still undelivered then is delivered by `close` itself, so that nothing accepted is lost. A
receiver that has been deleted meanwhile is never called.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_NO_RECEIVER: Final = None


@dataclass(frozen=True)
class _Job:
    """One accepted piece of work with those who wait for it."""

    future: Future[Any]  # results of all kinds pass through; `run` ties work and `then` together
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]
    receiver: QObject | None

    def is_wanted(self) -> bool:
        """False once the receiving object is gone."""
        return self.receiver is _NO_RECEIVER or shiboken6.isValid(self.receiver)


class BackgroundRunner(QObject):
    """Runs plain functions one after another on one thread and hands the results back to Qt's.

    Signals:
        _one_finished: nothing; the oldest undelivered job has finished.
        became_idle: nothing; everything accepted has been delivered.
    """

    _one_finished = Signal()
    became_idle = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: deque[_Job] = deque()
        self._is_closed = False
        self._one_finished.connect(self._on_one_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """True when everything accepted has been delivered."""
        return not self._jobs

    @property
    def takes_work(self) -> bool:
        """False from `close` on; what is delivered by `close` must ask before it goes on."""
        return not self._is_closed

    def run(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        receiver: QObject | None = None,
    ) -> None:
        """Accepts work; `then` or `failed` is called later on the GUI thread.

        With a `receiver`, neither is called once that object has been deleted. Must be called on
        the GUI thread. Raises RuntimeError after `close`.
        """
        if self._is_closed:
            message = "this runner is closed and takes no more work"
            raise RuntimeError(message)
        future = self._pool.submit(work)
        self._jobs.append(_Job(future, then, failed, receiver))
        future.add_done_callback(self._tell_gui_thread)

    def close(self) -> None:
        """Takes no more work, waits for what was accepted, and delivers it."""
        if self._is_closed:
            return
        self._is_closed = True
        self._pool.shutdown(wait=True)
        while self._jobs:
            self._deliver_oldest()

    def _tell_gui_thread(self, _done: Future[Any]) -> None:
        self._one_finished.emit()

    @Slot()
    def _on_one_finished(self) -> None:
        if self._jobs and self._jobs[0].future.done():
            self._deliver_oldest()

    def _deliver_oldest(self) -> None:
        job = self._jobs.popleft()
        try:
            if job.is_wanted():
                _deliver(job)
        finally:
            if not self._jobs:
                self.became_idle.emit()


def _deliver(job: _Job) -> None:
    error = job.future.exception()
    if error is None:
        job.then(job.future.result())
    elif isinstance(error, Exception):
        job.failed(error)
    else:
        raise error
