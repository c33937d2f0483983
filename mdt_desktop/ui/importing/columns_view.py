"""The columns of a list: what each is taken as and why, open to a person's choice."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.mapping import Meaning
from mdt_desktop.qt.fields import Card, Choice, ChoiceField, Heading, Words
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.importing.presenter import examples_of, meaning_of, meanings
from mdt_desktop.ui.importing.work import ListRead
from mdt_desktop.ui.quick.widgets import LabelledRows, NarrowColumn
from mdt_desktop.ui.resident.views import ScrolledTab

_MEANINGS = tuple(Choice(*each) for each in meanings())
_ORDERS = tuple(Choice(each.value, each.label) for each in (DateOrder.DMY, DateOrder.MDY))
_REMEMBERED = "As remembered for lists with these headings"


class ColumnsView(ScrolledTab):
    """One row a column; what is asked stands above them.

    Signals:
        column_chosen: the pair of heading and `Meaning`, None for a column that is left out
        order_chosen: the `DateOrder`, None where it was taken back
    """

    column_chosen = Signal(object)
    order_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, ListField] = {}
        self.order = ChoiceField("How are dates written?", _ORDERS)
        self._asked = Card("To be decided first", tone="amber")
        self._questions: list[Words] = []

    def show_list(self, read: ListRead) -> None:
        """Shows the columns of another list."""
        sheet = read.sheet
        inside = NarrowColumn()
        inside.add(Heading(f"Columns of {sheet.name}", 1, inside))
        inside.add(Words(f"{len(sheet.rows):,} rows, read as {sheet.encoding}.", inside))
        for note in sheet.notes:
            inside.add(Words(note, inside))
        self._asked = Card("To be decided first", inside, tone="amber")
        self.order = ChoiceField("How are dates written?", _ORDERS, parent=inside)
        inside.add(self._asked)
        inside.add(self.order)
        rows = LabelledRows(inside, letters=18)
        self.fields = {header: self._field(read, header) for header in sheet.headers}
        for field in self.fields.values():
            rows.add(field)
        inside.add(rows)
        self.order.edited.connect(self._on_order)
        self.show_parts(inside)
        self.show_choice(read)

    def show_choice(self, read: ListRead) -> None:
        """Shows what the columns are taken as now, and what is asked."""
        chosen = read.chosen
        for header, field in self.fields.items():
            field.set_value(meaning_of(chosen.mapping, header))
        for old in self._questions:
            old.hide()
            old.deleteLater()
        conflicts = chosen.mapping.conflicts()
        asked = dict.fromkeys((*(each.words for each in chosen.questions), *conflicts))
        self._questions = [Words(words, self._asked) for words in asked]
        for words in self._questions:
            self._asked.add(words)
        self._asked.setVisible(bool(asked))
        is_asked = any(each.is_about_dates for each in chosen.questions)
        self.order.setVisible(is_asked or read.order is not None)
        self.order.set_value(read.order.value if read.order else "")

    def _field(self, read: ListRead, header: str) -> ListField:
        why = _REMEMBERED if read.kept else read.chosen.reasons.get(header, "")
        shown = examples_of(read.sheet.column(header))
        field = ListField(header, hint=f"{shown}   {why}".rstrip())
        field.set_choices(_MEANINGS)
        field.edited.connect(partial(self._on_column, header))
        return field

    def _on_column(self, header: str, key: str) -> None:
        self.column_chosen.emit((header, Meaning(key) if key else None))

    def _on_order(self, key: str) -> None:
        self.order_chosen.emit(DateOrder(key) if key else None)
