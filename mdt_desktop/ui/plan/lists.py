"""The two lists of the plan: who is on it, and who is not; each asks its page what a key does."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from mdt_desktop.qt.table import Column, RowDelegate, Table, TableModel
from mdt_desktop.qt.table_model import AnyIndex
from mdt_desktop.ui.plan.off_presenter import OffRow
from mdt_desktop.ui.plan.presenter import Row

_ON: Final = (
    Column[Row]("#", lambda row: row.place, spoken=lambda row: f"{row.place}. {row.who}"),
    Column[Row]("Resident", lambda row: row.who),
    Column[Row]("Why, newest first", lambda row: row.why),
)
_OFF: Final = (
    Column[OffRow]("Room", lambda row: row.room, spoken=lambda row: f"{row.room}. {row.who}"),
    Column[OffRow]("Resident", lambda row: row.who),
    Column[OffRow]("Why not", lambda row: row.why),
)


class OnModel(TableModel[Row]):
    """Who is on the list, in its order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_ON, lambda row: row.resident_id, parent)


class OffModel(TableModel[OffRow]):
    """Who is not on the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_OFF, lambda row: row.resident_id, parent)


class HomesInBold(RowDelegate):
    """Writes the rows that name a home in bold."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, OnModel) and not model.row(index.row()).is_resident:
            option.font.setBold(True)


class KeyedTable(Table):
    """A list whose owner is asked first what a key does."""

    def __init__(
        self, name: str, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._on_key = on_key

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)


def on_table(on_key: Callable[[QKeyEvent], bool], model: OnModel, parent: QWidget) -> KeyedTable:
    """The list of who is on it: the reasons have the most room."""
    table = KeyedTable("On the list", on_key, parent)
    table.setModel(model)
    table.setItemDelegate(HomesInBold(table))
    table.narrow(0)
    table.share({1: 2, 2: 5})
    return table


def off_table(on_key: Callable[[QKeyEvent], bool], model: OffModel, parent: QWidget) -> KeyedTable:
    """The list of who is not on it."""
    table = KeyedTable("Not on the list", on_key, parent)
    table.setModel(model)
    table.narrow(0)
    table.share({1: 1, 2: 1})
    return table
