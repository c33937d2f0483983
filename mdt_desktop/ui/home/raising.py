"""Raising a concern from a home's page: about a resident on a page of its own, about the home here."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from mdt_core.errors import KnownError
from mdt_core.store.queries.homes import by_room
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.observations import raise_home_concern
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.concern.presenter import KEPT_HERE, NOT_SENT
from mdt_desktop.ui.context import Context, ToConcern, ToHome
from mdt_desktop.ui.frame.problems import sentence
from mdt_desktop.ui.home.concern_parts import Raised, RaiseForm
from mdt_desktop.ui.home.concerns import HomeRead


class Raising(QObject):
    """The form, as one page of the home's, with what its deed writes.

    Signals:
        ended: what to say on the list, empty where nothing was written
    """

    ended = Signal(str)

    def __init__(self, context: Context, home_id: str, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._context, self._home_id, self._pages = context, home_id, pages
        self.form = RaiseForm(context, pages)
        pages.addWidget(self.form)
        self.form.cancelled.connect(self._on_cancelled)
        self.form.raised.connect(self._on_raised)

    def begin(self, read: HomeRead) -> None:
        """Shows the form with nobody chosen."""
        self._pages.setCurrentWidget(self.form)
        lines = tuple(sorted(read.home.lines, key=by_room))
        self.form.begin(read.home.name, lines, read.concerns.out_of_hours)

    def _on_cancelled(self) -> None:
        self.ended.emit("")

    def _on_raised(self, raised: Raised) -> None:
        context = self._context
        if raised.concern is None:
            context.go(ToConcern(raised.resident_id, ToHome(self._home_id)))
            return
        work = partial(
            raise_home_concern,
            context.store,
            by=context.actor,
            home_id=self._home_id,
            concern=raised.concern,
            draft_of=self._home_id,
        )
        context.runners.deeds.run(work, then=self._on_kept, failed=self._on_not_kept, receiver=self)

    def _on_kept(self, kept: tuple[str, Written]) -> None:
        _, written = kept
        self.ended.emit(f"{KEPT_HERE}. {NOT_SENT}")
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_kept(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.form.show_problem(error.where, sentence(error.message))
