"""The two lists: the rows of a measure, and who is behind one of its figures."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.measures.presenter import PersonRow, RowView

ROW_COLUMNS = (
    Column[RowView]("Name", lambda row: row.label),
    Column[RowView]("Figure", lambda row: row.value),
    Column[RowView]("Interval", lambda row: row.interval),
    Column[RowView]("Formed from", lambda row: row.counts),
    Column[RowView]("Figure, interval and counts", lambda row: row.in_one),
)
ROW_FOLD = Fold(
    unfolded=(1, 2, 3), folded=(4,), one_line=(), em=80, shares={0: 3, 1: 2, 2: 2, 3: 2}
)
PERSON_COLUMNS = (
    Column[PersonRow]("Who", lambda row: row.name),
    Column[PersonRow]("Home", lambda row: row.home),
    Column[PersonRow]("Day", lambda row: row.day),
    Column[PersonRow]("What", lambda row: row.what),
    Column[PersonRow]("State", lambda row: row.state),
    Column[PersonRow]("Home and day", lambda row: f"{row.home}\n{row.day}"),
    Column[PersonRow]("What and state", lambda row: f"{row.what}\n{row.state}".strip()),
)
PERSON_FOLD = Fold(
    unfolded=(1, 2, 3, 4), folded=(5, 6), one_line=(2,), em=90, shares={0: 2, 1: 2, 3: 3, 4: 2}
)


class RowsModel(TableModel[RowView]):
    """The rows of a measure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(ROW_COLUMNS, _row_key, parent)


class PeopleModel(TableModel[PersonRow]):
    """Who is behind a figure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(PERSON_COLUMNS, _person_key, parent)


def _row_key(row: RowView) -> str:
    return row.key


def _person_key(row: PersonRow) -> str:
    return row.key
