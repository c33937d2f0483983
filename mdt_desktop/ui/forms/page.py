"""The page of any kind of statement, made from its definition; afterwards back where it was asked for."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.errors import KnownError, NotFound
from mdt_core.record import Statement, kind_named
from mdt_core.records.escalations import Escalation
from mdt_desktop.qt.words import Words
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.copies.words import becomes_words
from mdt_desktop.ui.forms.deeds import save_form
from mdt_desktop.ui.forms.escalation_form import EscalationForm
from mdt_desktop.ui.forms.record_form import RecordForm
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.widgets import COLUMN_PX, NarrowColumn

_WITH_STANDING_PX = COLUMN_PX * 7 // 4


class FormPage(QuickFormPage):
    """A form of one kind about one resident; `about` is the record that it is asked for from.

    Raises NotFound for a kind that has no form.
    """

    def __init__(  # noqa: PLR0917 - what every page is made from
        self,
        context: Context,
        kind: str,
        resident_id: str,
        back: Destination,
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        record_class = kind_named(kind)
        if record_class is None or not issubclass(record_class, Statement):
            raise NotFound(f"There is no form «{kind}»", next_step="Update first")
        self._kind, self._about = record_class, about
        super().__init__(context, record_class, resident_id, back, parent)
        self.form: RecordForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        if self._kind is Escalation:
            of = self._about
            self.form = EscalationForm(self._kind, read, self.context, parent, about=of)
        else:
            self.form = RecordForm(self._kind, read, self.context, parent)
        words = becomes_words(self._kind, read.read.copies)
        if words:
            self.form.put_last(Words(f"▲ {words}", self.form, words="label"))
        return self.form

    @override
    def show_form(self, form: QWidget) -> None:
        is_wide = self.form is not None and self.form.standing is not None
        self._area.show_part(
            NarrowColumn(most_px=_WITH_STANDING_PX if is_wide else COLUMN_PX), form
        )

    @override
    def deed_words(self) -> str:
        deed = "Sign" if self._kind.signed_with_pin else "Save"
        return f"{deed} for {self.opened.read.page.line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], Any]:
        work = partial(save_form, self.context.store, by=self.context.actor, draft=draft)
        if self.form is None or self.form.secret is None:
            return work
        return partial(work, confirm=self.context.confirm, secret=self.form.secret.take())

    @override
    def _on_not_saved(self, error: Exception) -> None:
        super()._on_not_saved(error)
        if self.form is not None and isinstance(error, KnownError):
            self.form.show_problem_at(error.where, error.message)
