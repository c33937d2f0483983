"""The form of an escalation, with the action that it is about at its top, where it was asked for from one.

The action is named in the record; nothing of it is chosen or typed here.
"""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import clinical_date, london_day
from mdt_core.drafts import Draft
from mdt_core.record import Statement
from mdt_core.records.actions import Action
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.fields import Card, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.record_form import RecordForm
from mdt_desktop.ui.quick.presenter import QuickRead

_HEADING = "The action it is about"
_NOT_OPEN = "This action is no longer open"
_UNREADABLE = "Part of this was written by a newer program"
_FIELD = "action_id"


def action_words(action: Action, today: date) -> str:
    """What is to be done, by whom, and by when."""
    owner = action.owner_words or "nobody yet"
    due = f"Due: {clinical_date(action.due)}" if action.due else "No day was set"
    late = ", which is past" if action.due and action.due < today else ""
    return f"{action.text}\nOwner: {owner}\n{due}{late}"


def words_of(page: ResidentPage, action_id: str, today: date) -> str:
    """The action as it stands among those that are open, or that it is not there."""
    found = next((each for each in page.open_actions if each.id == action_id), None)
    if found is None:
        return _NOT_OPEN
    if found.record is None:
        return f"{found.readable.get('text', '')}\n{_UNREADABLE}".strip()
    return action_words(found.record, today)


class EscalationForm(RecordForm):
    """Everything that is asked of an escalation; `about` is the action, empty for none."""

    def __init__(
        self,
        kind: type[Statement],
        read: QuickRead,
        context: Context,
        parent: QWidget | None = None,
        *,
        about: str = "",
    ) -> None:
        self._about = ""
        super().__init__(kind, read, context, parent)
        self.action = Card(_HEADING, self)
        self._action_words = Words("", self.action)
        self.action.add(self._action_words)
        self._box.insertWidget(1, self.action)
        self._be_about(about)

    @property
    def said_of_action(self) -> str:
        """What is on show of the action; empty where it is about none."""
        return "" if self.action.isHidden() else self._action_words.text()

    @override
    def draft(self) -> Draft[Any]:
        """The form as it stands; the action alone is nothing to keep."""
        draft = super().draft()
        return draft.with_value(_FIELD, self._about) if draft.values else draft

    @override
    def show_draft(self, draft: Draft[Any]) -> None:
        """A kept draft is about what it was begun for."""
        self._be_about(str(draft.values.get(_FIELD) or ""))
        super().show_draft(draft)

    @override
    def show_news(self, read: QuickRead) -> None:
        super().show_news(read)
        self._be_about(self._about)

    def _be_about(self, action_id: str) -> None:
        self._about = action_id
        today = london_day(self._clock())
        self.action.setVisible(bool(action_id))
        if action_id:
            self._action_words.setText(words_of(self._read.read.page, action_id, today))
