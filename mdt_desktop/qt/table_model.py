"""Lists as models over identified rows: what changed is told row by row, never by starting over.

A model holds frozen rows and a tuple of columns; it fetches nothing and decides nothing. Every cell
has a text for screen readers that says which column it is in.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from mdt_desktop.qt.accessibility import without_shapes

RowT = TypeVar("RowT")
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_Role = Qt.ItemDataRole
ID_ROLE: Final = int(_Role.UserRole)


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column: its heading, the text of a row in it, and whether figures stand to the right."""

    heading: str
    text: Callable[[RowT], str]
    spoken: Callable[[RowT], str] | None = None
    is_figure: bool = False


class TableModel(QAbstractTableModel, Generic[RowT]):
    """Rows of one kind, each with an identity given by `key`."""

    def __init__(
        self,
        columns: tuple[Column[RowT], ...],
        key: Callable[[RowT], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._key = columns, key
        self._rows: list[RowT] = []

    @property
    def rows(self) -> tuple[RowT, ...]:
        """The rows in their present order."""
        return tuple(self._rows)

    def row(self, place: int) -> RowT:
        """The row at a place; raises IndexError beyond the end."""
        return self._rows[place]

    def place_of(self, identity: Hashable) -> int | None:
        """Where the row with this identity stands; None where there is none."""
        for place, row in enumerate(self._rows):
            if self._key(row) == identity:
                return place
        return None

    def set_rows(self, rows: Sequence[RowT]) -> None:
        """Shows exactly these rows; tells views only what is gone, new, moved or different.

        Raises ValueError where two rows have one identity.
        """
        wanted = {self._key(row): row for row in rows}
        if len(wanted) != len(rows):
            raise ValueError("two rows have the same identity")
        self._remove_all_but(set(wanted))
        present = {self._key(row) for row in self._rows}
        place = 0
        for is_here, group in groupby(rows, key=lambda row: self._key(row) in present):
            run = list(group)
            if is_here:
                for at, row in enumerate(run, place):
                    self._bring(row, at)
            else:
                self._insert(run, place)
            place += len(run)

    def _insert(self, new: list[RowT], place: int) -> None:
        self.beginInsertRows(_NOWHERE, place, place + len(new) - 1)
        self._rows[place:place] = new
        self.endInsertRows()

    def _remove_all_but(self, wanted: set[Hashable]) -> None:
        end = len(self._rows)
        while end > 0:
            start = end
            while start > 0 and self._key(self._rows[start - 1]) not in wanted:
                start -= 1
            if start < end:
                self.beginRemoveRows(_NOWHERE, start, end - 1)
                del self._rows[start:end]
                self.endRemoveRows()
            end = start - 1

    def _bring(self, row: RowT, place: int) -> None:
        """Makes a row that the list holds stand at the place: already there, or moved up."""
        identity = self._key(row)
        if self._key(self._rows[place]) != identity:
            now_at = next(
                at for at in range(place, len(self._rows)) if self._key(self._rows[at]) == identity
            )
            self.beginMoveRows(_NOWHERE, now_at, now_at, _NOWHERE, place)
            self._rows.insert(place, self._rows.pop(now_at))
            self.endMoveRows()
        self._renew(row, place)

    def _renew(self, row: RowT, place: int) -> None:
        if self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case _Role.DisplayRole:
                return column.text(row)
            case _Role.AccessibleTextRole:
                words = column.spoken(row) if column.spoken else column.text(row)
                return f"{column.heading}: {without_shapes(words)}"
            case _Role.TextAlignmentRole if column.is_figure:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ if role == ID_ROLE:
                return self._key(row)
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        is_heading = orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole
        return (
            self._columns[section].heading if is_heading and section < len(self._columns) else None
        )
