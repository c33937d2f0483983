"""A form made of a record's fields, one below another: what a page with a short statement needs.

A page adds its fields by the names of the record class; the form gives and takes drafts, says the
first problem where it is, and keeps what is not part of the record (a PIN) out of the draft.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london, parse_utc, utc_text
from mdt_core.drafts import Draft, Problem
from mdt_core.errors import InvalidInput
from mdt_core.field_help import help_on
from mdt_core.fields import FieldSpec, choices_of, field_of
from mdt_core.record import Record
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import (
    Choice,
    ChoiceField,
    DateField,
    Field,
    Heading,
    NoteField,
    TextField,
)
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.observations.presenter import moment_of
from mdt_desktop.ui.quick.presenter import QuickRead

Clock = Callable[[], datetime]


class MomentField(DateField):
    """A day with a time of the past, as UTC text; `Now` is one press."""

    def __init__(self, label: str, clock: Clock, parent: QWidget | None = None) -> None:
        self._clock = clock
        super().__init__(
            label,
            now=self._local,
            rule=DateRule(Direction.PAST, TimeOfDay.REQUIRED),
            hint="For example t 14:30, y 0310 or 2/11 09:00",
            parent=parent,
        )
        now = Button("Now", parent=self)
        now.setAccessibleName(f"{label}: now")
        now.clicked.connect(self._on_now)
        self.add_beside(now)

    def moment(self) -> str:
        """The moment as UTC text, empty where there is none; raises InvalidInput for one that never was."""
        local = self.value()
        return utc_text(moment_of(local, self._clock())) if local else ""

    def show_moment(self, text: str) -> None:
        """Shows a moment given as UTC text, empty for none."""
        local = london(parse_utc(text)).replace(tzinfo=None) if text else None
        self.set_value(local.isoformat(timespec="minutes") if local else "")

    def _local(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _on_now(self) -> None:
        self.set_value(self._local().isoformat(timespec="minutes"))
        self._tell_edited()


class FieldsForm(QWidget):
    """Fields of one record class about one resident; fulfils `QuickForm`.

    Signals:
        edited: the `Draft` as it stands
        answered: the field that was answered
    """

    edited = Signal(object)
    answered = Signal(object)

    def __init__(
        self,
        record_class: type[Record],
        resident_id: str,
        heading: str,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._record_class, self._resident_id, self._clock = record_class, resident_id, clock
        self.fields: dict[str, Field] = {}
        self._asked: dict[str, str] = {}
        self._box = column(self, gap=12)
        self._box.addWidget(Heading(heading, 2, self))

    def ask(self, name: str, *, needed: str = "", as_field: Field | None = None) -> Field:
        """Adds the field of that name as its definition says, or as given.

        `needed` is said where it is left empty.
        """
        field = as_field or self._field(field_of(self._record_class, name))
        field.explain(help_on(self._record_class, name))
        self.fields[name] = field
        if needed:
            self._asked[name] = needed
        field.edited.connect(self._on_edited)
        self.put(field)
        return field

    def put(self, part: QWidget) -> None:
        """Puts something below what is there that is no part of the record."""
        self._box.addWidget(part)

    def show_fields(self) -> None:
        """Shows the fields that belong to what is answered: all, unless a form knows better."""

    # As `QuickForm`

    def draft(self) -> Draft[Any]:
        """The form as it stands; what is hidden is not said."""
        draft: Draft[Any] = Draft(self._record_class, self._resident_id)
        for name, field in self.fields.items():
            draft = draft if field.isHidden() else draft.with_value(name, self._value_of(field))
        return draft

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows a kept draft in place of what is there."""
        for name, field in self.fields.items():
            value = str(draft.values.get(name, ""))
            if isinstance(field, MomentField):
                field.show_moment(value)
            elif isinstance(field, ChoiceField | DateField | NoteField | TextField):
                field.set_value(value)
        self._on_edited(None)

    def problem(self) -> Problem | None:
        """Why it cannot be saved yet, said at the field too; None when it can."""
        found: Problem | None = None
        for name, field in self.fields.items():
            words = "" if field.isHidden() else self._problem_of(name, field)
            field.show_problem(words)
            found = found or (Problem(name, words) if words else None)
        return found or next(iter(self.draft().problems()), None)

    def focus_first(self) -> None:
        """Goes to the first question."""
        next(field for field in self.fields.values() if not field.isHidden()).setFocus()

    def focus_field(self, name: str) -> None:
        """Goes to the field of that name or label, if there is one."""
        for key, field in self.fields.items():
            if name in (key, field.label) and not field.isHidden():
                field.setFocus()
                return

    def show_news(self, read: QuickRead) -> None:
        """Nothing here depends on what else is recorded."""

    # Fields

    def day(self, label: str, direction: Direction, *, hint: str = "") -> DateField:
        """A field for a day, to come or past."""
        return DateField(
            label, now=self._local_now, rule=DateRule(direction), hint=hint, parent=self
        )

    def _field(self, spec: FieldSpec) -> Field:
        offered = choices_of(spec)
        if offered:
            pairs = tuple(Choice(each.value, each.label) for each in offered)
            return ChoiceField(spec.label, pairs, hint=spec.ask.help, parent=self)
        if datetime in (spec.annotation, *get_args(spec.annotation)):
            return MomentField(spec.label, self._clock, self)
        kind = NoteField if spec.is_long else TextField
        return kind(spec.label, hint=spec.ask.help, parent=self)

    def _local_now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _value_of(self, field: Field) -> object:
        if not isinstance(field, MomentField):
            return field.value()
        try:
            return field.moment()
        except InvalidInput:
            return ""

    def _problem_of(self, name: str, field: Field) -> str:
        if isinstance(field, MomentField):
            try:
                field.moment()
            except InvalidInput as error:
                return error.message
        if isinstance(field, DateField) and field.editor.text().strip() and not field.value():
            return field.reading or "This date is not understood. Type it as 2/11, or fri"
        return self._asked.get(name, "") if not self._value_of(field) else ""

    def _on_edited(self, _value: object) -> None:
        self.show_fields()
        self.edited.emit(self.draft())
        sender = self.sender()
        if isinstance(sender, Field):
            self.answered.emit(sender)
