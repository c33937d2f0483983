"""Between a field on the form and its value in a draft, and what kind of part has the focus."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import ChoiceField, DateField, Field, NoteField
from mdt_desktop.ui.observations.presenter import AIR, OXYGEN
from mdt_desktop.ui.observations.taken import NotTaken, NumberTaken


def is_inside(part: QObject, field: Field) -> bool:
    """Tells whether a part lies in a field."""
    return isinstance(part, QWidget) and (part is field or field.isAncestorOf(part))


def is_choice(button: Button, field: Field, missing: NotTaken | None) -> bool:
    """Tells whether a button is one of the answers of a field, and not one beside or below it."""
    if missing is not None and (button is missing.button or is_inside(button, missing.reason)):
        return False
    return isinstance(field, ChoiceField | ManyChoiceField) and button.isCheckable()


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
