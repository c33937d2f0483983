"""Where an entry stands in the round: one desk for one resident at a time, or the summary.

Leaving a resident keeps the draft; nothing of one resident is handed on to the next.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import Card, Heading
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.desk import EntryDesk
from mdt_desktop.ui.round.presenter import Person
from mdt_desktop.ui.round.signed_here import ThisRound
from mdt_desktop.ui.round.summary import SummaryView

READY: Final = "Ready for the next resident"


class EntryPlace(QWidget):
    """Holds the desk of the resident who is open.

    Signals:
        ready: nothing; the form is open for typing
        looked: nothing; what came in was looked at
        told: words for the foot
        wrote: the `Changes` of a deed done at the desk other than signing
    """

    ready = Signal()
    looked = Signal()
    told = Signal(object)
    wrote = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._left: set[str] = set()
        self.desk: EntryDesk | None = None
        self.summary = SummaryView(self)
        self._box = column(self)
        self._box.addWidget(self.summary)
        self._ready = Card("", self)
        self._ready.add(Heading(READY, 1, self._ready))
        self.show_next = Button("Show", Kind.PRIMARY, parent=self._ready)
        self._ready.body.addWidget(self.show_next, 0, Qt.AlignmentFlag.AlignLeft)
        self._ready.body.addStretch(1)
        self._box.addWidget(self._ready)
        self._ready.hide()

    @property
    def resident_id(self) -> str:
        """Whom the desk is about; empty while nobody is open."""
        return self.desk.resident_id if self.desk else ""

    def open_desk(self, page: ResidentPage, people: Sequence[Person], here: ThisRound) -> None:
        """Makes the desk of a resident; a draft left in this round is taken up unasked."""
        self.summary.hide()
        self._ready.hide()
        desk = EntryDesk(
            self._context,
            page,
            people,
            here=here,
            takes_up_draft=page.line.resident_id in self._left,
            parent=self,
        )
        self.desk = desk
        desk.ready.connect(self._on_ready)
        desk.told.connect(self._on_told)
        desk.wrote.connect(self._on_wrote)
        desk.news_bar.answered.connect(self._on_looked)
        self._box.addWidget(desk)
        desk.show()  # now, so that it has its size before anything is put in focus

    @property
    def is_ready_for_next(self) -> bool:
        """Whether the blank page stands between two residents."""
        return self._ready.isVisible()

    def show_ready(self) -> None:
        """Shows nothing of anybody until it is asked for."""
        self.summary.hide()
        self._ready.show()
        self.show_next.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, *, was_signed: bool) -> None:
        """Takes the desk away, the draft kept where nothing was signed."""
        desk, self.desk = self.desk, None
        self._ready.hide()
        if desk is None:
            return
        if not was_signed:
            desk.autosave.leave()
            self._left.add(desk.resident_id)
        typing = QApplication.focusWidget()
        if typing is not None and desk.isAncestorOf(typing):
            self.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # or a key meant for the next presses Back
        self._box.removeWidget(desk)
        desk.hide()
        desk.deleteLater()

    def keep_draft(self) -> None:
        """Writes what is typed now, before something else comes on the screen."""
        if self.desk is not None:
            self.desk.autosave.flush()

    def takes_up(self, resident_id: str, *, draft: bool) -> None:
        """Says whether this resident's draft is taken up unasked when next opened."""
        (self._left.add if draft else self._left.discard)(resident_id)

    def _on_ready(self) -> None:
        self.ready.emit()

    def _on_looked(self, _place: int) -> None:
        self.looked.emit()

    def _on_told(self, words: str) -> None:
        self.told.emit(words)

    def _on_wrote(self, changes: object) -> None:
        self.wrote.emit(changes)
