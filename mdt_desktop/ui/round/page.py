"""The running round: one resident after another, written, signed and left, in a list without names.

Layout and wiring; what is said and who is next comes from the presenter, what is kept and signed from
the desk and the deeds. «Saved» is said when the store has it, never before.
"""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london_day
from mdt_core.records.rounds import Programme, RoundEntry
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.unit_of_work import Changes as Written
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import MessageBar
from mdt_desktop.ui.autosave import saved_words
from mdt_desktop.ui.context import Context, ToFinish, ToPaper
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.person_words import opened_words
from mdt_desktop.ui.round.bars import RoundHead
from mdt_desktop.ui.round.deed_bar import DeedBar
from mdt_desktop.ui.round.deeds import Signature, signature_of, taken_back_words
from mdt_desktop.ui.round.desk import EntryDesk
from mdt_desktop.ui.round.moving import Moving
from mdt_desktop.ui.round.other_deeds import OtherDeeds
from mdt_desktop.ui.round.place import READY, EntryPlace
from mdt_desktop.ui.round.presenter import (
    NOBODY,
    RoundRead,
    first_to_open,
    next_open,
    next_words,
    room_words,
    sign_words,
    summary,
)
from mdt_desktop.ui.round.reading import RoundReading
from mdt_desktop.ui.round.signed_here import this_round
from mdt_desktop.ui.round.signing import Signing, plain_words
from mdt_desktop.ui.round.summary import SummaryView
from mdt_desktop.ui.sync.words import home_freshness

ALL_SIGNED: Final = "Everybody on the list is signed"
ALL_SETTLED: Final = "Everybody on the list is settled"


