"""The beds and who waits, as lists that fold into fewer columns where there is less room."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.table_model import Column, TableModel
from mdt_desktop.ui.beds.presenter import BoardRow, LaneRow
from mdt_desktop.ui.frame.folding import Fold, FoldingTable


def _together(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _said(label: str, words: str) -> str:
    return f"{label} {words}" if words else ""


def _labelled(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""


COLUMNS = (
    Column[BoardRow]("Home", lambda row: row.home),
    Column[BoardRow]("Bed", lambda row: row.bed),
    Column[BoardRow]("State", lambda row: row.state),
    Column[BoardRow]("Resident", lambda row: row.who),
    Column[BoardRow]("Born, NHS No.", lambda row: _together(row.born, row.nhs_number)),
    Column[BoardRow]("Day, planned end", lambda row: _together(row.day, row.planned_end)),
    Column[BoardRow]("What stops discharge", lambda row: row.stops),
    Column[BoardRow]("Who acts, next step by", lambda row: _together(row.acts, row.step_by)),
    Column[BoardRow]("Registration", lambda row: row.registration),
    Column[BoardRow]("Last round", lambda row: row.last_round),
    Column[BoardRow](
        "Bed, resident",
        lambda row: _together(
            row.home,
            row.bed,
            row.state,
            row.who,
            _said("Born", row.born),
            _said("NHS No.", row.nhs_number),
        ),
    ),
    Column[BoardRow](
        "Discharge",
        lambda row: _together(
            row.day,
            row.planned_end,
            row.stops,
            _labelled("Acts", row.acts.replace("\n", ", ")),
            _labelled("Next step by", row.step_by),
            _labelled("Registration", row.registration.replace("\n", ", ")),
            _labelled("Last round", row.last_round),
        ),
    ),
)
FOLD = Fold(
    unfolded=tuple(range(10)),
    folded=(10, 11),
    one_line=(),
    em=140,
    shares={0: 2, 1: 2, 2: 2, 3: 3, 6: 3, 10: 1, 11: 1},
)
LANE_COLUMNS = (
    Column[LaneRow]("Who waits", lambda row: row.who),
    Column[LaneRow]("From", lambda row: row.whence),
    Column[LaneRow]("State", lambda row: row.state),
    Column[LaneRow]("Who waits, from where", lambda row: _together(row.who, row.whence, row.state)),
)
LANE_FOLD = Fold(unfolded=(0, 1, 2), folded=(3,), one_line=(), em=60)
_LEAST_PX = 240
_LINES = 14
"""A folded row with the heading and the edge of the next one."""
_LANE_PX = 132


class BoardModel(TableModel[BoardRow]):
    """The beds on show."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


class LaneModel(TableModel[LaneRow]):
    """Who is referred."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(LANE_COLUMNS, _lane_key, parent)


class BoardTable(FoldingTable):
    """The beds with their keys; the owner is asked what a key does."""

    def __init__(self, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__("D2A beds", FOLD, parent)
        self._on_key = on_key
        self._fit_height()

    def _fit_height(self) -> None:
        """So high that a whole row can be read at every text size."""
        self.setMinimumHeight(max(_LEAST_PX, self.fontMetrics().height() * _LINES))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)


class LaneTable(FoldingTable):
    """Who waits for a bed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Referrals", LANE_FOLD, parent)
        self.setMinimumHeight(_LANE_PX)


def _key(row: BoardRow) -> str:
    return row.key


def _lane_key(row: LaneRow) -> str:
    return row.key
