"""The list of a clinic day: two identifiers a row, allergies in sight, and what was answered."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.ui.clinic.presenter import ClinicRow
from mdt_desktop.ui.find.presenter import SIMILAR
from mdt_desktop.ui.frame.folding import Fold, FoldingTable


def _mark(row: ClinicRow) -> str:
    return f"✓ {row.answered}" if row.is_answered else f"○ {row.answered}"


def _name(row: ClinicRow) -> str:
    return f"{row.name}\n{SIMILAR}" if row.is_similar else row.name


def _allergies(row: ClinicRow) -> str:
    return f"▲ {row.allergies}" if row.is_allergy_alarming else row.allergies


COLUMNS = (
    Column[ClinicRow]("Room", lambda row: row.room),
    Column[ClinicRow]("Name", _name),
    Column[ClinicRow]("Born, NHS No.", lambda row: f"{row.born}\n{row.nhs_number}"),
    Column[ClinicRow]("Allergies", _allergies),
    Column[ClinicRow]("Today", _mark),
    Column[ClinicRow]("Who", lambda row: f"{_name(row)}\nBorn {row.born}\n{row.nhs_number}"),
    Column[ClinicRow]("Allergies, today", lambda row: f"{_allergies(row)}\n{_mark(row)}"),
)
_FOLD = Fold(
    unfolded=(1, 2, 3, 4), folded=(5, 6), one_line=(0, 2), em=70, shares={1: 2, 3: 2, 4: 2}
)


class ClinicModel(TableModel[ClinicRow]):
    """Who lives in the home."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


class ClinicTable(FoldingTable):
    """The list; its owner is asked what a key does, and what it does not take is Qt's."""

    def __init__(
        self, name: str, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, _FOLD, parent)
        self._on_key = on_key

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)


def _key(row: ClinicRow) -> str:
    return row.resident_id
