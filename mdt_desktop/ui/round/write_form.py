"""The Write pane: the fields of an entry as the definition names them, and nothing filled in before."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mdt_core.actor import Actor
from mdt_core.drafts import Problem
from mdt_core.field_help import help_on
from mdt_core.fields import choices_of, field_of
from mdt_core.records.rounds import RoundEntry, SeeAgain
from mdt_core.records.stays import Stay
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, NoteField, TextField
from mdt_desktop.qt.layouts import Columns, FlowRow, column
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.round.action_lines import ActionLines
from mdt_desktop.ui.round.d2a_lines import PlannedEnd, StayWords, barriers
from mdt_desktop.ui.round.entry import (
    ACTION_LINE,
    ACTIONS,
    MEDICINE_LINE,
    RESPONSIBLE,
    EntryDraft,
    full_path_fields,
    label,
    owners_of,
    with_value,
)
from mdt_desktop.ui.round.medicine_lines import MedicineLines
from mdt_desktop.ui.round.panes import FormRows
from mdt_desktop.ui.round.presenter import Person
from mdt_desktop.ui.round.recorded import Recorded
from mdt_desktop.ui.round.who import WhoField

_WATCH: Final = ("watch_for", "watch_call", "watch_by")


class WriteForm(QWidget):
    """One entry being written.

    Signals:
        edited: the draft as it stands now; only when a person changed it
        moved: nothing; the focus was taken to a field that has to be seen
        grown: nothing; the fields under `More fields` were made
    """

    edited = Signal(object)
    moved = Signal()
    grown = Signal()

    def __init__(
        self,
        draft: EntryDraft,
        *,
        actor: Actor,
        people: Sequence[Person],
        recorded: Recorded,
        today: date,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._draft = draft
        self._fields: dict[str, Field] = {}
        self._rows = FormRows(self)
        self.how = self._choice("how")
        self.who = WhoField(actor, people, self)
        self.quick_text = Button("Quick text", parent=self)
        self.note = self._text("note", lines=3)
        self.plan = self._text("plan", lines=2)
        self.medicines = MedicineLines(actor, self)
        self.medicines.set_recorded(recorded)
        self.action_lines = ActionLines(today, owners_of(people), self)
        self._watch = self._three()
        self.see_again = self._choice("see_again")
        self.see_again_on = DateField(
            label("see_again_on"), now=now, rule=DateRule(Direction.FUTURE), parent=self
        )
        self._build(recorded, today, now)
        self._build_full()
        self._connect()
        self.show_draft(draft)

    @property
    def draft(self) -> EntryDraft:
        """What has been written so far."""
        return self._draft

    def field(self, name: str) -> Field:
        """The field of that name in the definition; raises KeyError where it is no plain field."""
        if name in full_path_fields():
            self._make_full()
        return self._fields[name]

    def show_draft(self, draft: EntryDraft) -> None:
        """Shows a draft of the same resident, without telling anyone; ValueError for another's."""
        if draft.resident_id != self._draft.resident_id:
            raise ValueError("a draft is never shown for another resident")
        self._draft = draft
        if any(draft.values.get(name) for name in full_path_fields()):
            self._show_full(visible=True)
        for name, field in self._fields.items():
            self._set(field, draft.values.get(name, ""))
        self.medicines.set_decisions(
            draft.values.get("medicines", ()), str(draft.extra.get(MEDICINE_LINE, ""))
        )
        self.action_lines.set_actions(
            draft.extra.get(ACTIONS, ()), str(draft.extra.get(ACTION_LINE, ""))
        )
        self.who.set_value(str(draft.extra.get(RESPONSIBLE, "")))
        self._show_date()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows each problem at its field and goes to the first."""
        told = {problem.field: problem.words for problem in reversed(problems)}
        if not told.keys().isdisjoint(full_path_fields()):
            self._make_full()
        for name, field in self._fields.items():
            field.show_problem(told.get(name, ""))
        self.medicines.line.show_problem(told.get("medicines", ""))
        self.action_lines.line.show_problem(told.get(ACTIONS, ""))
        if problems:
            self.focus_on(problems[0].field)

    def focus_on(self, name: str) -> None:
        """Goes to a field by its name in the definition; another name goes to the note."""
        if name in full_path_fields():
            self._show_full(visible=True)
        places: dict[str, QWidget] = {
            **self._fields,
            "medicines": self.medicines.line,
            ACTIONS: self.action_lines.line,
        }
        places.get(name, self.note).setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit()

    # Building

    def _build(self, recorded: Recorded, today: date, now: Callable[[], datetime]) -> None:
        self._rows.add_field(self.how)
        self._rows.add_words("Who", self.who)
        self._rows.add(self._with_quick_text(self.note), self.note)
        self._rows.add_field(self.plan)
        self._rows.add(self.medicines.label, self.medicines)
        self._rows.add(self.action_lines.label, self.action_lines)
        self._rows.add_words(label("watch_for"), self._watch)
        if recorded.d2a is not None:
            self._build_discharge(recorded, recorded.d2a, today, now)
        self._rows.add_field(self.see_again)
        self._fields["see_again_on"] = self.see_again_on
        self.see_again_on.explain(help_on(RoundEntry, "see_again_on"))
        self.see_again_on.edited.connect(partial(self._on_value, "see_again_on"))
        self._rows.add_field(self.see_again_on)
        told = Columns(self, least_em=16)
        for name in ("told", "own_view"):
            told.add(self._text(name))
        self._rows.add_wide(told)
        column(self, margin=0).addWidget(self._rows)

    def _with_quick_text(self, field: Field) -> QWidget:
        """The label of a field with the button that opens the list of quick texts for it."""
        beside = QWidget(self)
        row = FlowRow(beside)
        row.add(field.take_label())
        row.add(self.quick_text)
        self.quick_text.setToolTip("Or type a semicolon and letters in the note, as ;seen")
        if isinstance(field, NoteField):
            self.quick_text.clicked.connect(field.editor.open_quick_text)
        column(beside, margin=0).addWidget(row)
        return beside

    def _build_discharge(
        self, recorded: Recorded, stay: Stay, today: date, now: Callable[[], datetime]
    ) -> None:
        """The three lines of a D2A resident, above when to see them again."""
        lines: dict[str, Field] = {
            "planned_end": PlannedEnd(stay, today, now, self),
            "barriers": barriers(self),
            "therapy": self._text("therapy"),
        }
        for name, field in lines.items():
            if name not in self._fields:
                field.edited.connect(partial(self._on_value, name))
            self._fields[name] = field
            self._rows.add_field(field)
        self._rows.add_words("GP practice", StayWords(recorded, today, self))

    def _build_full(self) -> None:
        self._more = Button("More fields", parent=self)
        speak_as(self._more, Spoken.EXPANDER)
        self._full = FormRows(self)
        self._full.hide()
        box = self.layout()
        if box is not None:
            box.addWidget(self._more)
            box.addWidget(self._full)
        self._more.clicked.connect(self._on_more)

    def _make_full(self) -> None:
        """Makes the fields under `More fields`, once they are asked for: a third of the form."""
        if full_path_fields()[0] in self._fields:
            return
        for name in full_path_fields():
            self._full.add_field(self._text(name, lines=2))
        self.grown.emit()

    def _choice(self, name: str) -> ChoiceField:
        spec = field_of(RoundEntry, name)
        offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
        field = ChoiceField(spec.label, offered, parent=self)
        field.explain(help_on(RoundEntry, name))
        self._fields[name] = field
        field.edited.connect(partial(self._on_value, name))
        return field

    def _text(self, name: str, *, lines: int = 3) -> TextField | NoteField:
        spec = field_of(RoundEntry, name)
        field: TextField | NoteField = (
            NoteField(spec.label, lines=lines, parent=self)
            if spec.is_long
            else TextField(spec.label, parent=self)
        )
        if isinstance(field, NoteField):  # one line has no room for a sentence; F1 says it
            field.editor.setPlaceholderText(spec.ask.help.rstrip("."))
        field.explain(help_on(RoundEntry, name))
        self._fields[name] = field
        field.edited.connect(partial(self._on_value, name))
        return field

    def _three(self) -> QWidget:
        """Watch for what, call whom, by when: three short fields that belong together."""
        row = Columns(self, least_em=9)
        for name, hint in zip(_WATCH, ("what", "call", "by"), strict=True):
            field = self._text(name)
            field.take_label().hide()
            field.editor.setPlaceholderText(hint)
            row.add(field)
        return row

    def _connect(self) -> None:
        self.who.edited.connect(partial(self._on_value, RESPONSIBLE))
        self.medicines.edited.connect(self._on_medicines)
        self.action_lines.edited.connect(self._on_actions)
        ways = choices_of(field_of(RoundEntry, "how"))
        Bindings(Where.ENTRY, self).bind_each(
            "round.how", [partial(self._on_how_key, way.value) for way in ways], button=self.how
        )

    # What a person did

    def _set(self, field: Field, value: Any) -> None:  # noqa: ANN401 - as a draft has it
        field.show_problem("")
        match field:
            case ManyChoiceField():
                field.set_value(tuple(value or ()))
            case ChoiceField() | TextField() | NoteField():
                field.set_value(str(value))
        if isinstance(field, PlannedEnd):
            field.show_day()

    def _on_value(self, name: str, value: object) -> None:
        kept = list(value) if isinstance(value, tuple) else value
        draft = with_value(self._draft, name, kept)
        if draft == self._draft:
            return  # colours of the text changed, not a word of it
        self._draft = draft
        if name in self._fields:
            self._fields[name].show_problem("")
        if name in ("note", "plan"):
            self.note.show_problem("")
        if name == "see_again":
            self._show_date()
            if value == SeeAgain.ON_DATE.value:
                self.see_again_on.setFocus()
        self.edited.emit(self._draft)

    def _on_actions(self) -> None:
        draft = with_value(self._draft, ACTIONS, list(self.action_lines.kept))
        self._draft = with_value(draft, ACTION_LINE, self.action_lines.typed)
        self.edited.emit(self._draft)

    def _on_medicines(self) -> None:
        draft = with_value(self._draft, "medicines", list(self.medicines.kept))
        self._draft = with_value(draft, MEDICINE_LINE, self.medicines.typed)
        self.edited.emit(self._draft)

    def _on_how_key(self, key: str) -> None:
        self.how.set_value(key)
        self._on_value("how", key)

    def _on_more(self) -> None:
        self._show_full(visible=self._full.isHidden())

    def _show_full(self, *, visible: bool) -> None:
        if visible:
            self._make_full()
        self._full.setVisible(visible)
        self._more.setChecked(visible)
        self._more.setText("Fewer fields" if visible else "More fields")

    def _show_date(self) -> None:
        is_asked = self.see_again.value() == SeeAgain.ON_DATE.value
        self._rows.show_row(self.see_again_on, visible=is_asked)
