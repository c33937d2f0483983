"""The input of a field by its definition: choices, yes or no, numbers, days, moments, text, lists.

`input_for` is the one place that goes from a type to an input. Nothing is chosen to begin with.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, get_args, get_origin

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import PartialDate, london, parse_utc, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.fields import FieldSpec, choices_of, is_yes_or_no, part_of
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import (
    Choice,
    ChoiceField,
    DateField,
    Field,
    NoteField,
    NumberField,
    TextField,
    Words,
)
from mdt_desktop.ui.forms.entry_choice import EntryField
from mdt_desktop.ui.forms.finding import Findable
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.forms.presenter import (
    PARTLY_HINT,
    PartlyRead,
    read_number,
    read_partly,
    rule_of,
)
from mdt_desktop.ui.observations.presenter import has_decimals, moment_of

Clock = Callable[[], datetime]

MOST_BUTTONS: Final = 8
"""More answers than these are searched by typing."""
_YES_NO: Final = (Choice("true", "Yes"), Choice("false", "No"))
_ONE_A_LINE: Final = "One a line"
_ANSWER: Final = "Answer the question first: Yes, or Change"
PAST_MOMENT: Final = DateRule(Direction.PAST, TimeOfDay.REQUIRED)
_MOMENT_HINT: Final = "For example t 14:30, y 0310 or 2/11 09:00"


class YesNoField(ChoiceField):
    """Yes, no, or not answered, which is not recorded."""

    def __init__(self, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, _YES_NO, hint=hint, parent=parent)

    @override
    def stored(self) -> bool | None:
        return {"true": True, "false": False}.get(self.value())

    @override
    def show_stored(self, value: Any) -> None:
        super().show_stored(None if value is None else str(value).lower())


class NumberAsked(NumberField):
    """A number in its range; an unlikely one counts once it was confirmed."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(
            spec.label,
            unit=spec.unit,
            has_decimals=has_decimals(spec),
            hint=spec.ask.help,
            parent=parent,
        )
        self._spec, self._confirmed = spec, ""
        self.edited.connect(self._on_number_edited)
        self.editor.editingFinished.connect(self._on_left)
        self.answered.connect(self._on_question_answered)

    @override
    def stored(self) -> str:
        """The figure, or what was typed where it is none, so that a draft loses nothing."""
        return read_number(self._spec, self.value()).figure or self.value().strip()

    @override
    def wrong(self) -> str:
        read = read_number(self._spec, self.value())
        if read.question and self._confirmed != read.figure:
            self._ask_once(read.question)
            return _ANSWER
        return read.problem

    def _on_number_edited(self, _value: object) -> None:
        self.clear_question()
        self.show_problem("")

    def _on_left(self) -> None:
        read = read_number(self._spec, self.value())
        self.show_problem(read.problem)
        if read.question and self._confirmed != read.figure:
            self._ask_once(read.question)

    def _ask_once(self, question: str) -> None:
        if not self.is_asking:
            self.ask(question, ("Yes", "Change"))

    def _on_question_answered(self, place: int) -> None:
        self.show_problem("")
        if place == 0:
            self._confirmed = self.stored()
            self._tell_edited()
        else:
            self.editor.setFocus()
            self.editor.selectAll()


