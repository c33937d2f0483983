"""What stands in place of everything where the lease is over: words, the exchange, and files. No record.

It asks the service at once, and again each minute. Whatever waits here is sent or saved as ever; once the
service was met, the person goes on.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import ChangeBus
from mdt_desktop.qt.fields import Card, FlowRow, Heading, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.sync.bundle_book import Saved, outstanding
from mdt_desktop.ui.frame.centred import centred
from mdt_desktop.ui.frame.sync_watch import SyncWatch
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.sync.by_file import ByFile
from mdt_desktop.ui.sync.presenter import came_to
from mdt_desktop.ui.sync.words import must_meet_words, progress_words

if TYPE_CHECKING:
    from mdt_desktop.session import Session

TITLE: Final = "The service has to be met first"
_UNUSED_MS: Final = 300_000


class MustMeet(QWidget):
    """The way on for a person who unlocked a computer that must meet its service.

    Signals:
        met: nothing; the service was met, or the clock was set right
        left: nothing; the person goes, or nobody has done anything for five minutes
    """

    met = Signal()
    left = Signal()

    def __init__(
        self,
        session: "Session",
        runner: BackgroundRunner,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._clock = session, runner, clock
        bus = ChangeBus(self)
        self.sync = SyncWatch(
            session.tie, bus, reads=runner, runner=runner, clock=clock, parent=self
        )
        self.about = Words("", self)
        self.state = WrappedTag(self)
        self.again = Button(
            "Ask the service now", Kind.PRIMARY, icon_name="refresh-cw", parent=self
        )
        self.close_button = Button("Lock", icon_name="lock", parent=self)
        self.files = ByFile(self.sync, runner, clock, self)
        self._unused = QTimer(self, interval=_UNUSED_MS, singleShot=True)
        self._lay_out()
        self._wire()

    def begin(self) -> None:
        """Asks the service at once."""
        self._show()
        self._read_files()
        self.sync.begin()
        self._unused.start()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Asks no more; what is under way stops between two requests."""
        self._unused.stop()
        self.sync.end()

    def _lay_out(self) -> None:
        card = Card("", self)
        deeds = FlowRow(card)
        for button in (self.again, self.close_button):
            deeds.add(button)
        for part in (Heading(TITLE, 1, card), self.about, self.state, deeds, self.files):
            card.add(part)
        column(self).addWidget(centred(card, self))

    def _wire(self) -> None:
        self.again.clicked.connect(self.sync.ask)
        self.close_button.clicked.connect(self.left)
        self._unused.timeout.connect(self.left)
        self.sync.changed.connect(self._on_changed)
        self.files.done.connect(self._read_files)
        for button in (self.again, self.files.save, self.files.take):
            button.clicked.connect(partial(self._unused.start))

    def _on_changed(self) -> None:
        status = self.sync.standing.status
        if status.is_linked and not (status.lease and status.lease.has_ended(self._clock())):
            self.finish()
            self.met.emit()
        else:
            self._show()

    def _show(self) -> None:
        standing, now = self.sync.standing, self._clock()
        lease = standing.status.lease or self._session.lease
        if lease is not None:
            self.about.setText(must_meet_words(lease, standing.status.waiting, now))
        said = progress_words(standing) if standing.is_busy else "\n".join(came_to(standing, now))
        self.state.setVisible(bool(said))
        self.state.show_words(said, "info" if standing.is_busy else "amber")
        self.again.setEnabled(not standing.is_busy)

    def _read_files(self) -> None:
        self._runner.run(self._saved, then=self._on_saved, failed=self._on_not_read, receiver=self)

    def _saved(self) -> tuple[Saved, ...]:
        with self._session.store.reading() as connection:
            return tuple(outstanding(connection))

    def _on_saved(self, saved: tuple[Saved, ...]) -> None:
        self.files.show_waiting(saved, self._clock())

    def _on_not_read(self, error: Exception) -> None:
        raise error
