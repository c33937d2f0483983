"""The deeds of the round beside signing: other forms, the action line, copying, outcomes, no change."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mdt_core.records.rounds import OutcomeKind
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.joining import join_round
from mdt_core.use_cases.round_outcomes import defer, not_here, take_back_outcome
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToConcern,
    ToFall,
    ToObservations,
    ToRound,
)
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.round.copying import Copying
from mdt_desktop.ui.round.deed_bar import DeedBar
from mdt_desktop.ui.round.desk import EntryDesk
from mdt_desktop.ui.round.entry import ACTIONS
from mdt_desktop.ui.round.no_change import NoChangeDeed
from mdt_desktop.ui.round.outcome_panel import Asked, OutcomePanel
from mdt_desktop.ui.round.presenter import RoundRead, room_words
from mdt_desktop.ui.round.signing import Signing, plain_words
from mdt_desktop.ui.round.summary import SummaryView


class RoundScreen(Protocol):
    """What these deeds need of the screen of a round."""

    keys: Bindings
    deeds: DeedBar
    signing: Signing

    @property
    def desk(self) -> EntryDesk | None:
        """The desk of the resident who is open, or None."""

    @property
    def summary(self) -> SummaryView:
        """What stands in the place of an entry while nobody is open."""

    @property
    def read(self) -> RoundRead | None:
        """The round as last read."""

    @property
    def is_free(self) -> bool:
        """Whether nothing lies over the entry and none is being signed."""


class OtherDeeds(QObject):
    """What can be done at one resident of a round without writing an entry.

    Signals:
        told: what was done, in words
        refused: why it was not, in words
        wrote: the `Changes`, where nobody is settled by them
        settled: the id of a resident who needs no entry now, and the `Changes`
    """

    told = Signal(object)
    refused = Signal(object)
    wrote = Signal(object)
    settled = Signal(object)

    def __init__(self, context: Context, of: RoundOf, screen: RoundScreen, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._of = context, of
        self._screen, self._is_running = screen, False
        self._copying = Copying(context, of, self)
        self.outcome = OutcomePanel(context, over)
        self.no_change = NoChangeDeed(context, over)
        self._connect()

    @property
    def is_asking(self) -> bool:
        """Whether a panel lies over the entry, or one of its deeds is running."""
        panels = (self.outcome, self.no_change.panel)
        is_running = self._is_running or self.no_change.is_running
        return is_running or any(panel.isVisible() for panel in panels)

    def show_round(self, read: RoundRead, current: str) -> None:
        """Says on the buttons whose entry is copied, and what stands of the resident."""
        bar = self._screen.deeds
        line = read.line(self._copied(read))
        bar.copy.setVisible(line is not None and self._screen.summary.isHidden())
        if line is not None:
            bar.copy.setText(f"Copy {room_words(line)}")
            bar.copy.setAccessibleName(f"Copy {room_words(line)} for GP record")
        standing = read.outcome(current)
        bar.outcome.setText(f"{standing.outcome.label}…" if standing else "Outcome…")

    def join(self) -> None:
        """Puts the person among those who are here."""
        read, context = self._screen.read, self._context
        if read is not None and read.to_join and self._screen.is_free:
            work = partial(join_round, context.store, by=context.actor, round_ids=read.to_join)
            self._run(work, self._on_joined)

    def _on_joined(self, changes: Changes) -> None:
        self._on_wrote(changes)
        self.told.emit(f"{self._context.actor.name} stands among those who are here")

    def _connect(self) -> None:
        bar = self._screen.deeds
        for command_id, button, deed in (
            ("round.observe", bar.observations, self._on_observations),
            ("round.fall", bar.fall, self._on_fall),
            ("round.concern", bar.concern, self._on_concern),
            ("round.action", bar.action, self._on_action),
            ("round.outcome", bar.outcome, self._on_outcome),
            ("round.no_change", bar.no_change, self._on_no_change),
            ("round.copy", bar.copy, self._on_copy),
        ):
            button.clicked.connect(deed)
            self._screen.keys.bind(command_id, button=button)
        self._screen.summary.copy.clicked.connect(self._on_copy_all)
        self._copying.copied.connect(self._on_told)
        self._copying.failed.connect(self._on_failed)
        self.outcome.chosen.connect(self._on_outcome_chosen)
        self.outcome.taken_back.connect(self._on_outcome_taken_back)
        self.no_change.signed.connect(self._screen.signing.signed_otherwise)
        self.no_change.refused.connect(self._on_told_why_not)

    @property
    def _desk(self) -> EntryDesk | None:
        return self._screen.desk if self._screen.is_free else None

    # Other forms and the action line

    def _on_observations(self) -> None:
        self._go(ToObservations)

    def _on_fall(self) -> None:
        self._go(ToFall)

    def _on_concern(self) -> None:
        self._go(ToConcern)

    def _go(self, form: Callable[[str, Destination], Destination]) -> None:
        """Opens another form about the same resident, which comes back here."""
        if desk := self._desk:
            desk.autosave.flush()
            who, of = desk.resident_id, self._of
            self._context.go(form(who, ToRound(of.home_id, of.day, who, of.programme)))

    def _on_action(self) -> None:
        if (desk := self._desk) and desk.form.isEnabled():
            desk.panes.show_pane(1)
            desk.form.focus_on(ACTIONS)

    # Copying

    def _copied(self, read: RoundRead) -> str:
        """Whose entry is copied: the one on the screen where it is signed, else the last signed."""
        here = self._screen.desk.resident_id if self._screen.desk else ""
        last = self._screen.signing.signature
        if here and read.is_signed(here):
            return here
        return last.resident_id if last and read.is_signed(last.resident_id) else ""

    def _on_copy(self) -> None:
        read = self._screen.read
        if read is not None and (who := self._copied(read)):
            self._copying.copy(who)

    def _on_copy_all(self) -> None:
        self._copying.copy()

    # No change and outcome

    def _on_no_change(self) -> None:
        desk, read = self._desk, self._screen.read
        if desk is not None and read is not None:
            self.no_change.ask(desk, read)

    def _on_told_why_not(self, words: str) -> None:
        self.refused.emit(words)

    def _on_outcome(self) -> None:
        desk, read = self._desk, self._screen.read
        if desk is not None and read is not None:
            desk.autosave.flush()
            self.outcome.open_for(desk.page.line, read.outcome(desk.resident_id))

    def _on_outcome_chosen(self, asked: Asked) -> None:
        desk, read = self._screen.desk, self._screen.read
        if desk is None or read is None:
            return
        who, context = desk.resident_id, self._context
        round_id = read.page.round_id_of(who)
        if asked.outcome is OutcomeKind.DEFERRED and asked.reason is not None:
            work = partial(
                defer,
                context.store,
                by=context.actor,
                round_id=round_id,
                residents=(who,),
                reason=asked.reason,
                words=asked.words,
                until=asked.until,
            )
        else:
            work = partial(
                not_here,
                context.store,
                by=context.actor,
                round_id=round_id,
                resident_id=who,
                outcome=asked.outcome,
            )
        self._run(work, partial(self._on_settled, who))

    def _on_outcome_taken_back(self) -> None:
        desk, read, context = self._screen.desk, self._screen.read, self._context
        if desk is not None and read is not None:
            work = partial(
                take_back_outcome,
                context.store,
                by=context.actor,
                round_id=read.page.round_id_of(desk.resident_id),
                resident_id=desk.resident_id,
            )
            self._run(work, self._on_wrote)

    # The deed

    def _run(self, work: Callable[[], Changes], then: Callable[[Changes], None]) -> None:
        self._is_running = True
        self._context.runners.deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_settled(self, resident_id: str, changes: Changes) -> None:
        self._is_running = False
        self.settled.emit((resident_id, changes))

    def _on_wrote(self, changes: Changes) -> None:
        self._is_running = False
        self.wrote.emit(changes)

    def _on_told(self, words: str) -> None:
        self.told.emit(words)

    def _on_failed(self, error: Exception) -> None:
        self._is_running = False
        self.refused.emit(plain_words(error))
