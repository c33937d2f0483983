"""Signing an entry and taking it back: once each, on the worker of deeds, and said when it is so."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, KnownError, Refused
from mdt_core.store.unit_of_work import Changes
from mdt_desktop.qt.writing_aids import aids_of
from mdt_desktop.ui.autosave import not_saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.deeds import UNDO_FOR, Signature, sign, take_back
from mdt_desktop.ui.round.desk import EntryDesk
from mdt_desktop.ui.round.entry import problems, ready
from mdt_desktop.ui.round.news import must_look, news_words
from mdt_desktop.ui.round.presenter import RoundRead

ANSWER_THE_DRAFT: Final = "Go on with the draft you left, or put it away, before you sign"
WRITING_ANOTHER: Final = (
    "You are writing another entry for this resident. Sign or clear it first, then undo"
)


class Signing(QObject):
    """The one deed of signing that can run at a time, and the one that can be taken back.

    Signals:
        running: whether an entry is being signed
        signed: the `Signature`
        refused: why nothing was signed or taken back, in words
        undo_offered: the `Signature` that can be taken back, or None
        taken_back: the `Signature` that was taken back, and the `Changes` of it
    """

    running = Signal(object)
    signed = Signal(object)
    refused = Signal(object)
    undo_offered = Signal(object)
    taken_back = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._desk: EntryDesk | None = None
        self._undo_ends = QTimer(self, singleShot=True)
        self._undo_ends.timeout.connect(self._on_undo_ended)
        self.is_running = False
        self.signature: Signature | None = None

    def sign(self, desk: EntryDesk, read: RoundRead) -> None:
        """Signs the entry on a desk; while it runs, another press does nothing."""
        if self.is_running:
            return
        if refusal := self._refusal(desk, read):
            self.refused.emit(refusal)
            return
        draft = desk.draft
        made = ready(
            draft,
            round_id=read.page.round_id_of(desk.resident_id),
            today=self._today(),
            people=read.people_for(desk.resident_id),
            recorded=desk.recorded,
        )
        self._start(desk)
        context = self._context
        context.runners.deeds.run(
            partial(sign, context.store, by=context.actor, seen=desk.page, made=made, kept=draft),
            then=self._on_signed,
            failed=self._on_not_signed,
            receiver=self,
        )

    def offer_undo(self, signature: Signature | None) -> None:
        """Offers to take an entry back for what is left of the 10 minutes."""
        self.signature = signature
        self._undo_ends.stop()
        if signature is not None:
            left = UNDO_FOR - (self._context.clock() - signature.at)
            self._undo_ends.start(max(0, int(left.total_seconds() * 1000)))
        self.undo_offered.emit(signature)

    def undo(self, desk: EntryDesk | None) -> None:
        """Takes back what was signed last; refused while another text about the same person stands."""
        signature = self.signature
        if signature is None or self.is_running:
            return
        if desk and desk.resident_id == signature.resident_id and not desk.draft.is_empty:
            self.refused.emit(WRITING_ANOTHER)
            return
        self.offer_undo(None)
        context = self._context
        context.runners.deeds.run(
            partial(
                take_back, context.store, context.drafts, by=context.actor, signature=signature
            ),
            then=partial(self._on_taken_back, signature),
            failed=self._on_not_taken_back,
            receiver=self,
        )

    def _today(self) -> date:
        return london_day(self._context.clock())

    def _refusal(self, desk: EntryDesk, read: RoundRead) -> str:
        """Why the entry cannot be signed, shown at its field too; empty when it can."""
        if desk.is_asking:
            desk.focus_note()
            return ANSWER_THE_DRAFT
        aids = aids_of(desk.form)
        known = aids.known_blanks if aids else None
        found = problems(desk.draft, self._today(), read.people, desk.recorded, known)
        if found:
            desk.panes.show_pane(1)
        desk.form.show_problems(found)
        if found:
            return found[0].words
        if must_look(desk.news):
            return news_words(desk.news, before_signing=True)
        return ""

    def _start(self, desk: EntryDesk) -> None:
        self._desk, self.is_running = desk, True
        desk.form.setEnabled(False)
        desk.autosave.stop()
        self.running.emit(True)

    def _end(self) -> EntryDesk | None:
        desk, self._desk, self.is_running = self._desk, None, False
        self.running.emit(False)
        return desk

    def signed_otherwise(self, signature: Signature) -> None:
        """Takes an entry that was signed without the form, to be undone and gone on from alike."""
        self.offer_undo(signature)
        self.signed.emit(signature)

    def _on_signed(self, signature: Signature) -> None:
        self._end()
        self.signed_otherwise(signature)

    def _on_not_signed(self, error: Exception) -> None:
        desk = self._end()
        if desk is not None:
            desk.form.setEnabled(True)
            desk.autosave.resume()
            desk.form.note.setFocus(Qt.FocusReason.OtherFocusReason)
            desk.look_again()
        was_asked = isinstance(error, Refused | InvalidInput)
        self.refused.emit(plain_words(error) if was_asked else not_saved_words(error))

    def _on_taken_back(self, signature: Signature, changes: Changes) -> None:
        self.taken_back.emit((signature, changes))

    def _on_not_taken_back(self, error: Exception) -> None:
        self.refused.emit(plain_words(error))

    def _on_undo_ended(self) -> None:
        self.offer_undo(None)


def plain_words(error: Exception) -> str:
    """An error as people read it: what happened and what to do, or that it is ours."""
    if isinstance(error, KnownError):
        return " ".join(part for part in (error.message, error.next_step) if part)
    return f"The program met a fault of its own ({type(error).__name__}). Nothing was changed"
