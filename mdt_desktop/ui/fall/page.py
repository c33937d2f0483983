"""The page of a fall: eight taps, saved at once, then whom to call.

Layout and wiring; what is asked and said is the form's and the presenter's.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.records.falls import Fall
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.calls import record_sbard_copy
from mdt_core.use_cases.falls import RecordedFall, record_fall
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.ui.context import Context, Destination, ToFullFall, ToObservations
from mdt_desktop.ui.fall.form import FallForm
from mdt_desktop.ui.fall.saved import SavedFall
from mdt_desktop.ui.fall.sbard import sbard_text
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.round.copying import LentClipboard

_COPIED: Final = "Copied. The clipboard is cleared in 2 minutes"


class FallPage(QuickFormPage):
    """A new fall of one resident; afterwards it goes back where it was asked for."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, Fall, resident_id, back, parent)
        self.form: FallForm | None = None
        self._fall_id = ""

    @property
    def _to_observations(self) -> ToObservations:
        return ToObservations(self.resident_id, self.back)

    @override
    def more_deeds(self) -> tuple[Button, ...]:
        self.save_and_observe = Button("Save and add observations", parent=self.bar)
        self.add_observations = Button("Add observations", Kind.PRIMARY, parent=self.bar)
        self.save_and_observe.setEnabled(False)
        self.save_and_observe.clicked.connect(self._on_save_and_observe)
        self.add_observations.clicked.connect(self._on_add_observations)
        self.full_record = Button("Full falls record", parent=self.bar)
        self.full_record.clicked.connect(self._on_full_record)
        return (self.save_and_observe, self.full_record, self.add_observations)

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = FallForm(read, self.context.clock, parent)
        return self.form

    @override
    def deed_words(self) -> str:
        return f"Save fall for {self.opened.read.page.line.family_name.upper()}"

    @override
    def deeds_before(self) -> tuple[Button, ...]:
        return (self.back_button, self.save_and_observe, self.save)

    @override
    def deeds_after(self) -> tuple[Button, ...]:
        return (self.back_button, self.full_record, self.add_observations)

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], RecordedFall]:
        return partial(record_fall, self.context.store, by=self.context.actor, draft=draft)

    @override
    def touched_by(self, saved: RecordedFall) -> Touched:
        return saved.changes

    @override
    def show_saved(self, saved: RecordedFall, at_words: str, parent: QWidget) -> QWidget:
        self._fall_id = saved.fall_id
        today = london_day(self.context.clock())
        words = sbard_text(saved.fall, self.opened.read.page.line, saved.listed, today)
        shown = SavedFall(saved, self.opened.home, at_words, words, parent)
        shown.copy_wanted.connect(self._on_copy)
        return shown

    def _on_copy(self, words: str) -> None:
        work = partial(
            record_sbard_copy,
            self.context.store,
            by=self.context.actor,
            resident_id=self.resident_id,
            fall_id=self._fall_id,
        )
        self.context.runners.deeds.run(
            work, then=partial(self._on_copied, words), failed=self._on_failed, receiver=self
        )

    def _on_copied(self, words: str, _changes: Touched) -> None:
        LentClipboard.of_application().lend(words)
        self.bar.tell(_COPIED)

    def _on_full_record(self) -> None:
        self.context.go(ToFullFall(self.resident_id, self._fall_id, self.back))

    def _on_save_and_observe(self) -> None:
        self.save_then(self._to_observations)

    def _on_add_observations(self) -> None:
        self.context.go(self._to_observations)
