"""The list of what was found."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.ui.find.presenter import FoundRow

COLUMNS = (
    Column[FoundRow]("Name", lambda row: row.name),
    Column[FoundRow]("Born", lambda row: row.born),
    Column[FoundRow]("NHS No.", lambda row: row.nhs_number),
    Column[FoundRow]("Where", lambda row: row.place),
)


class FoundModel(TableModel[FoundRow]):
    """Lines of residents and homes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


def _key(row: FoundRow) -> str:
    return row.key
