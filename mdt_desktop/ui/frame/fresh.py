"""How fresh things are, in the top line: what was got, and how many changes wait to be sent."""

from PySide6.QtCore import QObject

from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame import presenter
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.frame.top_line import TopLine


class Freshness(QObject):
    """Keeps the top line's words of one signed-in person."""

    def __init__(self, session: Session, context: Context, top: TopLine) -> None:
        super().__init__(top)
        self._session, self._context, self._top = session, context, top
        self.waiting = 0

    def begin(self) -> None:
        """Says what is known, and counts what waits."""
        self._show()
        self.count()

    def count(self) -> None:
        """Counts again what waits to be sent."""
        self._context.runners.reads.run(
            self._session.waiting, then=self._on_counted, failed=self._on_failed, receiver=self
        )

    def _on_counted(self, waiting: int) -> None:
        self.waiting = waiting
        self._show()

    def _on_failed(self, error: Exception) -> None:
        words = words_of(error)
        self._top.show_freshness("Not counted", words)

    def _show(self) -> None:
        context = self._context
        fresh = presenter.freshness(context.got_at(), self.waiting, context.clock())
        self._top.show_freshness(fresh.words, fresh.in_full)
