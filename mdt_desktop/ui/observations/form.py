"""The left side of the observation set: every field in the order it is taken, from the definition.

Boxes start empty. Enter goes on to the next field and never takes a choice back. The form knows what
has been entered and whether it can be signed; it saves nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import parse_utc
from mdt_core.drafts import Draft, Problem
from mdt_core.field_help import help_on
from mdt_core.fields import FieldSpec, field_of
from mdt_core.records.observations import NotTakenReason, ObservationSet, SpO2Scale
from mdt_core.roles import CLINICIANS, PRESCRIBERS, Role
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Signed
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import Card, Choice, ChoiceField, Field, NoteField, Words
from mdt_desktop.ui.observations.presenter import (
    MAY_BE_MISSING,
    ORDER,
    OXYGEN,
    choices_for,
    last_words,
    standing_scale,
)
from mdt_desktop.ui.observations.taken import NotTaken, NumberTaken, TimeTaken
from mdt_desktop.ui.observations.values import (
    is_choice,
    is_inside,
    show_value,
    value_of,
)

_REASONS: Final = tuple(Choice(each.value, each.label) for each in NotTakenReason)
_ONLY_A_PRESCRIBER: Final = "Only a prescriber can change the scale; it is then kept with the set."
_FOR_PRESCRIBERS: Final = (
    "Scale 2 is for somebody whose target of 88 to 92 % a clinician has prescribed. "
    "Your choice is kept with this set, with your name and the date."
)


class ObservationForm(Card):
    """The fields of one set of one resident.

    Signals:
        edited: the `Draft` as it stands, each time something was entered
        finished: nothing; Enter was pressed in the last field before the note
    """

    edited = Signal(object)
    finished = Signal()

    def __init__(
        self,
        page: ResidentPage,
        *,
        chosen: Signed[ObservationSet] | None,
        role: Role,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._page, self._role, self._clock = page, role, clock
        self._standing = standing_scale(chosen)
        self.fields: dict[str, Field] = {}
        self.not_taken: dict[str, NotTaken] = {}
        self._build_time()
        for name in ORDER:
            self._build(field_of(ObservationSet, name))
        self._show_flow()
        self._untouched = self.draft()

    def draft(self) -> Draft[ObservationSet]:
        """The form as it stands, as typed."""
        draft = Draft(ObservationSet, self._page.line.resident_id)
        for name, value in self._entered().items():
            draft = draft.with_value(name, value)
        return draft

    def readings(self) -> Mapping[str, Any]:
        """What counts towards the score: no refused number, and none still being asked about."""
        entered = self._entered()
        sure = {n: f.figure for n, f in self.fields.items() if isinstance(f, NumberTaken)}
        names = ("on_oxygen", "spo2_scale", "consciousness")
        chosen = {name: entered[name] for name in names if entered.get(name) is not None}
        return {**{name: figure for name, figure in sure.items() if figure}, **chosen}

    def problem(self) -> Problem | None:
        """The first reason why the set cannot be signed, shown where it is; None when it can."""
        for name, missing in self.not_taken.items():
            if missing.problem_before_signing():
                return Problem(name, missing.reason.problem)
        for name, field in self.fields.items():
            words = self._problem_of(name, field)
            if words:
                return Problem(name, words)
        return next(iter(self.draft().problems()), None)

    def show_draft(self, draft: Draft[ObservationSet]) -> None:
        """Shows a kept draft of the same resident in place of what is there."""
        for name, field in self.fields.items():
            show_value(field, draft.values.get(name))
        for each in draft.values.get("not_taken", ()):
            if each["field"] in self.not_taken:
                self.not_taken[each["field"]].set_reason(each["reason"])
        if "taken_at" in draft.values:
            self.time.show_moment(parse_utc(draft.values["taken_at"]))
        self._show_flow()
        self._tell_edited()

    def focus_first(self) -> None:
        """Goes to the breaths."""
        self.fields["respirations"].setFocus()

    def focus_field(self, name: str) -> None:
        """Goes to a field, or to its reason where it was not taken."""
        missing = self.not_taken.get(name)
        if missing and missing.is_pressed:
            missing.reason.setFocus()
        elif name in self.fields:
            self.fields[name].setFocus()

    # Building

    def _build_time(self) -> None:
        self.time = TimeTaken(self._clock, self)
        self._add("taken_at", self.time)

    def _build(self, spec: FieldSpec) -> None:
        field = self._field(spec)
        if field is None:
            return
        self._add(spec.name, field)
        if spec.name in MAY_BE_MISSING:
            self.not_taken[spec.name] = NotTaken(field, _REASONS)
            self.not_taken[spec.name].changed.connect(self._tell_edited)
            self.not_taken[spec.name].reason.edited.connect(partial(self._on_reason, spec.name))
            self._listen(self.not_taken[spec.name].reason)

    def _field(self, spec: FieldSpec) -> Field | None:
        if spec.within is not None:
            number = NumberTaken(spec, last_words(self._page, spec.name), self)
            number.confirmed.connect(self._on_confirmed)
            return number
        if spec.is_long:
            return NoteField(spec.label, lines=2, parent=self)
        if spec.name == "spo2_scale":
            return self._scale_field(spec)
        if spec.name == "purpose" and self._role not in CLINICIANS:
            return None
        offered = tuple(Choice(*each) for each in choices_for(spec.name))
        if spec.name == "soft_signs":
            return ManyChoiceField(spec.label, offered, parent=self)
        hint = last_words(self._page, spec.name) if spec.name in MAY_BE_MISSING else ""
        return ChoiceField(spec.label, offered, hint=hint, parent=self)

    def _scale_field(self, spec: FieldSpec) -> Field | None:
        standing = self._standing
        if self._role not in PRESCRIBERS:
            self.add(Words(f"{spec.label}: {standing.words}. {_ONLY_A_PRESCRIBER}", self))
            return None
        offered = tuple(Choice(*each) for each in choices_for(spec.name))
        field = ChoiceField(
            spec.label, offered, hint=standing.words, help_text=_FOR_PRESCRIBERS, parent=self
        )
        field.set_value(standing.scale.value)
        return field

    def _add(self, name: str, field: Field) -> None:
        self.fields[name] = field
        field.explain(help_on(ObservationSet, name))
        self.add(field)
        field.edited.connect(self._on_edited)
        self._listen(field)

    def _listen(self, field: Field) -> None:
        """Enter is heard before the field hears it; a note keeps it for itself."""
        if isinstance(field, NoteField):
            return
        for part in field.findChildren(QWidget):
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
                part.installEventFilter(self)

    # What is entered

    def _entered(self) -> dict[str, Any]:
        values: dict[str, Any] = {"spo2_scale": self._standing.scale.value}
        for name, field in self.fields.items():
            if field.isHidden() or (name in self.not_taken and self.not_taken[name].is_pressed):
                continue
            values[name] = value_of(name, field)
        values["taken_at"] = self.time.moment()
        values["spo2_scale"] = values["spo2_scale"] or SpO2Scale.SCALE_1.value
        values["not_taken"] = [
            {"field": name, "reason": each.reason.value()}
            for name, each in self.not_taken.items()
            if each.is_pressed and each.reason.value()
        ]
        return {name: value for name, value in values.items() if value not in (None, "", [], ())}

    def _problem_of(self, name: str, field: Field) -> str:
        if isinstance(field, NumberTaken):
            return field.problem_before_signing() if not field.isHidden() else ""
        return self.time.problem_before_signing() if name == "taken_at" else ""

    def _show_flow(self) -> None:
        self.fields["oxygen_flow"].setVisible(self.fields["on_oxygen"].value() == OXYGEN)

    def _tell_edited(self) -> None:
        draft = self.draft()
        is_same = draft == self._untouched
        self.edited.emit(Draft(ObservationSet, draft.resident_id) if is_same else draft)

    def _on_edited(self, _value: object) -> None:
        self._show_flow()
        self._tell_edited()

    def _on_confirmed(self) -> None:
        self._tell_edited()
        for name, field in self.fields.items():
            if field is self.sender():
                self._go_on_from(name)

    def _on_reason(self, name: str, reason: object) -> None:
        if reason:
            self._go_on_from(name)

    # Enter goes on

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        return self._on_enter(watched)

    def _on_enter(self, watched: QObject) -> bool:
        name = next((n for n, f in self.fields.items() if is_inside(watched, f)), None)
        if name is None:
            return False
        field = self.fields[name]
        if isinstance(watched, Button):
            if not is_choice(watched, field, self.not_taken.get(name)):
                return False
            if not watched.isChecked():
                watched.click()
        if isinstance(field, NumberTaken):
            field.check()
        if field.is_asking:
            field.focus_question()
        elif not field.problem:
            self._go_on_from(name)
        return True

    def _go_on_from(self, name: str) -> None:
        names = list(self.fields)
        for after in names[names.index(name) + 1 :]:
            is_missing = after in self.not_taken and self.not_taken[after].is_pressed
            if not self.fields[after].isHidden() and not is_missing and after != "spo2_scale":
                self.fields[after].setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.finished.emit()
