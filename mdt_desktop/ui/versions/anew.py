"""Writing anew: a field for each thing in which the versions differ, empty to begin with.

A list of rows begins with the rows of all versions, of which a person removes what is wrong.

What a field gives is a JSON value as the definition takes it; nothing is judged here but what was
typed and could not be read.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import PartialDate, london
from mdt_core.errors import InvalidInput
from mdt_core.fields import FieldSpec, choices_of
from mdt_core.record import Part
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, NoteField, TextField
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.forms.inputs import MomentField
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.versions.anew_fields import Rows, is_list_of_parts

Clock = Callable[[], datetime]

_NO_ROWS: Final[Mapping[str, Rows]] = MappingProxyType({})
_YES_NO: Final = (Choice("yes", "Yes"), Choice("no", "No"))
_DASH: Final = " – "
_ONE_A_LINE: Final = "One a line"
_PARTS_HINT: Final = "One a line, what it did after a dash, as: Penicillin – rash"
_PARTLY_HINT: Final = "For example 1938-02-03, or 1938-02 or 1938 where no more is known"


class AnewForm(QWidget):
    """The fields that are asked for, one below another.

    Signals:
        edited: nothing; ask for `values`
    """

    edited = Signal()

    def __init__(
        self,
        asked: tuple[FieldSpec, ...],
        homes: tuple[tuple[str, str], ...],
        clock: Clock,
        parent: QWidget | None = None,
        *,
        rows: Mapping[str, Rows] = _NO_ROWS,
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.name: spec for spec in asked}
        self._homes, self._clock = homes, clock
        box = column(self, gap=12)
        self.fields = {spec.name: self._field(spec) for spec in asked}
        for field in self.fields.values():
            field.edited.connect(self._on_edited)
            box.addWidget(field)
        for name, each in rows.items():
            self.fields[name].show_stored(each)

    def values(self) -> dict[str, Any]:
        """What was answered, by name; raises InvalidInput for what cannot be read."""
        found = {name: self._value(name, field) for name, field in self.fields.items()}
        return {name: value for name, value in found.items() if value not in ("", [], None)}

    def typed(self) -> dict[str, str]:
        """What stands in the fields, for a draft."""
        return {name: _typed(field) for name, field in self.fields.items()}

    def show_typed(self, typed: Mapping[str, str], *, has_rows: bool = True) -> None:
        """Shows what a draft kept, or texts to go over; without `has_rows` the rows stay as they are."""
        for name, text in typed.items():
            field = self.fields.get(name)
            if isinstance(field, PartsField):
                if has_rows:
                    field.show_stored(json.loads(text))
            elif isinstance(field, ChoiceField | DateField | NoteField | TextField):
                field.set_value(text)

    def _field(self, spec: FieldSpec) -> Field:
        if is_list_of_parts(spec):
            return PartsField(spec, self._clock, self)
        offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
        if spec.name == "home_id":
            offered = tuple(Choice(*home) for home in self._homes)
        kinds = _kinds(spec)
        if offered or bool in kinds:
            return ChoiceField(spec.label, offered or _YES_NO, parent=self)
        if datetime in kinds:
            return MomentField(spec.label, self._clock, self)
        if date in kinds:
            return DateField(
                spec.label, now=self._now, rule=DateRule(Direction.EITHER), parent=self
            )
        if PartialDate in kinds:
            return TextField(spec.label, hint=_PARTLY_HINT, parent=self)
        if _is_tuple(spec):
            hint = _PARTS_HINT if _items(spec) is not str else _ONE_A_LINE
            return NoteField(spec.label, hint=hint, lines=2, parent=self)
        return (NoteField if spec.is_long else TextField)(spec.label, parent=self)

    def _now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _value(self, name: str, field: Field) -> Any:  # noqa: ANN401 - any JSON value
        spec, value = self._specs[name], field.value()
        if isinstance(field, PartsField):
            if wrong := field.wrong():
                raise InvalidInput(wrong, where=spec.label)
            return field.stored()
        if isinstance(field, MomentField):
            return field.moment()
        if isinstance(field, DateField) and field.editor.text().strip() and not value:
            raise InvalidInput("This date is not understood", where=spec.label)
        if bool in _kinds(spec):
            return {"yes": True, "no": False}.get(str(value), "")
        text = str(value).strip()
        if _is_tuple(spec):
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            return lines if _items(spec) is str else [_part(line) for line in lines]
        return text

    def _on_edited(self, _value: object) -> None:
        self.edited.emit()


def _typed(field: Field) -> str:
    return json.dumps(field.stored()) if isinstance(field, PartsField) else str(field.value())


def _part(line: str) -> dict[str, str]:
    """A substance and, after a dash, what it did."""
    said, _, reaction = line.replace(" - ", _DASH).partition(_DASH)
    return {"substance": said.strip(), **({"reaction": reaction.strip()} if reaction else {})}


def _kinds(spec: FieldSpec) -> tuple[Any, ...]:
    is_open = get_origin(spec.annotation) in (Union, UnionType)
    found = get_args(spec.annotation) if is_open else (spec.annotation,)
    return tuple(
        get_args(each)[0] if get_origin(each) not in (None, tuple) else each for each in found
    )


def _is_tuple(spec: FieldSpec) -> bool:
    return get_origin(spec.annotation) is tuple


def _items(spec: FieldSpec) -> type[str | Part]:
    found: type[str | Part] = get_args(spec.annotation)[0]
    return found
