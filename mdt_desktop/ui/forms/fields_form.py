"""A form made of a record's fields, one below another: what every page with a statement is made from.

A page adds its fields by the names of the record class; the form gives and takes drafts, says each
problem where it is, and keeps what is not part of the record (a PIN) out of the draft. In a series
the draft names the versions that stood on the screen when the form was opened.
"""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from mdt_core.clock import london
from mdt_core.drafts import Draft, Problem
from mdt_core.errors import InvalidInput
from mdt_core.field_help import help_on
from mdt_core.fields import FieldSpec, field_of
from mdt_core.record import Record, Statement, problem_with
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import DateField, Field, Heading
from mdt_desktop.qt.spread import Spread
from mdt_desktop.ui.forms.inputs import Clock, input_for
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.forms.presenter import needed_words
from mdt_desktop.ui.quick.presenter import QuickRead

_NOTHING: tuple[object, ...] = (None, "", (), [])


class FieldsForm(Spread):
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
        *,
        seen: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__(parent)
        self._record_class, self._resident_id, self._clock = record_class, resident_id, clock
        self._seen = seen
        self.fields: dict[str, Field] = {}
        self._asked: dict[str, str] = {}
        self._box = self.box
        self._box.addWidget(Heading(heading, 2, self))

    def ask(self, name: str, *, needed: str = "", as_field: Field | None = None) -> Field:
        """Adds the field of that name as its definition says, or as given.

        `needed` is said where it is left empty.
        """
        spec = field_of(self._record_class, name)
        field = as_field or input_for(spec, self._clock, self)
        field.explain(help_on(self._record_class, name))
        self.fields[name] = field
        if needed:
            self._asked[name] = needed
        field.edited.connect(self._on_edited)
        self.put(field)
        return field

    def ask_as_defined(self, spec: FieldSpec, as_field: Field | None = None) -> Field:
        """Adds a field, marked and asked for where its definition does not let it be empty."""
        needed = needed_words(spec) if spec.is_required else ""
        field = self.ask(spec.name, needed=needed, as_field=as_field)
        if spec.is_required:
            field.mark_needed()
        return field

    def put(self, part: QWidget) -> None:
        """Puts something below what is there that is no part of the record."""
        self._box.addWidget(part)

    def put_last(self, part: QWidget) -> None:
        """Puts something at the very foot, below all questions."""
        self._box.addWidget(part)

    def show_fields(self) -> None:
        """Shows the fields that belong to what is answered: all, unless a form knows better."""

    def open_to(self, _field: Field) -> None:
        """Makes a field visible that is folded away; a form without folds has none."""

    # As `QuickForm`

    def draft(self) -> Draft[Any]:
        """The form as it stands; what is hidden is not said."""
        draft: Draft[Any] = Draft(self._record_class, self._resident_id)
        for name, field in self.fields.items():
            draft = draft if field.isHidden() else draft.with_value(name, field.stored())
        return draft if self._seen is None else draft.having_seen(self._seen)

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows a kept draft in place of what is there; it replaces what it was begun on, as it says."""
        for name, field in self.fields.items():
            field.show_stored(draft.values.get(name))
        if self._seen is not None and draft.seen_heads is not None:
            self._seen = draft.seen_heads
        self._on_edited(None)

    def problem(self) -> Problem | None:
        """Why it cannot be saved yet, said at the field too; None when it can."""
        found: Problem | None = None
        for name, field in self.fields.items():
            words = "" if field.isHidden() else self._problem_of(name, field)
            field.show_problem(words)
            found = found or (Problem(name, words) if words else None)
        return found or self._problem_of_record()

    def show_problem_at(self, where: str, words: str) -> None:
        """Says a problem at the field of that name or label, if there is one."""
        name = self._name_of(where)
        if name:
            self.fields[name].show_problem(words)

    def focus_first(self) -> None:
        """Goes to the first question."""
        next(field for field in self.fields.values() if not field.isHidden()).setFocus()

    def focus_field(self, name: str) -> None:
        """Goes to the field of that name or label, if there is one."""
        found = self.fields.get(self._name_of(name))
        if found is None:
            return
        self.open_to(found)
        if isinstance(found, PartsField):
            found.focus_problem()
        else:
            found.setFocus()

    def show_news(self, read: QuickRead) -> None:
        """Takes up what now stands of the series as seen; the answers stay."""
        if self._seen is not None:
            self._seen = tuple(each.mid for each in read.standing)

    # Fields

    def day(self, label: str, direction: Direction, *, hint: str = "") -> DateField:
        """A field for a day, to come or past."""
        return DateField(
            label, now=self._local_now, rule=DateRule(direction), hint=hint, parent=self
        )

    def _local_now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _name_of(self, where: str) -> str:
        """The shown field of that name or label; empty where there is none."""
        for name, field in self.fields.items():
            if where in (name, field.label) and not field.isHidden():
                return name
        return ""

    def _problem_of(self, name: str, field: Field) -> str:
        wrong = field.wrong()
        if wrong:
            return wrong
        stored = field.stored()
        if stored in _NOTHING:
            return self._asked.get(name, "")
        return problem_with(field_of(self._record_class, name), stored)

    def _problem_of_record(self) -> Problem | None:
        """What the fields say together: the rules of the draft, and what cannot have been so."""
        draft = self.draft()
        problems = draft.problems()
        if problems:
            return problems[0]
        record = draft.record()
        try:
            if isinstance(record, Statement):
                record.require_possible(self._clock())
        except InvalidInput as error:
            self.show_problem_at(error.where, error.message)
            return Problem(error.where, error.message)
        return None

    def _on_edited(self, _value: object) -> None:
        self.show_fields()
        self.edited.emit(self.draft())
        sender = self.sender()
        if isinstance(sender, PartsField):
            self.answered.emit(QApplication.focusWidget())
        elif isinstance(sender, Field):
            self.answered.emit(sender)
