"""A page for one statement made of plain fields: it is saved, and the page goes back where it came from."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_desktop.ui.quick.page import QuickFormPage

Saving = Callable[..., tuple[str, Touched]]


class StatementPage(QuickFormPage):
    """What pages with a `FieldsForm` share; each names its use case and makes its form."""

    saving: Saving
    """The use case: store, by the person, the draft; gives the id and what changed."""

    @override
    def deed_words(self) -> str:
        return f"Save for {self.opened.read.page.line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], Any]:
        return partial(type(self).saving, self.context.store, by=self.context.actor, draft=draft)

    @override
    def show_saved(self, _saved: Any, _at_words: str, _parent: QWidget) -> QWidget | None:
        return None
