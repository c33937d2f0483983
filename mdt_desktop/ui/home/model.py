"""The residents of a home as a list; those who are away stand in grey, with words saying so."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget
from typing_extensions import override

from mdt_desktop.qt.table import AnyIndex, Column, RowDelegate, TableModel
from mdt_desktop.ui.frame.folding import Fold, FoldingTable
from mdt_desktop.ui.home.presenter import ResidentRow

COLUMNS = (
    Column[ResidentRow](
        "Round",
        lambda row: "☑" if row.is_chosen else "☐",
        spoken=lambda row: f"{row.name}, {'chosen' if row.is_chosen else 'not chosen'}",
    ),
    Column[ResidentRow]("Room", lambda row: row.room),
    Column[ResidentRow]("Name", lambda row: row.name),
    Column[ResidentRow]("Born, NHS No.", lambda row: f"{row.born}\n{row.nhs_number}"),
    Column[ResidentRow]("Stay", lambda row: row.stay),
    Column[ResidentRow]("NEWS2", lambda row: row.news2.replace("(usual ", "(usual\u00a0")),
    Column[ResidentRow]("Look at", lambda row: row.flags),
    Column[ResidentRow]("See again", lambda row: row.see_again),
    Column[ResidentRow]("Who", lambda row: f"{row.name}\nBorn {row.born}\n{row.nhs_number}"),
    Column[ResidentRow](
        "State",
        lambda row: "\n".join(part for part in (f"NEWS2 {row.news2}", row.stay, row.flags) if part),
    ),
)
CHOICE_COLUMN = 0
_FOLD = Fold(
    unfolded=(2, 3, 4, 5, 6, 7),
    folded=(8, 9),
    one_line=(0, 1, 3, 7),
    em=100,
    shares={2: 3, 4: 0, 5: 0, 6: 1},  # a name, then what to look at
)


class ResidentsModel(TableModel[ResidentRow]):
    """Who lives in the home."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


class ResidentsTable(FoldingTable):
    """The list with its keys: letters and digits jump, Space chooses, `O` is for observations.

    The owner is asked what a key does; what it does not take is Qt's.
    """

    def __init__(
        self, name: str, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, _FOLD, parent)
        self._on_key = on_key
        self.setItemDelegate(_AwayInGrey(self))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)


class _AwayInGrey(RowDelegate):
    """Writes the rows of those who are away in the quiet colour."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, ResidentsModel) and not model.row(index.row()).is_here:
            quiet = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, quiet)
        if index.column() == CHOICE_COLUMN:
            option.displayAlignment = Qt.AlignmentFlag.AlignCenter


def _key(row: ResidentRow) -> str:
    return row.resident_id
