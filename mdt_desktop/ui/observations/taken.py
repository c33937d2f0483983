"""The inputs of an observation set: a number that is checked as it is left, and «Not taken» with why.

A field here shows what the presenter says of it. An unlikely number counts once it was confirmed; a
number that was refused, or is still being asked about, never reaches the score or the record.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.fields import FieldSpec, field_of
from mdt_core.records.observations import ObservationSet
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, NumberField
from mdt_desktop.ui.observations.presenter import Reading, has_decimals, moment_of, read_number

NOT_TAKEN: Final = "Not taken"
SAY_WHY: Final = "Choose why it was not taken"
_SHAPES: Final = ("☐", "☑")
TIME_NEEDED: Final = "Give the time at which these were taken"
ANSWER: Final = "Answer the question first: Yes, or Change"


class NumberTaken(NumberField):
    """One measured number.

    Signals:
        confirmed: nothing; an unlikely number was said to be right
    """

    confirmed = Signal()

    def __init__(self, spec: FieldSpec, last: str, parent: QWidget | None = None) -> None:
        super().__init__(
            spec.label,
            unit=spec.unit,
            has_decimals=has_decimals(spec),
            help_text=spec.ask.help,
            parent=parent,
        )
        self.spec = spec
        self._confirmed_text = ""
        self.set_last(last)
        self.edited.connect(self._on_edited)
        self.editor.editingFinished.connect(self.check)
        self.answered.connect(self._on_question_answered)

    @property
    def figure(self) -> str:
        """The text of a number that counts: in range, and likely or confirmed; else empty."""
        reading = self._reading()
        is_sure = not reading.question or self.value().strip() == self._confirmed_text
        return self.value().strip() if reading.figure is not None and is_sure else ""

    def check(self) -> None:
        """Shows a refusal, or asks about an unlikely number, as a person leaves the field."""
        reading = self._reading()
        self.show_problem(reading.problem)
        if reading.question and not self.figure and not self.is_asking:
            self.ask(reading.question, ("Yes", "Change"))

    def problem_before_signing(self) -> str:
        """Why the set cannot be saved with this number; empty when it can."""
        self.check()
        return self.problem or (ANSWER if self.is_asking else "")

    def set_typed(self, text: str) -> None:
        """Shows a number from a kept draft; an unlikely one is asked about again."""
        self.clear_question()
        self.set_value(text)
        self.check()

    def _reading(self) -> Reading:
        return read_number(self.spec, self.value()) if self.editor.isEnabled() else Reading()

    def _on_edited(self, _text: object) -> None:
        self.clear_question()
        if self.problem:
            self.show_problem("")

    def _on_question_answered(self, place: int) -> None:
        if place == 0:
            self._confirmed_text = self.value().strip()
            self.confirmed.emit()
        else:
            self.editor.setFocus()
            self.editor.selectAll()


class TimeTaken(DateField):
    """When the set was taken: now, unless changed; never still to come."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        rule = DateRule(direction=Direction.PAST, time_of_day=TimeOfDay.REQUIRED)
        label = field_of(ObservationSet, "taken_at").label
        super().__init__(label, now=self._local_now, rule=rule, parent=parent)
        self._clock = clock
        self.show_moment(clock())

    def show_moment(self, at: datetime) -> None:
        """Shows a moment as clocks in England show it."""
        self.set_value(london(at).replace(tzinfo=None).isoformat(timespec="minutes"))

    def moment(self) -> str:
        """The moment as canonical text; empty while there is none."""
        try:
            return utc_text(moment_of(self.value(), self._clock())) if self.value() else ""
        except InvalidInput:
            return ""

    def problem_before_signing(self) -> str:
        """Why the set cannot be saved with this time; empty when it can."""
        if not self.moment():
            self.show_problem(self._why())
        return self.problem

    def _why(self) -> str:
        try:
            moment_of(self.value(), self._clock())
        except InvalidInput as refusal:
            return refusal.message
        except ValueError:
            return TIME_NEEDED
        return ""

    def _local_now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)


class NotTaken(QObject):
    """«Not taken» for one field: pressed, it asks why and closes the field; pressed again, undone.

    Signals:
        changed: nothing; the answer is another one
    """

    changed = Signal()

    def __init__(self, field: Field, reasons: tuple[Choice, ...]) -> None:
        super().__init__(field)
        self._field = field
        self._button = Button("", Kind.SEGMENT, parent=field)
        self._button.setCheckable(True)
        self._button.setAccessibleName(f"{NOT_TAKEN}: {field.label}")
        self.reason = ChoiceField(f"Why not taken: {field.label}", reasons, parent=field)
        field.add_beside(self._button)
        field.add_below(self.reason)
        self.reason.hide()
        self._mark()
        self._button.clicked.connect(self._on_clicked)
        self.reason.edited.connect(self._on_reason)

    @property
    def is_pressed(self) -> bool:
        """Whether the field was said not to be taken."""
        return self._button.isChecked()

    @property
    def button(self) -> Button:
        """The button itself, for focus."""
        return self._button

    def set_reason(self, reason: str) -> None:
        """Shows a reason from a kept draft."""
        self._button.setChecked(True)
        self.reason.set_value(reason)
        self._show()

    def problem_before_signing(self) -> str:
        """Why the set cannot be saved yet; empty when it can."""
        problem = SAY_WHY if self.is_pressed and not self.reason.value() else ""
        self.reason.show_problem(problem)
        return problem

    def _mark(self) -> None:
        self._button.setText(f"{_SHAPES[self.is_pressed]} {NOT_TAKEN}")

    def _show(self) -> None:
        self._mark()
        self.reason.setVisible(self.is_pressed)
        self._field.clear_question()
        self._field.show_problem("")
        self._field.set_open(is_open=not self.is_pressed)

    def _on_clicked(self) -> None:
        if not self.is_pressed:
            self.reason.set_value("")
            self.reason.show_problem("")
        self._show()
        if self.is_pressed:
            self.reason.setFocus()
        self.changed.emit()

    def _on_reason(self, _reason: object) -> None:
        self.reason.show_problem("")
        self.changed.emit()
