"""The page of a call: whom to call, and the words in the order of SBARD, ready to copy.

Nothing is typed or kept here. What comes in meanwhile is taken up, since nobody is writing.
"""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mdt_core.errors import KnownError
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.calls import record_sbard_copy
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.fall.presenter import blood_thinner_words
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where, command
from mdt_desktop.ui.quick.area import FormArea
from mdt_desktop.ui.quick.deed_bar import DeedBar
from mdt_desktop.ui.quick.head import FormHead
from mdt_desktop.ui.quick.presenter import QuickRead, calls_of, open_quick, read_quick_again
from mdt_desktop.ui.quick.widgets import CallList, NarrowColumn
from mdt_desktop.ui.round.copying import LentClipboard
from mdt_desktop.ui.sbard.words import resident_call

COPIED: Final = "Copied. The clipboard is cleared in 2 minutes"
_NO_LIST: Final = "not shown to your role"


class SbardPage(QWidget):
    """The words for a call about one resident; afterwards it goes back where it was asked for."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Words for a call")
        self._context, self._resident_id, self._back = context, resident_id, back
        self.words = ""
        self.head = FormHead(context, self)
        self._area = FormArea(self)
        self.bar = DeedBar(self)
        box = column(self)
        box.addWidget(self.head)
        box.addWidget(self._area, 1)
        box.addWidget(self.bar)
        self.back_button = Button(f"Back ({command('form.back').shown})", parent=self.bar)
        self.copy = Button("Copy these words", Kind.PRIMARY, parent=self.bar)
        self.bar.hold(self.back_button, self.copy)
        self.back_button.clicked.connect(self._on_back)
        self.copy.clicked.connect(self._on_copy)
        self.copy.setEnabled(False)
        self.bar.show_deeds(self.back_button, self.copy)
        Bindings(Where.FORM, self).bind("form.back", self._on_back, button=self.back_button)

    def load(self) -> None:
        """Opens the resident, which is audited."""
        context = self._context
        work = partial(open_quick, context.store, context.actor, self._resident_id)
        context.runners.deeds.run(work, then=self._on_opened, failed=self._on_failed, receiver=self)

    def refresh(self, changes: Changes) -> None:
        """Words what has come in about this resident meanwhile."""
        if not changes.concerns(self._resident_id) or not self.words:
            return
        context = self._context
        work = partial(read_quick_again, context.store, context.actor, self._resident_id)
        context.runners.reads.run(work, then=self._show, failed=self._on_failed, receiver=self)

    def leave(self) -> None:
        """Keeps nothing."""

    def _on_opened(self, read: QuickRead) -> None:
        self._show(read)
        self.copy.setFocus()

    def _show(self, read: QuickRead) -> None:
        listed = blood_thinner_words(read.listed) if read.listed else _NO_LIST
        self.words = resident_call(read.read.page, listed, self._context.clock())
        self.head.show_person(read)
        inside = QWidget(self)
        box = column(inside, gap=12)
        calls = CallList(inside)
        calls.show_calls(calls_of(read.home))
        box.addWidget(calls)
        card = Card("For the call (SBARD)", inside)
        card.add(Words(self.words, card))
        box.addWidget(card)
        self._area.show_part(NarrowColumn(), inside)
        self.copy.setEnabled(True)

    def _on_copy(self) -> None:
        context = self._context
        work = partial(
            record_sbard_copy, context.store, by=context.actor, resident_id=self._resident_id
        )
        context.runners.deeds.run(
            work,
            then=partial(self._on_copied, self.words),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_copied(self, words: str, _changes: Touched) -> None:
        LentClipboard.of_application().lend(words)
        self.bar.tell(COPIED)
        announce(self, COPIED)

    def _on_failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, KnownError) else type(error).__name__
        self.head.message.show_message(f"This was not done. {words}", "red")

    def _on_back(self) -> None:
        self._context.go(self._back)
