"""Rows of one field: each a small form of its own, added and taken away one at a time.

A row is asked as its class defines it, questions that depend on others included. What a kept draft
holds of a row and this program does not know is not shown, and not lost while nobody removes the row.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import BaseModel
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.field_help import help_on
from mdt_core.fields import FieldSpec, asked_in, fields_of, part_of
from mdt_core.record_words import stored_words
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, Field, Heading, Quiet, TextField
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.spread import Spread
from mdt_desktop.ui.forms.inputs import input_for
from mdt_desktop.ui.forms.names_offered import NamesOffered
from mdt_desktop.ui.forms.presenter import needed_words

_ID = "id"
_OWN_ID = re.compile(r"p\d*")
"""The ids of rows that were added in the form."""


class PartRow(Card):
    """One part, under its number.

    Signals:
        edited: nothing; something in it was answered
        removed: nothing; the person takes it away
    """

    edited = Signal()
    removed = Signal()

    def __init__(
        self,
        part_class: type[BaseModel],
        label: str,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._part_class, self._label = part_class, label
        self._kept: dict[str, Any] = {}
        self._told: tuple[str, ...] = ()
        self._heading = Heading("", 4, self)
        self._said = Quiet("", self)
        self._said.hide()
        specs = [s for s in fields_of(part_class) if s.name != _ID and not s.is_internal]
        self._specs = {spec.name: spec for spec in specs}
        self._needed = {spec.name: needed_words(spec) for spec in specs if spec.is_required}
        self.fields = {spec.name: input_for(spec, clock, self) for spec in specs}
        self.remove = Button("Remove", Kind.PLAIN, parent=self)
        self.remove.clicked.connect(self.removed)
        self._lay_out()
        for name, field in self.fields.items():
            field.explain(help_on(part_class, name))
            if name in self._needed:
                field.mark_needed()
            field.edited.connect(self._on_edited)
        self._show_asked()

    def _lay_out(self) -> None:
        """The button stands at the head, where it takes no line; the keys come to it last."""
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.remove)
        self.body.addLayout(head)
        questions = Spread(self)
        self.add(questions)
        for part in (self._said, *self.fields.values()):
            questions.box.addWidget(part)

    def set_number(self, number: int) -> None:
        """Says which of the rows it is."""
        words = self._told_words(self._told[0]) if self._told else f"{self._label} {number}"
        self._heading.setText(words)
        self.setAccessibleName(words)
        self.remove.setAccessibleName(f"Remove: {words}")
        for field in self.fields.values():
            for control in field.controls:
                control.setAccessibleName(f"{words}: {field.label}")

    @property
    def entry_id(self) -> str:
        """What tells it from the others of its set; empty where the rows have none."""
        return str(self._kept.get(_ID, ""))

    def hold(self, why: str) -> None:
        """Says why it cannot be taken away, in place of the button for it; nothing said lets it go."""
        self._said.setText(f"{why[:1].upper()}{why[1:]}" if why else self._said.text())
        self._said.setVisible(bool(self._said.text()))
        self.remove.setVisible(not why)

    def stored(self) -> dict[str, Any]:
        """The part as a draft keeps it; what is hidden is not said."""
        own = {n: f.stored() for n, f in self.fields.items() if n in self._told or not f.isHidden()}
        rest = {name: value for name, value in self._kept.items() if name not in self.fields}
        return {**rest, **{n: v for n, v in own.items() if v not in (None, "", (), [])}}

    def show_stored(self, value: dict[str, Any]) -> None:
        """Shows a part as a draft kept it."""
        self._kept = dict(value)
        for name, field in self.fields.items():
            field.show_stored(value.get(name))
        self._fix()
        self._show_asked()

    def _fix(self) -> None:
        """What a row came with is shown and not asked; where it stands for a record, it is kept."""
        told: tuple[str, ...] = getattr(self._part_class, "told", ())
        has_id = _ID in self._part_class.model_fields
        is_given = not has_id or not _OWN_ID.fullmatch(str(self._kept.get(_ID, "p")))
        self._told = told if is_given and told and self._kept.get(told[0]) else ()
        said = [self._told_words(name) for name in self._told[1:] if self._kept.get(name)]
        self._said.setText("\n".join(said))
        self._said.setVisible(bool(said))
        self.remove.setVisible(not (self._told and has_id))

    def _told_words(self, name: str) -> str:
        return stored_words(self._kept[name], self._specs[name])

    def offer(self, name: str, names: tuple[str, ...]) -> None:
        """Offers known names where one is typed; raises TypeError for a field of another sort."""
        field = self.fields[name]
        if not isinstance(field, TextField):
            message = f"{name} is no line of text"
            raise TypeError(message)
        NamesOffered(field, names)

    def wrong(self) -> str:
        """The first problem, each said at its field."""
        first = ""
        for name, field in self.fields.items():
            words = "" if field.isHidden() else field.wrong() or self._missing(name, field)
            field.show_problem(words)
            first = first or words
        return first

    def focus_first(self) -> None:
        """Goes to the first problem, else to the first question."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        next((field for field in shown if field.problem), shown[0]).setFocus()

    def _missing(self, name: str, field: Field) -> str:
        return self._needed.get(name, "") if field.stored() in (None, "", (), []) else ""

    def _show_asked(self) -> None:
        values = {name: field.stored() for name, field in self.fields.items()}
        asked = {spec.name for spec in asked_in(self._part_class, values)}
        for name, field in self.fields.items():
            field.setVisible(name in asked and name not in self._told)
        self.setFocusProxy(next(f for f in self.fields.values() if not f.isHidden()))

    def _on_edited(self, _value: object) -> None:
        self._show_asked()
        self.edited.emit()


