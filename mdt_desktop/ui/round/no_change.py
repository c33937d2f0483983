"""No change: the exact words that will be signed, and a press that says how the person was seen.

No way of signing is the default, so that Enter alone never signs. Never for several at once.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.errors import Refused
from mdt_core.no_change import NOT_AVAILABLE
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.use_cases.no_change import (
    NEW_SINCE,
    NoChangeOffer,
    offer_no_change,
    sign_no_change,
    ways_in,
)
from mdt_core.use_cases.rounds import SignedEntry
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import Quiet, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.round.deeds import Signature
from mdt_desktop.ui.round.desk import EntryDesk
from mdt_desktop.ui.round.panes import Scrolling
from mdt_desktop.ui.round.presenter import RoundRead
from mdt_desktop.ui.round.signing import plain_words

D2A_WEEKLY: Final = (
    f"{NOT_AVAILABLE}: a D2A resident has planned end, what stops discharge and therapy said weekly"
)
HAS_TEXT: Final = "«No change» is not available: there is text in the form. Sign it, or clear it"
_SIGN_WORDS: Final = {
    HowSeen.IN_PERSON: "Seen in person: sign",
    HowSeen.VIDEO: "Seen by video: sign",
    HowSeen.DISCUSSED: "Discussed only: sign",
}


class NoChangePanel(Panel):
    """The words, and one button a way of having seen the person; each also by its digit.

    Signals:
        chosen: the `HowSeen`
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("No change", parent)
        self._who, self._said = Words(parent=self.sheet), Words(parent=self.sheet)
        self._said.setProperty("level", "3")
        self._row = FlowRow(self.sheet)
        self._buttons: list[tuple[Button, HowSeen]] = []
        content = QWidget()
        box = column(content)
        for part in (
            self._who,
            Quiet("These words will be signed:", self.sheet),
            self._said,
            self._row,
            Quiet("See again: next round. To write anything else, press Esc", self.sheet),
        ):
            box.addWidget(part)
        box.addStretch(1)
        self.body.addWidget(Scrolling(content, "No change", self.sheet), 1)
        self._add_foot()

    def open_for(self, who: str, words: str, ways: tuple[HowSeen, ...]) -> None:
        """Opens it with the words of one resident."""
        self._who.setText(f"For {who}")
        self._said.setText(words)
        self._row.clear()
        self._buttons = []
        for number, how in enumerate(ways, start=1):
            button = Button(f"{number}  {_SIGN_WORDS[how]}", parent=self._row)
            button.clicked.connect(self._on_clicked)
            self._row.add(button)
            self._buttons.append((button, how))
        self.setAccessibleDescription(f"{who}. {words}")
        self.open()

    def button(self, how: HowSeen) -> Button:
        """The button that signs so."""
        return next(button for button, each in self._buttons if each is how)

    def _on_clicked(self) -> None:
        pressed = cast("Button", self.sender())
        self._choose(next(how for button, how in self._buttons if button is pressed))

    def _choose(self, how: HowSeen) -> None:
        self.close_panel()
        self.chosen.emit(how)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        is_digit = typed.isascii() and typed.isdigit() and not event.isAutoRepeat()
        if is_digit and 1 <= int(typed) <= len(self._buttons):
            self._choose(self._buttons[int(typed) - 1][1])
            return
        super().keyPressEvent(event)


class NoChangeDeed(QObject):
    """Offers «no change» for the resident on the screen and signs what was shown.

    Signals:
        signed: the `Signature`
        refused: why not, in words
    """

    signed = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self.panel = NoChangePanel(over)
        self._desk: EntryDesk | None = None
        self._read: RoundRead | None = None
        self._offer: NoChangeOffer | None = None
        self.is_running = False
        self.panel.chosen.connect(self._on_chosen)
        self.panel.closed.connect(self._on_closed)

    def ask(self, desk: EntryDesk, read: RoundRead) -> None:
        """Reads the resident again and shows what would be signed, or says what comes first.

        An answer to an action that is on its way is the person's own, and is waited for.
        """
        desk.once_answered(partial(self._ask, desk, read))

    def _ask(self, desk: EntryDesk, read: RoundRead) -> None:
        if desk.is_asking or not desk.draft.is_empty:
            self.refused.emit(HAS_TEXT)
            return
        if desk.recorded.d2a is not None:
            self.refused.emit(D2A_WEEKLY)
            return
        self._desk, self._read = desk, read
        self._run(
            partial(offer_no_change, self._context.store, by=self._context.actor, seen=desk.page),
            self._on_offered,
        )

    def _run(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self.is_running = True
        deeds = self._context.runners.deeds
        deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_offered(self, offer: NoChangeOffer) -> None:
        self.is_running = False
        desk, read = self._desk, self._read
        if desk is None or read is None:
            return
        self._offer = offer
        header = read.page.header_of(desk.resident_id)
        self.panel.open_for(
            desk.page.line.formal_name, offer.said.words, ways_in(header.mode if header else None)
        )

    def _on_closed(self, _is_given_back: object) -> None:
        if self._desk is not None and not self.is_running:
            self._desk.focus_note()

    def _on_chosen(self, how: HowSeen) -> None:
        desk, read, offer = self._desk, self._read, self._offer
        if desk is None or read is None or offer is None or self.is_running:
            return
        context = self._context
        self._run(
            partial(
                sign_no_change,
                context.store,
                by=context.actor,
                resident_id=desk.resident_id,
                round_id=read.page.round_id_of(desk.resident_id),
                how=how,
                offer=offer,
            ),
            partial(self._on_signed, desk.resident_id, how, offer.said.words),
        )

    def _on_signed(self, who: str, how: HowSeen, words: str, made: SignedEntry) -> None:
        self.is_running = False
        self._desk = self._read = self._offer = None
        values = {"how": how.value, "plan": words, "see_again": SeeAgain.NEXT_ROUND.value}
        kept: Draft[RoundEntry] = Draft(RoundEntry, who, values)
        at = self._context.clock()
        self.signed.emit(Signature(who, made.entry_id, (), kept, at, made.changes))

    def _on_failed(self, error: Exception) -> None:
        self.is_running = False
        desk = self._desk
        if desk is not None and isinstance(error, Refused):
            desk.panes.show_pane(0)
            if error.message == NEW_SINCE:
                desk.look_again()
        self.refused.emit(plain_words(error))
