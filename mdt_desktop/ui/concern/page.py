"""The page of a concern: what is seen, in the home's words, how soon; then where it is now."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.records.concerns import Concern
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.observations import raise_concern, raise_home_concern
from mdt_desktop.qt.fields import Card, Heading, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.concern.form import ConcernForm
from mdt_desktop.ui.concern.presenter import (
    KEPT_HERE,
    NOT_SENT,
    concern_words,
    is_today,
    phone_words,
)
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.widgets import WrappedTag


class ConcernPage(QuickFormPage):
    """A new concern from one resident's page; afterwards it goes back where it was asked for."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, Concern, resident_id, back, parent)
        self.form: ConcernForm | None = None
        self._concern: Concern | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = ConcernForm(read, self.context.actor, parent)
        self.form.about_chosen.connect(self._on_about_chosen)
        return self.form

    @override
    def deed_words(self) -> str:
        line = self.opened.read.page.line
        is_about_home = self.form is not None and self.form.is_about_home
        return f"Save for {line.home_name if is_about_home else line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], tuple[str, Touched]]:
        self._concern = draft.record()
        store, by, home_id = (
            self.context.store,
            self.context.actor,
            self.opened.read.page.line.home_id,
        )
        if self.form is not None and self.form.is_about_home and home_id is not None:
            return partial(
                raise_home_concern,
                store,
                by=by,
                home_id=home_id,
                concern=self._concern,
                draft_of=self.resident_id,
            )
        return partial(
            raise_concern, store, by=by, resident_id=self.resident_id, concern=self._concern
        )

    @override
    def show_saved(self, saved: object, at_words: str, parent: QWidget) -> QWidget:
        shown = QWidget(parent)
        box = column(shown, gap=12)
        box.addWidget(Heading(at_words, 2, shown))
        if self._concern is None:
            return shown
        if is_today(self._concern):
            phone = WrappedTag(shown)
            phone.show_words(phone_words(self.opened, self.context.actor), "amber")
            box.addWidget(phone)
        card = Card(f"{KEPT_HERE}. {NOT_SENT}", shown)
        if self.form is not None and self.form.is_about_home:
            card.add(Words(f"About the home: {self.opened.home_name}", card))
        card.add(Words(concern_words(self._concern), card))
        card.add(Words(self._concern.how_soon.label, card, words="label"))
        box.addWidget(card)
        return shown

    def _on_about_chosen(self) -> None:
        self.save.setText(self.deed_words())
        self.bar.fit()
