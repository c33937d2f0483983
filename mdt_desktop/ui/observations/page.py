"""The screen of one observation set: the form with its score, on the page that every form shares.

What is a reading, a total or a reason to refuse is asked of the presenter.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.records.observations import ObservationSet
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.observations import sign_observations
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import Context, Destination, ToObservations, ToSbard
from mdt_desktop.ui.observations.body import ObservationBody
from mdt_desktop.ui.observations.corridor import NextRoom, next_room
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.resident.missing import CALL


class ObservationsPage(QuickFormPage):
    """A new observation set for one resident; afterwards it goes back where it was asked for."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, ObservationSet, resident_id, back, parent)
        self.setAccessibleName("Observations")
        self.body: ObservationBody | None = None
        self._next: NextRoom | None = None

    @override
    def more_deeds(self) -> tuple[Button, ...]:
        self.save_and_next = Button("Save and next room", parent=self.bar)
        self.save_and_next.setEnabled(False)
        self.save_and_next.clicked.connect(self._on_save_and_next)
        self.save_and_call = Button("Save and call", parent=self.bar)
        self.save_and_call.setEnabled(False)
        self.save_and_call.setToolTip(CALL)
        self.save_and_call.clicked.connect(self._on_save_and_call)
        return (self.save_and_next, self.save_and_call)

    @override
    def deeds_before(self) -> tuple[Button, ...]:
        further = (self.save_and_next,) if self._next else ()
        call = (self.save_and_call,) if self.body is not None and self.body.is_raised else ()
        return (self.back_button, *further, *call, self.save)

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        context = self.context
        self.body = ObservationBody(
            read.read.page,
            chosen=read.scale_chosen,
            role=context.actor.role,
            clock=context.clock,
            parent=parent,
        )
        self.body.scored.connect(self._on_scored)
        self.body.form.finished.connect(self.save.setFocus)
        context.runners.reads.run(
            partial(next_room, context.store, context.actor, self.resident_id),
            then=self._on_next,
            failed=self._on_failed,
            receiver=self,
        )
        return self.body

    @override
    def show_form(self, form: QWidget) -> None:
        """Form and score side by side, each with a scroll bar of its own."""
        self.place_whole(form)

    @override
    def deed_words(self) -> str:
        return f"Save for {self.opened.read.page.line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], tuple[str, Touched]]:
        return partial(sign_observations, self.context.store, by=self.context.actor, draft=draft)

    def _on_next(self, found: NextRoom | None) -> None:
        """Offers the way along the corridor; it opens with the form, which the draft may hold up."""
        self._next = found
        if found is None or self.is_saved:
            return
        self.save_and_next.setText(f"Save and next room ({found.room})")
        self.save_and_next.setEnabled(self.save.isEnabled())
        self.bar.show_deeds(*self.deeds_before())

    def _on_save_and_next(self) -> None:
        if self._next is not None:
            self.save_then(ToObservations(self._next.resident_id, self.back))

    def _on_save_and_call(self) -> None:
        self.save_then(ToSbard(self.resident_id, self.back))

    def _on_scored(self, words: str) -> None:
        if not self.is_saved:
            self.save_and_call.setEnabled(self.save.isEnabled())
            self.bar.show_deeds(*self.deeds_before())
        is_beside = self.body is not None and self.body.is_score_beside
        self.bar.show_score("" if is_beside else f"NEWS2 {words.partition(':')[0]}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1 and self.body is not None:
            self.body.panel.toggle_about()
            return
        super().keyPressEvent(event)