class RoundRunPage(QWidget):
    """A round on a day, at one resident (empty: the first one open); no home: every home together."""

    def __init__(  # noqa: PLR0917 - what its destination holds, in its order
        self,
        context: Context,
        home_id: str,
        day: date,
        resident_id: str = "",
        programme: Programme = Programme.WEEKLY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._of = context, RoundOf(home_id, day, programme)
        self._read: RoundRead | None = None
        self._asked, self._opening = resident_id, ""
        self._is_own_change = self._was_signed = False
        self._is_presenting, self._shown = False, ""
        self.keys = Bindings(Where.ROUND, self)
        self.head, self.message, self.deeds = RoundHead(self), MessageBar(self), DeedBar(self)
        self.place = EntryPlace(context, self)
        self.signing = Signing(context, self)
        self._reading = RoundReading(context, self._of, self)
        self._build()
        self.present_button = self.head.present_button
        self.moving = Moving(london_day(context.clock()), self, self)
        self.others = OtherDeeds(context, self._of, self, self)
        self._connect()

    def load(self) -> None:
        """Reads the round and opens who was asked for."""
        self._reading.read(partial(self._on_first_read, self._asked))

    def refresh(self, changes: Changes) -> None:
        """Looks at what came in from elsewhere; what is being written stays as it is."""
        if self._is_own_change:
            return
        if self.desk is not None and changes.concerns(self.desk.resident_id):
            self.desk.look_again()
        if changes.touches(RoundEntry.kind, "round", "stay", "resident"):
            self._reading.read(self._show_round)

    def set_presenting(self, *, is_presenting: bool) -> None:
        """Hides the list, the rooms of others and the finish; begins with who is open now."""
        self._is_presenting = is_presenting
        self._shown = self.resident_id or self._asked
        self.head.set_presenting(is_presenting=is_presenting)
        self.deeds.next.setHidden(is_presenting)
        self.summary.finish.setEnabled(not is_presenting)
        if not is_presenting and self.place.is_ready_for_next:
            self._open_now()

    def leave(self) -> None:
        """Keeps what is written."""
        if self.desk is not None:
            self.desk.autosave.leave()

    @property
    def read(self) -> RoundRead | None:
        """The round as last read."""
        return self._read

    @property
    def desk(self) -> EntryDesk | None:
        """The desk of the resident who is open, or None."""
        return self.place.desk

    @property
    def summary(self) -> SummaryView:
        """What stands in the place of an entry while nobody is open."""
        return self.place.summary

    @property
    def resident_id(self) -> str:
        """Who is open; empty while nobody is."""
        return self.place.resident_id

    @property
    def is_free(self) -> bool:
        """Whether nothing lies over the entry and none is being signed."""
        is_covered = self.moving.list.isVisible() or self.others.is_asking
        return not is_covered and not self.signing.is_running

    # Building

    def _build(self) -> None:
        box = column(self, margin=8, gap=6)
        box.addWidget(self.head)
        box.addWidget(self.message)
        box.addWidget(self.place, 1)
        box.addWidget(self.deeds)
        self.deeds.show_deed("Sign")
        self.deeds.set_open(is_open=False)

    def _connect(self) -> None:
        self.moving.asked.connect(self._on_asked_for)
        self.moving.added.connect(self._on_added)
        self.place.ready.connect(self._on_ready)
        self.place.show_next.clicked.connect(self._open_now)
        self.place.told.connect(self.deeds.show_saved)
        self.place.wrote.connect(self._publish)
        self.place.looked.connect(self.message.clear)
        self.deeds.sign.clicked.connect(self.sign)
        self.deeds.undo.clicked.connect(self._on_undo)
        self.head.join_button.clicked.connect(self.others.join)
        self._context.sync.changed.connect(self._show_fresh)
        self.others.told.connect(self._on_told)
        self.others.refused.connect(self._on_refused)
        self.others.wrote.connect(self._on_wrote)
        self.others.settled.connect(self._on_settled)
        for button in (self.deeds.paper, self.summary.paper):
            button.clicked.connect(self._on_paper)
        for button in (self.head.finish_button, self.summary.finish):
            button.clicked.connect(self._on_finish)
        self._reading.failed.connect(self._on_not_read)
        self._reading.wrote.connect(self._publish)
        self.signing.running.connect(self._on_signing)
        self.signing.refused.connect(self._on_refused)
        self.signing.signed.connect(self._on_signed)
        self.signing.undo_offered.connect(self._on_undo_offered)
        self.signing.taken_back.connect(self._on_taken_back)
        self.keys.bind_buttons(
            (
                ("round.sign", self.deeds.sign),
                ("round.paper", self.deeds.paper),
                ("round.undo", self.deeds.undo),
                ("round.finish", self.head.finish_button),
            )
        )

    # Reading the round

    def _on_first_read(self, resident_id: str, read: RoundRead) -> None:
        self._show_round(read)
        if resident_id and read.line(resident_id) is None:
            self._on_added(resident_id)
        elif who := resident_id or first_to_open(read):
            self.open(who)
        else:
            self._show_nobody(NOBODY)

    def _on_read_to_open(self, resident_id: str, read: RoundRead) -> None:
        self._show_round(read)
        if read.line(resident_id) is None:
            self._show_nobody("This resident does not live in this home")
        else:
            self.open(resident_id)

    def _on_not_read(self, error: Exception) -> None:
        self.message.show_message(plain_words(error), "red")

    def _show_fresh(self) -> None:
        got = self._context.got_at(self._of.home_id)
        self.head.show_fresh(home_freshness(got, self._context.clock()))

    def _show_round(self, read: RoundRead) -> None:
        self._read = read
        current = self.place.resident_id or self._opening
        self.head.show_round(read, current)
        self._show_fresh()
        self.deeds.paper.setVisible(read.has_paper() and self.summary.isHidden())
        self.others.show_round(read, current)
        self.deeds.next.setText(next_words(read, current) if current else "")
        if self.desk is not None:
            self.desk.here = this_round(read, current, self._context.actor.person_id)
            family = self.desk.page.line.family_name
            has_next = bool(next_open(read, current))
            self.deeds.show_deed(sign_words(family, has_next=has_next))

    def _show_nobody(self, words: str) -> None:
        self._leave()
        self.summary.show_words(words, ())

    # Opening and leaving one resident

    def open(self, resident_id: str) -> None:
        """Leaves the resident on the screen, the draft kept, and opens another.

        Before others see somebody else, a blank page waits until it is asked for.
        """
        self._leave()
        self._opening = resident_id
        if self._is_presenting and resident_id != self._shown:
            self.place.show_ready()
            self.deeds.show_deed("Sign")
            announce(self, READY)
            return
        self._open_now()

    def _open_now(self) -> None:
        resident_id = self._shown = self._opening
        self._reading.open_resident(resident_id, partial(self._on_opened, resident_id))

    def _leave(self) -> None:
        self.deeds.set_open(is_open=False)
        self.place.leave(was_signed=self._was_signed)

    def _on_opened(self, resident_id: str, page: ResidentPage) -> None:
        if resident_id != self._opening or self._read is None:
            return
        people = self._read.people_for(resident_id)
        here = this_round(self._read, resident_id, self._context.actor.person_id)
        self.place.open_desk(self._read.marked(page), people, here)
        self._show_round(self._read)
        if self.signing.signature is None:
            now, round_id = self._context.clock(), self._read.page.round_id_of(resident_id)
            self.signing.offer_undo(signature_of(page, self._context.actor, round_id, now))

    def _on_ready(self) -> None:
        if self.desk is None or self._read is None:
            return
        self.deeds.set_open(is_open=True)
        self.desk.focus_note()
        said = opened_words(self.desk.page, london_day(self._context.clock()))
        announce(self, f"Saved. {said}" if self._was_signed else said)
        self._was_signed = False

    # Signing

    def sign(self) -> None:
        """Signs the entry on the screen and goes on to the next; pressing twice signs once."""
        if self.desk is None or self._read is None or not self.is_free:
            return
        self.signing.sign(self.desk, self._read)

    def _on_signing(self, is_running: bool) -> None:  # noqa: FBT001 - a signal's one argument
        self.deeds.sign.setEnabled(not is_running)
        if is_running:
            self.message.clear()

    def _on_refused(self, words: str) -> None:
        self.message.show_message(words, "red")

    def _on_signed(self, signature: Signature) -> None:
        self._was_signed = True
        self.message.clear()
        self.place.takes_up(signature.resident_id, draft=False)
        self.deeds.show_saved(saved_words(signature.at))
        self._publish(signature.changes)
        self._reading.read(partial(self._on_read_after_deed, signature.resident_id))

    def _on_read_after_deed(self, resident_id: str, read: RoundRead) -> None:
        self._read = read
        if who := next_open(read, resident_id):
            self.open(who)
            self._show_round(read)
            return
        self._leave()
        self._was_signed, self._opening = False, ""
        is_signed = all(read.is_signed(each.resident_id) for each in read.residents)
        heading = ALL_SIGNED if is_signed else ALL_SETTLED
        self.summary.show_words(heading, summary(read))
        self._show_round(read)
        self.deeds.show_deed("Sign")
        self.summary.finish.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"Saved. {heading}")

    def _on_undo_offered(self, signature: Signature | None) -> None:
        self.deeds.undo.setVisible(signature is not None)
        if self._read is None:
            return
        if signature is not None:
            line = self._read.line(signature.resident_id)
            self.deeds.undo.setText(f"Undo {room_words(line)}" if line else "Undo")
        self.others.show_round(self._read, self.place.resident_id)

    def _on_undo(self) -> None:
        self.signing.undo(self.desk)

    def _on_taken_back(self, told: tuple[Signature, Written]) -> None:
        signature, changes = told
        resident_id = signature.resident_id
        self._publish(changes)
        self.message.show_message(taken_back_words(signature.draft), "green")
        self.place.takes_up(resident_id, draft=True)
        self._reading.read(partial(self._on_read_to_open, resident_id))

    # Moving, other screens

    def _on_asked_for(self, resident_id: str) -> None:
        self.message.clear()
        self._leave()
        self._opening = resident_id
        self._reading.read(partial(self._on_read_to_open, resident_id))

    def _on_added(self, resident_id: str) -> None:
        self._leave()
        living = self._read.everyone if self._read else ()
        line = next((each for each in living if each.resident_id == resident_id), None)
        home_id = self._of.home_id or (line.home_id if line else "") or ""
        self._reading.add(resident_id, home_id, partial(self._on_read_to_open, resident_id))

    def dim(self, *, is_dimmed: bool) -> None:
        """Stops typing in everything that lies under the list, or lets it go on."""
        for part in (self.head, self.message, self.place, self.deeds):
            part.setEnabled(not is_dimmed)

    def _on_told(self, words: str) -> None:
        self.message.show_message(words, "green")

    def _on_wrote(self, changes: Written) -> None:
        self._publish(changes)
        self._reading.read(self._show_round)

    def _on_settled(self, settled: tuple[str, Written]) -> None:
        resident_id, changes = settled
        self.message.clear()
        self.deeds.show_saved(saved_words(self._context.clock()))
        self._publish(changes)
        announce(self, "Outcome saved")
        self._reading.read(partial(self._on_read_after_deed, resident_id))

    def _on_paper(self) -> None:
        if self._read is None or not self._read.has_paper() or not self.is_free:
            return
        self.place.keep_draft()
        self._context.go(ToPaper(self._of.home_id, self._of.day, self._of.programme))

    def _on_finish(self) -> None:
        if self._read is not None and self._read.residents and self.is_free:
            self.place.keep_draft()
            self._context.go(ToFinish(self._of.home_id, self._of.day, self._of.programme))

    # Changes

    def _publish(self, written: Written) -> None:
        """Tells every screen what was written here; this one knows."""
        self._is_own_change = True
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._is_own_change = False
