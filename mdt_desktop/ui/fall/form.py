"""The eight questions of a fall, one row each, in one column; large enough for a gloved hand.

Nothing is chosen beforehand but the time. The figures 1 to 9 choose within the row in focus, Tab
goes on. The form knows what was answered and whether it can be saved; it saves nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.drafts import Draft, Problem
from mdt_core.errors import InvalidInput
from mdt_core.field_help import help_on
from mdt_core.fields import choices_of, field_of
from mdt_core.records.falls import Fall
from mdt_core.use_cases.falls import BloodThinnersListed, require_possible
from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import Choice, ChoiceField, Field, FlowRow, NoteField, OneLine
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.fall.presenter import (
    CALL_999,
    SAY_SOMETHING,
    blood_thinner_words,
    is_alarming,
    is_answered,
    only_one_kind,
)
from mdt_desktop.ui.fall.when import When
from mdt_desktop.ui.quick.presenter import QuickRead, calls_of
from mdt_desktop.ui.quick.widgets import CallList, LabelledRows, WrappedTag

_SEVERAL: Final = "hurt"


class FallForm(QWidget):
    """The quick form about one resident.

    Signals:
        edited: the `Draft` as it stands, each time something was answered
        answered: the question after the next, which should be in sight now
    """

    edited = Signal(object)
    answered = Signal(object)

    def __init__(
        self, read: QuickRead, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._resident_id = read.read.page.line.resident_id
        self._clock = clock
        self._hurt: tuple[str, ...] = ()
        self.call_list = CallList(self)
        self._top = self._head()  # made in the order in which Tab goes
        self.when = When(clock, self)
        self.rows: dict[str, Field] = {"time_known": self.when.choice}
        self.when.choice.explain(help_on(Fall, "occurred_at"))
        self.blood_thinners = WrappedTag(self)
        self._build(read)
        self._untouched = self._as_entered()

    def draft(self) -> Draft[Fall]:
        """The form as it stands."""
        return self._as_entered()

    def problem(self) -> Problem | None:
        """The first reason why it cannot be saved; None when it can."""
        found = self.when.problem()
        if found is not None:
            return found
        draft = self._as_entered()
        if not is_answered(draft.values, is_time_chosen=self.when.is_chosen):
            return Problem("time_known", SAY_SOMETHING)
        try:
            require_possible(draft.record(), self._clock())
        except InvalidInput as refusal:
            return Problem(refusal.where, refusal.message)
        return None

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows a kept draft of the same resident in place of what is there."""
        self.when.show_values(draft.values)
        for name, field in self.rows.items():
            if name != "time_known":
                _show(field, draft.values.get(name))
        self._hurt = tuple(draft.values.get(_SEVERAL) or ())
        self._tell()

    def show_news(self, read: QuickRead) -> None:
        """Takes up the medicines list and the call list as they are now."""
        self._show_blood_thinners(read.listed)
        self.call_list.show_calls(calls_of(read.home))

    def focus_first(self) -> None:
        """Goes to *When*."""
        self.when.choice.setFocus()

    def focus_field(self, name: str) -> None:
        """Goes to the question of that name or label."""
        for known, field in self.rows.items():
            if name in (known, field.label):
                field.setFocus()
                return
        spec_names = ("occurred_at", "last_seen_at")
        for known in spec_names:
            if name in (known, field_of(Fall, known).label):
                self.when.focus_field(known)

    # Building

    def _build(self, read: QuickRead) -> None:
        box = column(self, gap=8)
        box.addWidget(self._top)
        box.addWidget(self.call_list)
        self.call_list.hide()
        rows = LabelledRows(self)
        rows.add(self.when.choice, self.when)
        for name in (*Fall.quick[1:], "note"):
            self.rows[name] = _field(name, rows)
            self.rows[name].explain(help_on(Fall, name))
            rows.add(self.rows[name], *((self.blood_thinners,) if name == "head" else ()))
            self.rows[name].edited.connect(self._on_edited)
        box.addWidget(rows)
        self.rows["seen_by"].edited.connect(self._on_seen_by)
        self.rows[_SEVERAL].edited.connect(self._on_hurt)
        self.when.edited.connect(self._tell)
        for field in self.rows.values():
            if isinstance(field, ChoiceField):
                field.edited.connect(self._on_answered)
        self.show_news(read)

    def _head(self) -> QWidget:
        row = FlowRow(self)
        self.call_button = Button("Call list", icon_name="phone", parent=row)
        speak_as(self.call_button, Spoken.EXPANDER)
        self.call_button.toggled.connect(self.call_list.setVisible)
        row.add(OneLine(CALL_999, row, words="label"))
        row.add(self.call_button)
        return row

    def _show_blood_thinners(self, listed: BloodThinnersListed | None) -> None:
        self.blood_thinners.setVisible(listed is not None)
        if listed is not None:
            tone = "amber" if is_alarming(listed) else "grey"
            self.blood_thinners.show_words(blood_thinner_words(listed), tone)

    # What is answered

    def _as_entered(self) -> Draft[Fall]:
        draft = Draft(Fall, self._resident_id)
        for name, value in self._values().items():
            draft = draft.with_value(name, value)
        return draft

    def _values(self) -> Mapping[str, Any]:
        chosen = {n: f.value() for n, f in self.rows.items() if n not in ("time_known", "note")}
        note = self.rows["note"].value()
        return {
            **self.when.values(),
            **{n: list(v) if isinstance(v, tuple) else v for n, v in chosen.items()},
            "note": note.strip() if isinstance(note, str) else "",
        }

    def _tell(self) -> None:
        draft = self._as_entered()
        is_same = draft == self._untouched and not self.when.is_chosen
        self.edited.emit(Draft(Fall, self._resident_id) if is_same else draft)

    def _on_edited(self, _value: object) -> None:
        self._tell()

    def _on_answered(self, _value: object) -> None:
        """One answer is enough here, so the hand goes on; where several are, nothing moves."""
        fields = list(self.rows.values())
        place = next(place for place, field in enumerate(fields) if field is self.sender())
        self.answered.emit(fields[min(place + 2, len(fields) - 1)])

    def _on_seen_by(self, seen_by: object) -> None:
        self.when.follow(str(seen_by))
        self._tell()

    def _on_hurt(self, _chosen: object) -> None:
        field = self.rows[_SEVERAL]
        if isinstance(field, ManyChoiceField):
            self._hurt = only_one_kind(field.value(), self._hurt)
            field.set_value(self._hurt)
            self._tell()


def _field(name: str, parent: QWidget) -> Field:
    spec = field_of(Fall, name)
    offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
    if not offered:
        return NoteField(spec.label, lines=1, parent=parent)
    kind = ManyChoiceField if name == _SEVERAL else ChoiceField
    return kind(spec.label, offered, parent=parent)


def _show(field: Field, value: Any) -> None:  # noqa: ANN401 - any JSON value of a draft
    if isinstance(field, ManyChoiceField):
        field.set_value(tuple(value or ()))
    elif isinstance(field, ChoiceField | NoteField):
        field.set_value(value or "")
