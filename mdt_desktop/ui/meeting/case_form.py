"""The Write pane of a case: the four-part minute, the decision, the views, and the actions it asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from mdt_core.action_line import Owner, parse
from mdt_core.drafts import Draft, Problem
from mdt_core.fields import fields_of
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.store.queries.meetings import AgendaRow
from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Field, Heading
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.inputs import Clock
from mdt_desktop.ui.round.action_lines import ActionLines
from mdt_desktop.ui.round.entry import ACTION_LINE, ACTIONS, action_from

_SHORT: Final = tuple(
    spec.name for spec in fields_of(CaseDiscussion) if not (spec.is_full_path or spec.is_internal)
)
_FOLDED: Final = ("options", "dissent", "capacity")
_NEEDED: Final = {
    "question": "Write what the meeting is asked",
    "state": "Choose whether the case is closed or carried to the next agenda",
}
MORE: Final = "Options, dissent, capacity"


class CaseForm(FieldsForm):
    """One case being minuted; dissent, options and capacity are folded until used."""

    def __init__(
        self,
        row: AgendaRow,
        clock: Clock,
        today: date,
        owners: Sequence[Owner],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(CaseDiscussion, row.line.resident_id, "Write", clock, parent)
        self.setProperty("role", "page")
        self._row, self._today, self._owners = row, today, tuple(owners)
        self._target: QVBoxLayout = self._box
        self.findChildren(Heading)[0].hide()  # the pane is called so already
        for name in _SHORT[:-1]:
            self.ask(name, needed=_NEEDED.get(name, ""))
        self.action_lines = ActionLines(today, owners, self)
        self.put(self.action_lines.label)
        self.put(self.action_lines)
        self.ask("state", needed=_NEEDED["state"]).mark_needed()
        self._build_folded()
        self.fields["question"].mark_needed()
        self.fields["question"].show_stored(row.item.question)
        self.action_lines.edited.connect(self._on_actions)

    def _build_folded(self) -> None:
        self.more = Button(MORE, parent=self)
        speak_as(self.more, Spoken.EXPANDER)
        self._folded = QWidget(self)
        self.put(self.more)
        self.put(self._folded)
        self._target = column(self._folded, gap=12)
        for name in _FOLDED:
            self.ask(name)
        self._folded.hide()
        self.more.clicked.connect(self._on_more)

    @override
    def put(self, part: QWidget) -> None:
        self._target.addWidget(part)

    @override
    def open_to(self, field: Field) -> None:
        if self._folded.isAncestorOf(field):
            self._unfold()

    @override
    def draft(self) -> Draft[Any]:
        """As written; empty while nothing but the question of the agenda stands there."""
        empty: Draft[Any] = Draft(CaseDiscussion, self._resident_id)
        draft = empty
        for name, field in self.fields.items():
            draft = draft.with_value(name, field.stored())
        draft = draft.with_extra(ACTIONS, list(self.action_lines.kept))
        draft = draft.with_extra(ACTION_LINE, self.action_lines.typed)
        is_begun = dict(draft.values) != {"question": self._row.item.question}
        if not is_begun and not any(draft.extra.values()):
            return empty
        return draft.with_value("meeting_part", self._row.part_id)

    @override
    def show_draft(self, draft: Draft[Any]) -> None:
        super().show_draft(draft)
        self.action_lines.set_actions(
            draft.extra.get(ACTIONS, ()), str(draft.extra.get(ACTION_LINE, ""))
        )
        if any(draft.values.get(name) for name in _FOLDED):
            self._unfold()

    def new_actions(self) -> tuple[Mapping[str, Any], ...]:
        """The actions added, and the one in the line."""
        typed = self.action_lines.typed.strip()
        last = (action_from(parse(typed, self._today, self._owners)),) if typed else ()
        return (*self.action_lines.kept, *last)

    @override
    def problem(self) -> Problem | None:
        found = super().problem()
        return found or self._problem_of_line()

    def _problem_of_line(self) -> Problem | None:
        line = parse(self.action_lines.typed, self._today, self._owners)
        words = ""
        if line.questions:
            words = f"Answer first: {line.questions[0].words}"
        elif self.action_lines.typed.strip() and not line.text:
            words = "Say what is to be done in the action line, or clear it"
        self.action_lines.line.show_problem(words)
        return Problem(ACTIONS, words) if words else None

    @override
    def focus_field(self, name: str) -> None:
        if name == ACTIONS:
            self.action_lines.line.setFocus()
        else:
            super().focus_field(name)

    def _on_actions(self) -> None:
        self.edited.emit(self.draft())

    def _on_more(self) -> None:
        if self._folded.isHidden():
            self._unfold()
            self.fields[_FOLDED[0]].setFocus()
        else:
            self._folded.hide()
            self.more.setText(MORE)

    def _unfold(self) -> None:
        self._folded.show()
        self.more.setText("Fewer fields")

    def show_stored_case(self, body: Mapping[str, Any]) -> None:
        """Shows a case that is signed, to be read."""
        for name, field in self.fields.items():
            field.show_stored(body.get(name))
        if any(body.get(name) for name in _FOLDED):
            self._unfold()
