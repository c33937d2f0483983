"""The columns of a list: what each is taken as and why, open to a person's choice."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.exchange.tables.cells import DateOrder
from mdt_desktop.qt.fields import Card, Choice, ChoiceField, Heading, Words
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.importing.columned import Columned
from mdt_desktop.ui.importing.presenter import examples_of
from mdt_desktop.ui.quick.widgets import LabelledRows, NarrowColumn
from mdt_desktop.ui.resident.views import ScrolledTab

_ASKED_ORDERS = (DateOrder.DMY, DateOrder.MDY)
_ORDERS = tuple(Choice(each.value, each.label) for each in _ASKED_ORDERS)


class ColumnsView(ScrolledTab):
    """One row a column; what is asked stands above them.

    Signals:
        column_chosen: the pair of heading and the key of its meaning, empty for a column that is left out
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

    def show_list(self, read: Columned) -> None:
        """Shows the columns of another list."""
        sheet = read.sheet
        inside = NarrowColumn()
        inside.add(Heading(f"Columns of {sheet.name}", 1, inside))
        inside.add(Words(f"{len(sheet.rows):,} rows, read as {sheet.encoding}.", inside))
        for note in filter(None, (*sheet.notes, read.note)):
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

    def show_choice(self, read: Columned) -> None:
        """Shows what the columns are taken as now, and what is asked."""
        for header, field in self.fields.items():
            field.set_value(read.meaning_of(header))
        for old in self._questions:
            old.hide()
            old.deleteLater()
        self._questions = [Words(words, self._asked) for words in read.questions]
        for words in self._questions:
            self._asked.add(words)
        self._asked.setVisible(bool(self._questions))
        taken = read.order_taken.value if read.order_taken in _ASKED_ORDERS else ""
        self.order.setVisible(read.asks_order or bool(taken))
        self.order.set_value(taken)

    def _field(self, read: Columned, header: str) -> ListField:
        shown = examples_of(read.sheet.column(header))
        field = ListField(header, hint=f"{shown}   {read.why(header)}".rstrip())
        field.set_choices(tuple(Choice(*each) for each in read.meanings))
        field.edited.connect(partial(self._on_column, header))
        return field

    def _on_column(self, header: str, key: str) -> None:
        self.column_chosen.emit((header, key))

    def _on_order(self, key: str) -> None:
        self.order_chosen.emit(DateOrder(key) if key else None)
