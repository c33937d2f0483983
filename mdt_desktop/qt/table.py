"""Lists as models over identified rows: what changed is told row by row, never by starting over.

A model holds frozen rows and a tuple of columns; it fetches nothing and decides nothing. Every cell
has a text for screen readers that says which column it is in.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

RowT = TypeVar("RowT")
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_PADDING: Final = QSize(24, 8)
_BREAK: Final = "\u200b"
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
        for place, row in enumerate(rows):
            self._bring(row, place)

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
        """Makes the row stand at the place: already there, moved up, or new."""
        identity = self._key(row)
        if place < len(self._rows) and self._key(self._rows[place]) == identity:
            self._renew(row, place)
            return
        now_at = self.place_of(identity)
        if now_at is None:
            self.beginInsertRows(_NOWHERE, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
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
                return f"{column.heading}: {words}"
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


class RowDelegate(QStyledItemDelegate):
    """Measures a cell as the style sheet draws it: with its padding, and air above and below.

    A word that is wider than its column goes on in the next line, so that no name is ever cut.
    """

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        room = option.rect.width() - _PADDING.width()
        if room > 0 and not _is_one_line(self.parent(), index.column()):
            option.text = _breakable(option.text, option.fontMetrics, room)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(0, 0, -_PADDING.width(), 0)
        size = super().sizeHint(inner, index) + _PADDING
        if _is_one_line(self.parent(), index.column()):
            lines = str(index.data() or "").splitlines()
            widest = max((option.fontMetrics.horizontalAdvance(line) for line in lines), default=0)
            size.setWidth(max(size.width(), widest + _PADDING.width()))
        return size


class Table(QTableView):
    """A list of rows at least 44 px high whose texts wrap; Enter or a double press opens a row.

    Signals:
        opened: the identity of the row
    """

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.one_line_columns: frozenset[int] = frozenset()
        self.setItemDelegate(RowDelegate(self))
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_contents)
        self.horizontalHeader().sectionResized.connect(self._on_section_resized)
        self.doubleClicked.connect(self._on_double_clicked)
        self._fit_rows()

    def narrow(self, *columns: int) -> None:
        """Keeps these columns as narrow as their lines are long; the others share the rest."""
        self.one_line_columns |= frozenset(columns)
        for column in columns:
            self.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.ResizeToContents
            )

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.rowsInserted.connect(self._on_content_changed)
            model.dataChanged.connect(self._on_content_changed)

    def _on_content_changed(self) -> None:
        self._fitting.start()

    def _fit_contents(self) -> None:
        """Qt measures narrow columns anew only when told so, not when rows come."""
        for column in self.one_line_columns:
            self.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.ResizeToContents
            )
        self.resizeRowsToContents()

    def _fit_rows(self) -> None:
        least = max(44, round(self.font().pixelSize() * 1.4) + 22)
        self.verticalHeader().setMinimumSectionSize(least)

    def _on_section_resized(self, _section: int, _old: int, _new: int) -> None:
        self._fitting.start()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(ID_ROLE))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()


def _is_one_line(table: QObject | None, column: int) -> bool:
    return isinstance(table, Table) and column in table.one_line_columns


def _breakable(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text with places to break in each word that is wider than the room."""
    words = re.split(r"(\s+)", text)
    return "".join(
        _BREAK.join(word) if metrics.horizontalAdvance(word) > room else word for word in words
    )
