"""The actions as a list; what has ended is struck through, with the word beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from mdt_desktop.qt.table import RowDelegate
from mdt_desktop.qt.table_model import AnyIndex, Column, TableModel
from mdt_desktop.ui.actions.presenter import ActionRow
from mdt_desktop.ui.frame.folding import Fold, FoldingTable

COLUMNS = (
    Column[ActionRow]("Action", lambda row: row.what),
    Column[ActionRow]("Resident", lambda row: row.who),
    Column[ActionRow]("Home", lambda row: row.home),
    Column[ActionRow]("Owner", lambda row: row.owner),
    Column[ActionRow]("Due", lambda row: row.due),
    Column[ActionRow]("From", lambda row: row.source),
    Column[ActionRow]("State", lambda row: row.state),
    Column[ActionRow]("What, for whom", lambda row: f"{row.what}\n{row.who}\n{row.home}"),
    Column[ActionRow](
        "Owner, due, state",
        lambda row: f"{row.owner}\n{row.due}\n{row.source}\n{row.state}",
    ),
)
FOLD = Fold(
    unfolded=tuple(range(7)),
    folded=(7, 8),
    one_line=(4,),
    em=105,
    shares={0: 3, 1: 3, 6: 2, 7: 3, 8: 2},
)
_LEAST_PX = 220
_LINES = 9
"""A folded row of five lines, the heading, and the edge of the next row."""
_STRUCK = frozenset({0, 1, 7})


class ActionsModel(TableModel[ActionRow]):
    """The actions on show."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


class ActionsTable(FoldingTable):
    """The list with its keys; several rows can be chosen. The owner is asked what a key does."""

    def __init__(self, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__("Actions", FOLD, parent)
        self._on_key = on_key
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_EndedStruck(self))
        self._fit_height()

    def _fit_height(self) -> None:
        """So high that a whole row can be read at every text size."""
        self.setMinimumHeight(max(_LEAST_PX, self.fontMetrics().height() * _LINES))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()


class _EndedStruck(RowDelegate):
    """Strikes the words of what has ended through, and writes its row in the quiet colour."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if not isinstance(model, ActionsModel) or model.row(index.row()).is_open:
            return
        option.font.setStrikeOut(index.column() in _STRUCK)
        quiet = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, quiet)


def _key(row: ActionRow) -> str:
    return row.action_id
