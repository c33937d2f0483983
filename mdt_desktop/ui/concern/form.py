"""What worries the home: signs to press, one line in its own words, and how soon.

The form knows what was said and whether it can be saved; it saves nothing.
"""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.actor import Actor
from mdt_core.drafts import Draft, Problem
from mdt_core.field_help import help_on
from mdt_core.fields import FieldSpec, choices_of, field_of
from mdt_core.records.concerns import Concern, HowSoon
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.fields import Choice, ChoiceField, Field, Heading, ManyChoiceField, NoteField
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.concern.presenter import (
    ABOUT,
    ABOUT_HOME,
    ABOUT_RESIDENT,
    phone_words,
    problem_with,
)
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.widgets import LabelledRows, WrappedTag

_ORDER: Final = ("soft_signs", "words", "how_soon")


class ConcernForm(QWidget):
    """A concern about one resident, or about the home where the resident lives.

    Signals:
        edited: the `Draft` as it stands, each time something was said
        about_chosen: nothing; it is about somebody or something else now
        answered: the part that should be in sight now
    """

    edited = Signal(object)
    answered = Signal(object)
    about_chosen = Signal()

    def __init__(self, read: QuickRead, by: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read, self._by = read, by
        self._resident_id = read.read.page.line.resident_id
        self.rows: dict[str, Field] = {}
        self.about = self._about_field()
        self.phone = WrappedTag(self)
        self._build()

    @property
    def is_about_home(self) -> bool:
        """Whether it is about the home, and then names nobody."""
        return self.about.value() == ABOUT_HOME

    def draft(self) -> Draft[Concern]:
        """The form as it stands."""
        draft = Draft(Concern, self._resident_id)
        for name, value in self._values().items():
            draft = draft.with_value(name, value)
        return draft.with_extra(ABOUT, ABOUT_HOME) if self.is_about_home else draft

    def problem(self) -> Problem | None:
        """The first reason why it cannot be saved; None when it can."""
        values = self._values()
        signs = tuple(values["soft_signs"])
        found = problem_with(values["how_soon"], values["words"], signs)
        return found or next(iter(self.draft().problems()), None)

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows a kept draft in place of what is there."""
        if self._read.read.page.line.home_id:
            self.about.set_value(str(draft.extra.get(ABOUT, ABOUT_RESIDENT)))
        for name, field in self.rows.items():
            _show(field, draft.values.get(name))
        self._tell()
        self.about_chosen.emit()

    def show_news(self, read: QuickRead) -> None:
        """Takes up the numbers of the home as they are now."""
        self._read = read
        self._show_phone()

    def focus_first(self) -> None:
        """Goes to what is seen."""
        self.rows["soft_signs"].setFocus()

    def focus_field(self, name: str) -> None:
        """Goes to the field of that name; does nothing for another."""
        if name in self.rows:
            self.rows[name].setFocus()

    # Building

    def _about_field(self) -> ChoiceField:
        line = self._read.read.page.line
        offered = (
            Choice(ABOUT_RESIDENT, line.family_name.upper()),
            *((Choice(ABOUT_HOME, f"The home: {line.home_name}"),) if line.home_id else ()),
        )
        field = ChoiceField(ABOUT, offered, parent=self)
        field.set_value(ABOUT_RESIDENT)
        return field

    def _build(self) -> None:
        box = column(self, gap=8)
        box.addWidget(Heading(Concern.title, 2, self))
        rows = LabelledRows(self)
        rows.add(self.about)
        for name in _ORDER:
            self.rows[name] = _field(field_of(Concern, name), rows)
            self.rows[name].explain(help_on(Concern, name))
            rows.add(self.rows[name], *((self.phone,) if name == "how_soon" else ()))
            self.rows[name].edited.connect(self._on_edited)
        self.about.edited.connect(self._on_about)
        self.rows["how_soon"].edited.connect(self._on_how_soon)
        box.addWidget(rows)
        self._show_phone()

    # What is said

    def _values(self) -> Mapping[str, Any]:
        signs = self.rows["soft_signs"].value()
        return {
            "soft_signs": list(signs) if isinstance(signs, tuple) else [],
            "words": str(self.rows["words"].value()).strip(),
            "how_soon": str(self.rows["how_soon"].value()),
        }

    def _show_phone(self) -> None:
        is_today = self.rows["how_soon"].value() == HowSoon.TODAY.value
        self.phone.show_words(phone_words(self._read, self._by), "amber")
        self.phone.setVisible(is_today)

    def _tell(self) -> None:
        self._show_phone()
        self.edited.emit(self.draft())

    def _on_edited(self, _value: object) -> None:
        self._tell()

    def _on_how_soon(self, chosen: object) -> None:
        if chosen == HowSoon.TODAY.value:
            announce(self, self.phone.accessibleName())
        self.answered.emit(self.phone)

    def _on_about(self, chosen: object) -> None:
        if not chosen:
            self.about.set_value(ABOUT_RESIDENT)
        self._tell()
        self.about_chosen.emit()


def _field(spec: FieldSpec, parent: QWidget) -> Field:
    offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
    if spec.name == "soft_signs":
        return ManyChoiceField(spec.label, offered, parent=parent)
    if offered:
        return ChoiceField(spec.label, offered, parent=parent)
    return NoteField(spec.label, lines=1, parent=parent)


def _show(field: Field, value: Any) -> None:  # noqa: ANN401 - any JSON value of a draft
    if isinstance(field, ManyChoiceField):
        field.set_value(tuple(value or ()))
    elif isinstance(field, ChoiceField | NoteField):
        field.set_value(value or "")
