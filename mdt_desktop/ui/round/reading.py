"""Asks the store for a round and its residents, on the workers; answers on the GUI thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from mdt_core.scores.observed import score_ahead
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.residents import open_resident
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.presenter import RoundRead, read_round


class RoundReading(QObject):
    """One round of one day. While the window closes nothing more is asked.

    Signals:
        failed: the error that kept something from being read
        wrote: the `Changes` of putting a resident on the list
    """

    failed = Signal(object)
    wrote = Signal(object)

    def __init__(self, context: Context, of: RoundOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._of = context, of

    def read(self, then: Callable[[RoundRead], None]) -> None:
        """Reads the round as it stands."""
        context, reads = self._context, self._context.runners.reads
        if reads.takes_work:
            work = partial(read_round, context.store, context.drafts, context.actor, self._of)
            reads.run(work, then=then, failed=self._on_failed, receiver=self)

    def add(self, resident_id: str, home_id: str, then: Callable[[RoundRead], None]) -> None:
        """Puts a resident of a home on its list, starting the round where nobody has, and reads it."""
        context, deeds = self._context, self._context.runners.deeds
        if deeds.takes_work:
            work = partial(
                start_round,
                context.store,
                by=context.actor,
                home_id=home_id,
                day=self._of.day,
                residents=[resident_id],
                programme=self._of.programme,
            )
            added = partial(self._on_added, then)
            deeds.run(work, then=added, failed=self._on_failed, receiver=self)

    def open_resident(self, resident_id: str, then: Callable[[ResidentPage], None]) -> None:
        """Reads one resident and records that the page was opened."""
        context, deeds = self._context, self._context.runners.deeds
        if deeds.takes_work:
            work = partial(_opened, context, resident_id)
            deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_added(self, then: Callable[[RoundRead], None], made: tuple[str, Changes]) -> None:
        self.wrote.emit(made[1])
        self.read(then)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)


def _opened(context: Context, resident_id: str) -> ResidentPage:
    page = open_resident(context.store, by=context.actor, resident_id=resident_id)
    score_ahead(each.record for each in page.observations)
    return page
