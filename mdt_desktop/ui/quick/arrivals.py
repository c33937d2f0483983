"""What has come in about a resident while a form is open, and whether it must be looked at first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.ui.context import Context
from mdt_desktop.ui.observations.news import NewsBar
from mdt_desktop.ui.observations.presenter import must_look
from mdt_desktop.ui.quick.presenter import QuickRead, quick_news
from mdt_desktop.ui.resident.timeline import timeline


class Arrivals(NewsBar):
    """The bar above the form; it compares what is now with what was seen last.

    Signals:
        taken_up: the `QuickRead` that the person has looked at
    """

    taken_up = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._seen: QuickRead | None = None
        self._latest: QuickRead | None = None
        self.must_look = False
        self.looked.connect(self._on_looked)

    def start_from(self, read: QuickRead) -> None:
        """Takes this as what the person has seen."""
        self._seen = read

    def compare(self, now: QuickRead) -> bool:
        """Says what is new, if anything; returns whether there was."""
        words = quick_news(self._seen, now) if self._seen else ()
        if not words or self._seen is None:
            return False
        self._latest = now
        before, after = self._seen.read, now.read
        self.must_look = self.must_look or must_look(before.page, after.page)
        actor, clock = self._context.actor, self._context.clock
        seen = {item.id for item in timeline(before, actor, clock())}
        items = timeline(after, actor, clock())
        self.tell(words, tuple(item for item in items if item.id not in seen))
        return True

    def _on_looked(self) -> None:
        self.must_look = False
        if self._latest is not None:
            self._seen = self._latest
            self.taken_up.emit(self._latest)
