"""Keeps beside the open actions of the run screen how far each has come at the home."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer

from mdt_core.records.actions import Action
from mdt_core.records.receipts import Receipt
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.actions.page import A_MINUTE_MS
from mdt_desktop.ui.actions.reach import actions_reach
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.know_view import KnowView


class ActionsReach(QObject):
    """Reads again when a receipt comes, and every minute, as an urgent action is to be phoned in time."""

    def __init__(self, context: Context, know: KnowView, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._know = context, know
        self._page: ResidentPage | None = None
        self.minute = QTimer(self, interval=A_MINUTE_MS)
        self.minute.timeout.connect(self._read)
        context.bus.changed.connect(self._on_changed)
        self.minute.start()

    def watch(self, page: ResidentPage) -> None:
        """Takes up the open actions of a resident as just shown."""
        self._page = page
        self._read()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(Receipt.kind, Action.kind):
            self._read()

    def _read(self) -> None:
        context, page = self._context, self._page
        if page is None or not page.open_actions or not context.runners.reads.takes_work:
            return
        asked = tuple((page.line.home_id, each) for each in page.open_actions)
        context.runners.reads.run(
            partial(actions_reach, context.store, context.actor, asked, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, words: Mapping[str, str]) -> None:
        self._know.show_reach(words)

    def _on_failed(self, error: Exception) -> None:
        """Nothing is claimed that could not be read; the fault is reported."""
        self._know.show_reach({})
        raise error
