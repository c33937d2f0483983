"""Runs the exchanges of one signed-in person on a runner, when the schedule says so, and tells how it stands.

It decides nothing about records: what came in is published on the bus, and each open screen names it
or reads again. An error becomes the status and never a dialog; a fault of ours is raised on the GUI
thread, where it is reported with a reference number.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from mdt_core.errors import KnownError
from mdt_desktop.qt.changes import ChangeBus, Changes
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.sync.schedule import Schedule
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.status import SyncStatus
from mdt_desktop.sync.tie import Course, Ended, Got, Tie

LOOKS_EVERY_MS: Final = 1_000
TELLS_EVERY_MS: Final = 250
COUNTS_EVERY_MS: Final = 600_000
"""How often it is written down that the program was used, for a clock that is set back."""


class SyncWatch(QObject):
    """The exchanges of one sitting.

    Signals:
        changed: nothing; how things stand has changed
        ended: nothing; an exchange came to its end or was cut off
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        tie: Tie,
        bus: ChangeBus,
        *,
        reads: BackgroundRunner,
        runner: BackgroundRunner,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.tie, self.standing = tie, Standing()
        self._bus, self._reads, self._runner, self._clock = bus, reads, runner, clock
        self._schedule = Schedule(clock())
        self._course = Course()
        self._is_ending = self._is_telling = False
        self._timer = QTimer(self, interval=LOOKS_EVERY_MS)
        self._timer.timeout.connect(self._on_tick)
        self._use = QTimer(self, interval=COUNTS_EVERY_MS)
        self._use.timeout.connect(self._on_used)
        bus.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Reads how things stand; the first exchange follows at once where there is a service."""
        self.read()
        self._timer.start()
        self._use.start()

    def end(self) -> None:
        """Begins no more exchanges; one under way stops between two requests."""
        self._is_ending = self._course.is_stopped = True
        self._timer.stop()
        self._use.stop()

    def stop(self) -> None:
        """Stops what is under way; the schedule goes on."""
        self._course.is_stopped = True

    def ask(self) -> None:
        """A person asks, or the network came back: an exchange at once, whatever failed before."""
        self._schedule = self._schedule.asked(self._clock())
        self._on_tick()

    def got(self, home_id: str) -> Got:
        """How old what is shown of a home may be, as last read."""
        return Got.of(self.standing.status, home_id)

    def read(self) -> None:
        """Reads again what the store says."""
        if not self._is_ending:
            self._reads.run(
                self.tie.status, then=self._on_status, failed=self._on_not_read, receiver=self
            )

    def took(self, how: Ended) -> None:
        """An answer was taken in from a file; whether the network is there is as it was before."""
        if how.report is not None:
            before, ended = self.standing, self.standing.ended(how.report)
            kept = ("is_busy", "apart_since", "is_without_network", "trouble")
            self._stand(replace(ended, **{name: getattr(before, name) for name in kept}))
        self._publish(how)
        self.read()
        self.ended.emit()

    @property
    def has_to_send(self) -> bool:
        """Whether something waits that a service could take now."""
        standing = self.standing
        return bool(standing.status.is_linked and standing.status.waiting) and (
            standing.apart_since is None
        )

    def _on_status(self, status: SyncStatus) -> None:
        self._stand(self.standing.read(status))
        self._on_tick()

    def _on_not_read(self, error: Exception) -> None:
        self._stand(self.standing.failed(error, self._clock()))
        if not isinstance(error, KnownError):
            raise error

    def _on_changed(self, _changes: Changes) -> None:
        if self._is_ending:
            return
        self.read()
        if not self._is_telling:
            self._schedule = self._schedule.saved(self._clock())

    def _on_tick(self) -> None:
        if self._is_ending:
            return
        if self.standing.is_busy:
            if self._course.progress != self.standing.progress:
                self._stand(self.standing.went_on(self._course.progress))
        elif self.standing.status.is_linked and self._schedule.is_due(self._clock()):
            self._exchange()

    def _on_used(self) -> None:
        if self.standing.status.lease is None:
            return
        self._runner.run(
            partial(self.tie.count_use, timedelta(milliseconds=COUNTS_EVERY_MS)),
            then=lambda _counted: self.read(),
            failed=self._on_not_read,
            receiver=self,
        )

    def _exchange(self) -> None:
        course = self._course = Course()
        self._timer.setInterval(TELLS_EVERY_MS)
        self._stand(self.standing.began())
        self._runner.run(
            lambda: self.tie.exchange(course),
            then=self._on_ended,
            failed=self._on_fault,
            receiver=self,
        )

    def _on_ended(self, how: Ended) -> None:
        now = self._clock()
        self._timer.setInterval(LOOKS_EVERY_MS)
        if how.report is not None:
            self._schedule = self._schedule.succeeded(now)
            self._stand(self.standing.ended(how.report))
        else:
            self._fail(how.error or KnownError("This computer is not connected to a service."))
        self._publish(how)
        self.read()
        self.ended.emit()
        if how.error is not None and not isinstance(how.error, KnownError):
            raise how.error

    def _on_fault(self, error: Exception) -> None:
        self._timer.setInterval(LOOKS_EVERY_MS)
        self._fail(error)
        self.ended.emit()
        if not isinstance(error, KnownError):
            raise error

    def _fail(self, error: Exception) -> None:
        now = self._clock()
        self._schedule = self._schedule.failed(now, self.tie.chance())
        self._stand(self.standing.failed(error, now))

    def _publish(self, how: Ended) -> None:
        """Tells the screens what came in; that is no saving of ours, so nothing is to be sent for it."""
        self._is_telling = True
        try:
            self._bus.publish(Changes(how.told.kinds, how.told.ids))
        finally:
            self._is_telling = False

    def _stand(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed.emit()
