"""The units, rooms and beds of a home: one line each, opened to be changed, withdrawn until saved.

What is in use says why it cannot be withdrawn and has no button for it. What was withdrawn stays on
show with its way back until it is saved.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.fields import FieldSpec, fields_of
from mdt_core.use_cases.cards import said
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Field, Quiet, Words
from mdt_desktop.qt.layouts import GAP_PX
from mdt_desktop.ui.card.place_words import Names, place_name, place_words
from mdt_desktop.ui.forms.entry_choice import EntryField
from mdt_desktop.ui.forms.finding import Findable
from mdt_desktop.ui.forms.parts import PartRow, PartsField

_WITHDRAWN: Final = "Withdrawn when you save"


class PlaceLine(QWidget):
    """One entry as it stands, with what can be done with it.

    Signals:
        opened: nothing; the person changes it
        withdrawn: nothing; the person withdraws it
        put_back: nothing; it is not withdrawn after all
    """

    opened = Signal()
    withdrawn = Signal()
    put_back = Signal()

    def __init__(self, held: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_withdrawn = False
        self._held = held
        self._words = Words("", self)
        self._said = Quiet("", self)
        self.change = Button("Change", Kind.PLAIN, parent=self)
        self.remove = Button("Remove", Kind.PLAIN, parent=self)
        self.back = Button("Put back", Kind.PLAIN, parent=self)
        self.change.clicked.connect(self.opened)
        self.remove.clicked.connect(self.withdrawn)
        self.back.clicked.connect(self.put_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self._words, 1)
        row.addWidget(self._said, 1)
        for button in (self.change, self.remove, self.back):
            row.addWidget(button)
        self.show_withdrawn(is_withdrawn=False)

    @property
    def words(self) -> str:
        """What it says: the entry, and what is to be known of it."""
        return ". ".join(filter(None, (self._words.text(), self._said.text())))

    def show_words(self, words: str) -> None:
        """Says which entry it is."""
        self._words.setText(words)
        self.setAccessibleName(words)
        for button in (self.change, self.remove, self.back):
            button.setAccessibleName(f"{button.text()}: {words}")

    def show_withdrawn(self, *, is_withdrawn: bool) -> None:
        """Shows whether it goes when the form is saved."""
        self.is_withdrawn = is_withdrawn
        self._said.setText(_WITHDRAWN if is_withdrawn else self._held[:1].upper() + self._held[1:])
        self._said.setVisible(bool(self._said.text()))
        self.change.setVisible(not is_withdrawn)
        self.remove.setVisible(not is_withdrawn and not self._held)
        self.back.setVisible(is_withdrawn)


class PlaceRows(PartsField):
    """A set of a home; what stands is a line, what is new or being changed is a row of questions."""

    def __init__(
        self, spec: FieldSpec, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        self._base: dict[str, dict[str, Any]] = {}
        self._lines: dict[str, PlaceLine] = {}
        self._held: Mapping[str, str] = {}
        self._referred: dict[str, Mapping[str, str]] = {}
        super().__init__(spec, clock, parent)

    def stand_on(
        self, entries: Iterable[Mapping[str, Any]] | None, held: Mapping[str, str]
    ) -> None:
        """Takes what stands now, and which of it cannot be withdrawn and why."""
        for line in self._lines.values():
            line.hide()
            line.deleteLater()
        self._base = {str(each["id"]): said(each) for each in entries or ()}
        self._held = held
        self._lines = {entry_id: self._line(entry_id) for entry_id in self._base}
        self.show_stored(list(self._base.values()))

    def _line(self, entry_id: str) -> PlaceLine:
        line = PlaceLine(self._held.get(entry_id, ""), self._inside)
        line.opened.connect(partial(self._on_opened, entry_id))
        line.withdrawn.connect(partial(self._on_withdrawn, entry_id))
        line.put_back.connect(partial(self._on_put_back, entry_id))
        self._rows_box.addWidget(line)
        return line

    def line(self, entry_id: str) -> PlaceLine:
        """The line of what stands under an id; raises KeyError."""
        return self._lines[entry_id]

    # What it refers to, and what it is called

    def refers_to(self) -> tuple[str, ...]:
        """The sets whose entries are named here."""
        return tuple(each.refers_to for each in fields_of(self._part_class) if each.refers_to)

    def names(self) -> dict[str, str]:
        """What each entry is called, by its id; without those that have no name yet."""
        named = ((str(each.get("id")), self._name(each)) for each in self.stored())
        return {entry_id: name for entry_id, name in named if name}

    def _name(self, entry: Mapping[str, Any]) -> str:
        return place_name(self._part_class, entry, self._referred)

    def show_names(self, names: Names) -> None:
        """Takes the names of the entries that can be referred to."""
        self._referred = {each: names.get(each, {}) for each in self.refers_to()}
        for entry_id, line in self._lines.items():
            line.show_words(place_words(self._part_class, self._base[entry_id], self._referred))
        for row in self.rows:
            self._offer_entries(row)

    def words_of(self, entries: Iterable[Mapping[str, Any]]) -> str:
        """Entries in words."""
        return "; ".join(place_words(self._part_class, each, self._referred) for each in entries)

    def _offer_entries(self, row: PartRow) -> None:
        for spec in fields_of(self._part_class):
            field = row.fields.get(spec.name)
            if isinstance(field, EntryField):
                named = self._referred.get(spec.refers_to, {})
                field.set_answers(tuple(Findable(key, words) for key, words in named.items()))

    # As `PartsField`

    @override
    def stored(self) -> list[dict[str, Any]]:
        own = {str(row.entry_id): row.stored() for row in self.rows}
        left = (each for each, line in self._lines.items() if not line.is_withdrawn)
        kept = [own.pop(each) if each in own else self._base[each] for each in left]
        return [*kept, *(part for part in own.values() if set(part) - {"id"})]

    @override
    def show_stored(self, value: Any) -> None:
        super().show_stored(())
        entries = {str(each["id"]): said(each) for each in value or ()}
        for entry_id, line in self._lines.items():
            line.show_withdrawn(is_withdrawn=entry_id not in entries)
            line.show()
        for entry_id, entry in entries.items():
            if entry != self._base.get(entry_id):
                self._open(entry)
        self._name_rows()

    def _open(self, entry: Mapping[str, Any]) -> PartRow:
        """A row in place of the line of what stands, or at the foot."""
        row = self._new_row()
        row.show_stored(dict(entry))
        line = self._lines.get(str(entry["id"]))
        if line is not None:
            line.hide()
            self._rows_box.insertWidget(self._rows_box.indexOf(line) + 1, row)
            row.hold(self._held.get(str(entry["id"]), ""))
        return row

    @override
    def _new_row(self) -> PartRow:
        row = super()._new_row()
        self._offer_entries(row)
        return row

    @override
    def _number(self, row: PartRow) -> int:
        standing = list(self._base)
        if row.entry_id in standing:
            return standing.index(row.entry_id) + 1
        new = [each for each in self.rows if each.entry_id not in standing]
        return len(standing) + new.index(row) + 1

    @override
    def _name_rows(self) -> None:
        super()._name_rows()
        self._inside.setVisible(bool(self.rows or self._lines))

    @override
    def _on_removed(self, row: PartRow) -> None:
        if row.entry_id not in self._base:
            super()._on_removed(row)
            return
        self._take_away(row)
        self._lines[row.entry_id].show()
        self._on_withdrawn(row.entry_id)

    def _on_opened(self, entry_id: str) -> None:
        row = self._open(self._base[entry_id])
        self._name_rows()
        row.focus_first()

    def _on_withdrawn(self, entry_id: str) -> None:
        line = self._lines[entry_id]
        line.show_withdrawn(is_withdrawn=True)
        line.back.setFocus()
        self._tell_changed(line)

    def _on_put_back(self, entry_id: str) -> None:
        line = self._lines[entry_id]
        line.show_withdrawn(is_withdrawn=False)
        line.change.setFocus()
        self._tell_changed(line)

    def _tell_changed(self, line: PlaceLine) -> None:
        announce(self, line.words)
        self._name_rows()
        self.show_problem("")
        self._tell_edited()


def tell_names(fields: Mapping[str, Field]) -> None:
    """Tells each set of places what the entries are called that it may refer to."""
    names: dict[str, Mapping[str, str]] = {}
    for name, field in fields.items():
        if isinstance(field, PlaceRows):
            field.show_names(names)
            names[name] = field.names()