class MomentField(DateField):
    """A day with a time, as UTC text; `Now` is one press."""

    def __init__(
        self,
        label: str,
        clock: Clock,
        parent: QWidget | None = None,
        *,
        rule: DateRule | None = None,
    ) -> None:
        self._clock = clock
        super().__init__(
            label, now=self._local, rule=rule or PAST_MOMENT, hint=_MOMENT_HINT, parent=parent
        )
        now = Button("Now", parent=self)
        now.setAccessibleName(f"{label}: now")
        now.clicked.connect(self._on_now)
        self._row.insertWidget(1, now)  # beside the box; what it was read as stands after it

    def moment(self) -> str:
        """The moment as UTC text, empty where there is none; raises InvalidInput for one that never was."""
        local = self.value()
        return utc_text(moment_of(local, self._clock())) if local else ""

    def show_moment(self, text: str) -> None:
        """Shows a moment given as UTC text, empty for none."""
        local = london(parse_utc(text)).replace(tzinfo=None) if text else None
        self.set_value(local.isoformat(timespec="minutes") if local else "")

    @override
    def stored(self) -> str:
        try:
            return self.moment()
        except InvalidInput:
            return ""

    @override
    def show_stored(self, value: Any) -> None:
        self.show_moment(str(value or ""))

    @override
    def wrong(self) -> str:
        try:
            self.moment()
        except InvalidInput as error:
            return error.message
        return super().wrong()

    def _local(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _on_now(self) -> None:
        self.set_value(self._local().isoformat(timespec="minutes"))
        self._tell_edited()


class PartlyField(TextField):
    """A date of which the year, or year and month, may be all that is known."""

    typing_help = "Type 1943, 05/1943 or 2/5/1943. How it was read stands beside the box."

    def __init__(self, spec: FieldSpec, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(spec.label, hint=PARTLY_HINT, parent=parent)
        self._clock = clock
        self.narrow(14)
        self._reading = Words(parent=self, words="reading")
        self._row.addWidget(self._reading, 2)
        self.edited.connect(self._on_partly_edited)

    @override
    def stored(self) -> str:
        return self._read().kept or self.value().strip()

    @override
    def show_stored(self, value: Any) -> None:
        kept = read_partly(str(value or ""), self._now())
        super().show_stored(kept.words or value)
        self._reading.setText(kept.words)

    @override
    def wrong(self) -> str:
        return self._read().problem

    def _read(self) -> PartlyRead:
        return read_partly(self.value(), self._now())

    def _now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _on_partly_edited(self, _value: object) -> None:
        self.show_problem("")
        self._reading.setText(self._read().words)
        self._value_words = self._read().words
        self._describe()


class LinesField(NoteField):
    """Several short texts, one a line."""

    def __init__(self, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        told = f"{hint.removesuffix('.')}. {_ONE_A_LINE}" if hint else _ONE_A_LINE
        super().__init__(label, hint=told, lines=2, parent=parent)

    @override
    def stored(self) -> list[str]:
        return [line.strip() for line in self.value().splitlines() if line.strip()]

    @override
    def show_stored(self, value: Any) -> None:
        self.set_value("\n".join(map(str, value or ())))


def input_for(spec: FieldSpec, clock: Clock, parent: QWidget) -> Field:
    """The input that a definition asks for."""
    if part_of(spec) is not None:
        from mdt_desktop.ui.forms.parts import PartsField  # noqa: PLC0415 - rows hold inputs too

        return PartsField(spec, clock, parent)
    if is_yes_or_no(spec):
        return YesNoField(spec.label, hint=spec.ask.help, parent=parent)
    if spec.refers_to:
        return EntryField(spec.label, (), hint=spec.ask.help, parent=parent)
    kinds = _kinds(spec.annotation)
    if choices_of(spec):
        return _choice_for(spec, is_many=tuple in kinds, parent=parent)
    return _open_for(spec, kinds, clock, parent)


def _choice_for(spec: FieldSpec, *, is_many: bool, parent: QWidget) -> Field:
    pairs = tuple(Choice(each.value, each.label) for each in choices_of(spec))
    if is_many:
        return ManyChoiceField(spec.label, pairs, hint=spec.ask.help, parent=parent)
    if len(pairs) <= MOST_BUTTONS:
        return ChoiceField(spec.label, pairs, hint=spec.ask.help, parent=parent)
    return LongChoiceField(spec.label, findable(spec), hint=spec.ask.help, parent=parent)


def findable(spec: FieldSpec) -> tuple[Findable, ...]:
    """The answers of a closed question, as they are searched: by their words or their code."""
    return tuple(Findable(each.value, each.label, each.code) for each in choices_of(spec))


def _open_for(spec: FieldSpec, kinds: frozenset[Any], clock: Clock, parent: QWidget) -> Field:
    if datetime in kinds:
        return MomentField(spec.label, clock, parent, rule=rule_of(spec, is_timed=True))
    if PartialDate in kinds:
        return PartlyField(spec, clock, parent)
    if date in kinds:
        return _day_for(spec, clock, parent)
    if {int, Decimal} & kinds:
        return NumberAsked(spec, parent)
    kind = LinesField if tuple in kinds else NoteField if spec.is_long else TextField
    return kind(spec.label, hint=spec.ask.help, parent=parent)


def _day_for(spec: FieldSpec, clock: Clock, parent: QWidget) -> DateField:
    def local() -> datetime:
        return london(clock()).replace(tzinfo=None)

    return DateField(spec.label, now=local, rule=rule_of(spec), hint=spec.ask.help, parent=parent)


def _kinds(annotation: Any) -> frozenset[Any]:  # noqa: ANN401 - an annotation
    """Every type that an annotation is made of, with `tuple` for a list."""
    if hasattr(annotation, "__metadata__"):
        return _kinds(get_args(annotation)[0])
    own = {tuple} if get_origin(annotation) is tuple else {annotation}
    return frozenset(own).union(*(_kinds(each) for each in get_args(annotation)))
