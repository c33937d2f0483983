"""Between a field on the form and its value in a draft, and what kind of part has the focus."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import ChoiceField, DateField, Field, NoteField
from mdt_desktop.ui.observations.presenter import AIR, OXYGEN
from mdt_desktop.ui.observations.taken import NumberTaken


def is_inside(part: QObject, field: Field) -> bool:
    """Tells whether a part lies in a field."""
    return isinstance(part, QWidget) and (part is field or field.isAncestorOf(part))


def is_choice(button: Button) -> bool:
    """Tells whether a button is one of a row of choices."""
    return bool(button.property("kind") == Kind.SEGMENT.value)


def value_of(name: str, field: Field) -> object:
    """Gives what a field holds as the JSON value of a draft; None or empty for nothing."""
    value = field.value()
    if name == "on_oxygen":
        return value == OXYGEN if value else None
    if name == "soft_signs":
        return list(value) if isinstance(value, tuple) else None
    return value.strip() if isinstance(value, str) else value


def show_value(field: Field, value: Any) -> None:  # noqa: ANN401 - any JSON value of a draft
    """Shows the JSON value of a draft in a field; a time and an untouched choice stay as they are."""
    if isinstance(field, DateField) or (value is None and isinstance(field, ChoiceField)):
        return
    if isinstance(field, NumberTaken):
        field.set_typed("" if value is None else str(value))
    elif isinstance(field, ManyChoiceField):
        field.set_value(tuple(value or ()))
    elif isinstance(field, ChoiceField):
        field.set_value({True: OXYGEN, False: AIR}.get(value, value))
    elif isinstance(field, NoteField):
        field.set_value(value or "")


def local_iso(at: datetime) -> str:
    """Gives a moment as local time for a date field, `2026-11-24T07:15`."""
    return london(at).replace(tzinfo=None).isoformat(timespec="minutes")