class PartsField(Field):
    """Any number of rows; `stored()` is a list of parts as they are kept."""

    typing_help = "Add makes a new row; at the head of each row stands what removes it."

    def __init__(
        self, spec: FieldSpec, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(spec.label, hint=spec.ask.help, parent=parent)
        part_class = part_of(spec)
        if part_class is None:
            message = f"{spec.name} is no list of parts"
            raise TypeError(message)
        self._part_class, self._clock = part_class, clock
        self._is_needed = spec.is_required
        self.rows: list[PartRow] = []
        self._names: dict[str, tuple[str, ...]] = {}
        self._inside = QWidget(self)
        self._rows_box = column(self._inside, gap=12)
        self._box.insertWidget(self._box.indexOf(self._row), self._inside)
        self.add_row = Button("", icon_name="plus", parent=self)
        self.add_row.clicked.connect(self._on_add)
        self._place(self.add_row, 0)
        self.add_row.setText(f"Add: {spec.label}")
        self._row.addStretch(1)
        self._name_rows()

    @override
    def value(self) -> list[dict[str, Any]]:
        return self.stored()

    @override
    def stored(self) -> list[dict[str, Any]]:
        return [part for part in (row.stored() for row in self.rows) if set(part) - {_ID}]

    @override
    def show_stored(self, value: Any) -> None:
        for row in tuple(self.rows):
            self._take_away(row)
        for part in value or ():
            self._new_row().show_stored(part)
        self._name_rows()

    @override
    def wrong(self) -> str:
        found = [(self._number(row), row.wrong()) for row in self.rows]
        wrong = [f"{self.label} {number}: {words}" for number, words in found if words]
        return wrong[0] if wrong else ""

    def offer(self, name: str, names: tuple[str, ...]) -> None:
        """Offers known names in that field of every row, those here and those to come."""
        self._names[name] = names
        for row in self.rows:
            row.offer(name, names)

    def focus_problem(self) -> None:
        """Goes to the first row with a problem, else to the button that adds one."""
        for row in self.rows:
            if row.wrong():
                row.focus_first()
                return
        self.add_row.setFocus()

    def _new_row(self) -> PartRow:
        row = PartRow(self._part_class, self.label, self._clock, self._inside)
        if _ID in self._part_class.model_fields:
            row.show_stored({_ID: self._free_id()})
        for name, names in self._names.items():
            row.offer(name, names)
        row.edited.connect(self._tell_edited)
        row.removed.connect(partial(self._on_removed, row))
        self.rows.append(row)
        self._rows_box.addWidget(row)
        return row

    def _free_id(self) -> str:
        taken = {row.stored().get(_ID) for row in self.rows}
        return next(f"p{n}" for n in range(1, len(taken) + 2) if f"p{n}" not in taken)

    def _take_away(self, row: PartRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()

    def _number(self, row: PartRow) -> int:
        """Which of the rows it is, as people count."""
        return self.rows.index(row) + 1

    def _name_rows(self) -> None:
        """What cannot be left out has a row to type in from the first."""
        if self._is_needed and not self.rows:
            self._new_row()
        for row in self.rows:
            row.set_number(self._number(row))
        self._inside.setVisible(bool(self.rows))
        self.setFocusProxy(self.rows[0] if self.rows else self.add_row)

    def _on_add(self) -> None:
        row = self._new_row()
        self._name_rows()
        row.focus_first()
        announce(self, f"{self.label} {self._number(row)} added")

    def _on_removed(self, row: PartRow) -> None:
        place, number = self.rows.index(row), self._number(row)
        self._take_away(row)
        self._name_rows()
        next_row = self.rows[min(place, len(self.rows) - 1)] if self.rows else None
        (next_row.remove if next_row else self.add_row).setFocus()
        announce(self, f"{self.label} {number} removed")
        self.show_problem("")
        self._tell_edited()
