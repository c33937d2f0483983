"""The view of a list: rows that wrap, columns that share the room, and a key that opens a row.

No name is cut and no word broken while there is room for it; what is shown comes from a
`TableModel`, which stands in `table_model`.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from mdt_desktop.qt.cell_words import breakable, shared, widest_piece
from mdt_desktop.qt.measured import Measures
from mdt_desktop.qt.table_model import ID_ROLE, AnyIndex, Column, TableModel
from mdt_desktop.qt.unbroken import unbroken

__all__ = ("ID_ROLE", "AnyIndex", "Column", "RowDelegate", "Table", "TableModel")

_PADDING: Final = QSize(24, 8)
_AT_ONCE: Final = 100
"""Rows that are measured without letting other things happen in between."""


class RowDelegate(QStyledItemDelegate):
    """Measures a cell as the style sheet draws it: with its padding, and air above and below.

    A word that is wider than its column goes on in the next line, so that no name is ever cut. What
    was measured is remembered until the list's content or look changes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._measures = Measures()
        self._sizes: dict[tuple[int, int, int], QSize] = {}

    def forget(self, *, fonts: bool = False) -> None:
        """Measures cells anew from now on, and with `fonts` words too."""
        self._sizes.clear()
        if fonts:
            self._measures.forget()

    def words(self, font: QFont, metrics: QFontMetrics) -> QFontMetrics:
        """The metrics of a font as they are remembered here."""
        return self._measures.of(font, metrics)

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.text = unbroken(option.text)
        room = option.rect.width() - _PADDING.width()
        if room > 0 and not _is_one_line(self.parent(), index.column()):
            metrics = self._measures.of(option.font, option.fontMetrics)
            option.text = breakable(option.text, metrics, room)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        if not isinstance(self.parent(), Table):  # nobody says when the content changes
            return self._measured(option, index)
        cell = (index.row(), index.column(), option.rect.width())
        size = self._sizes.get(cell)
        if size is None:
            size = self._sizes[cell] = self._measured(option, index)
        return QSize(size)

    def _measured(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(0, 0, -_PADDING.width(), 0)
        size = super().sizeHint(inner, index) + _PADDING
        if _is_one_line(self.parent(), index.column()):
            lines = unbroken(str(index.data() or "")).splitlines()
            metrics = self._measures.of(option.font, option.fontMetrics)
            widest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
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
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.one_line_columns: frozenset[int] = frozenset()
        self._shares: dict[int, int] = {}
        self._least: dict[int, int] = {}
        self._is_fitting = False
        self.setItemDelegate(RowDelegate(self))
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_contents)
        self._saying = QTimer(self, singleShot=True, interval=0)
        self._saying.timeout.connect(self._say_row)
        self._measuring = QTimer(self, singleShot=True, interval=0)
        self._measuring.timeout.connect(self._fit_next_rows)
        self._next_row = 0
        self.horizontalHeader().sectionResized.connect(self._on_section_resized)
        self.doubleClicked.connect(self._on_double_clicked)
        self._fit_rows()

    def share(self, shares: Mapping[int, int]) -> None:
        """Says how the room that nobody needs is divided; a column not named gets one share."""
        self._shares = dict(shares)
        self._fitting.start()

    def narrow(self, *columns: int) -> None:
        """Keeps these columns as narrow as their lines are long; the others share the rest."""
        self.one_line_columns |= frozenset(columns)
        self._forget()
        self._fitting.start()

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            for changed in (
                model.rowsInserted,
                model.rowsRemoved,
                model.rowsMoved,
                model.dataChanged,
                model.modelReset,
                model.layoutChanged,
            ):
                changed.connect(self._on_content_changed)
            self._on_content_changed()

    def fit_soon(self) -> None:
        """Measures columns and rows anew once the present deed is done."""
        self._fitting.start()

    def _on_content_changed(self) -> None:
        self._forget()
        self.fit_soon()

    def _forget(self, *, fonts: bool = False) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.forget(fonts=fonts)

    def _fit_contents(self) -> None:
        """Measures columns, then rows; a list that nobody sees is measured when it is shown."""
        if not self.isVisible() or self.model() is None:
            return
        self._is_fitting = True
        try:
            for column in self.one_line_columns:
                if not self.isColumnHidden(column):
                    self.resizeColumnToContents(column)
            self._least = {column: self._least_width(column) for column in self._wide_columns()}
            self._share_room()
            self._fit_rows_in_sight()
        finally:
            self._is_fitting = False

    def _fit_rows_in_sight(self) -> None:
        """A short list whole; of a long one what is in sight, and the rest bit by bit."""
        count = self.model().rowCount()
        self._next_row = count
        if count <= _AT_ONCE:
            self.resizeRowsToContents()
            return
        first = max(0, self.rowAt(0))
        for row in range(first, min(count, first + _AT_ONCE)):
            self.resizeRowToContents(row)
        self._next_row = 0
        self._measuring.start()

    def _fit_next_rows(self) -> None:
        count = self.verticalHeader().count()
        end = min(count, self._next_row + _AT_ONCE)
        for row in range(self._next_row, end):
            self.resizeRowToContents(row)
        self._next_row = end
        if end < count:
            self._measuring.start()

    def _wide_columns(self) -> list[int]:
        count = self.model().columnCount() if self.model() is not None else 0
        return [
            column
            for column in range(count)
            if column not in self.one_line_columns and not self.isColumnHidden(column)
        ]

    def _least_width(self, column: int) -> int:
        """So wide that neither the heading nor any word of the column is broken."""
        model, metrics = self.model(), self._words_metrics()
        texts = (str(model.index(row, column).data() or "") for row in range(model.rowCount()))
        widest = max((widest_piece(unbroken(text), metrics) for text in texts), default=0)
        return max(self.horizontalHeader().sectionSizeHint(column), widest + _PADDING.width())

    def _words_metrics(self) -> QFontMetrics:
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            return delegate.words(self.font(), self.fontMetrics())
        return self.fontMetrics()

    def _share_room(self) -> None:
        header = self.horizontalHeader()
        if not self._least or list(self._least) != self._wide_columns():
            return
        taken = sum(self.columnWidth(column) for column in self.one_line_columns)
        room = self.viewport().width() - taken
        for column, width in shared(room, self._least, self._shares).items():
            if header.sectionSize(column) != width:
                header.resizeSection(column, width)

    def _fit_rows(self) -> None:
        least = max(44, round(self.font().pixelSize() * 1.4) + 22)
        self.verticalHeader().setMinimumSectionSize(least)

    def _on_section_resized(self, _section: int, _old: int, _new: int) -> None:
        if not self._is_fitting:
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

    def _say_row(self) -> None:
        """Has a reader that came to the list say where in it one stands, as Qt does on moving."""
        now = self.currentIndex()
        if self.hasFocus() and now.isValid():
            self.currentChanged(now, QModelIndex())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if QAccessible.isActive():
            self._saying.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fitting.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
            self._forget(fonts=True)
            self._fitting.start()


def _is_one_line(table: QObject | None, column: int) -> bool:
    return isinstance(table, Table) and column in table.one_line_columns
