"""The page of the full record of one fall; afterwards it goes back where it was asked for."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.errors import KnownError
from mdt_core.records.fall_details import FallDetail
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.fall_details import RecordedDetail, record_fall_detail
from mdt_desktop.ui.autosave import Offer
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.full_fall.form import FullFallForm
from mdt_desktop.ui.full_fall.presenter import OnFile, read_on_file
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead


class FullFallPage(QuickFormPage):
    """The full record of a fall of one resident."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        fall_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, FallDetail, resident_id, back, parent)
        self.fall_id = fall_id
        self.form: FullFallForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = FullFallForm(read, self.context, self.fall_id, parent)
        self._read_on_file()
        return self.form

    @override
    def deed_words(self) -> str:
        return f"Save full record for {self.opened.read.page.line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], RecordedDetail]:
        return partial(record_fall_detail, self.context.store, by=self.context.actor, draft=draft)

    @override
    def touched_by(self, saved: RecordedDetail) -> Touched:
        return saved.changes

    @override
    def _on_taken_up(self, offer: Offer) -> None:
        super()._on_taken_up(offer)
        self._read_on_file()

    def _read_on_file(self) -> None:
        if self.form is None:
            return
        store, by = self.context.store, self.context.actor
        work = partial(read_on_file, store, by, self.resident_id, self.form.fall_id)
        self.context.runners.reads.run(
            work, then=self._on_file, failed=self._on_no_file, receiver=self
        )

    def _on_file(self, on_file: OnFile) -> None:
        if self.form is not None and self.form.fall_id == on_file.fall_id:
            self.form.show_on_file(on_file)
            if on_file.apart and self.form.isEnabled():
                self.form.focus_first()

    def _on_no_file(self, error: Exception) -> None:
        words = str(error) if isinstance(error, KnownError) else type(error).__name__
        self.save.setEnabled(False)
        self.message.show_message(f"This fall could not be read. {words}", "red")
