"""Everybody as a list; who is in hospital or on leave stands in grey, with words saying so."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from typing_extensions import override

from mdt_desktop.qt.table import RowDelegate
from mdt_desktop.qt.table_model import AnyIndex, Column, TableModel
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.residents.presenter import EveryoneRow

COLUMNS = (
    Column[EveryoneRow]("Name", lambda each: each.row.name),
    Column[EveryoneRow]("Born, NHS No.", lambda each: f"{each.row.born}\n{each.row.nhs_number}"),
    Column[EveryoneRow]("Home", lambda each: each.home),
    Column[EveryoneRow]("Room", lambda each: each.row.room),
    Column[EveryoneRow]("Stay", lambda each: each.row.stay),
    Column[EveryoneRow]("NEWS2", lambda each: each.row.news2),
    Column[EveryoneRow]("Look at", lambda each: each.row.flags),
    Column[EveryoneRow](
        "Who", lambda each: f"{each.row.name}\nBorn {each.row.born}\n{each.row.nhs_number}"
    ),
    Column[EveryoneRow](
        "Where", lambda each: f"{each.home}\nRoom {each.row.room}\n{each.row.stay}"
    ),
)
FOLD = Fold(
    unfolded=tuple(range(7)),
    folded=(7, 8),
    one_line=(1, 3),
    em=100,
    shares={0: 3, 2: 2, 4: 2, 6: 2},
)


class EveryoneModel(TableModel[EveryoneRow]):
    """Everybody on show."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


class AwayInGrey(RowDelegate):
    """Writes the rows of those who are away in the quiet colour."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, EveryoneModel) and not model.row(index.row()).row.is_here:
            quiet = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, quiet)


def _key(each: EveryoneRow) -> str:
    return each.key
