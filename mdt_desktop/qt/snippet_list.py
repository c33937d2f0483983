"""The list of quick texts under the cursor: name and first words, chosen by keys, press or touch.

It never takes the keyboard: the text above keeps it and says which row is meant.
"""

from typing import Final, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from mdt_core.quick_text import Origin, Snippet
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.style import TARGET_PX
from mdt_desktop.qt.words import Quiet

KEYS: Final = "Up and Down choose. Enter or Tab inserts. Esc closes."
_MOST_ROWS: Final = 6
_LEAST_EM: Final = 36
_GAP_PX: Final = 4
_CELL_PX: Final = 36
"""What the style puts beside the words of a cell."""
_WHOSE: Final = {Origin.MINE: "mine", Origin.TEAM: "team", Origin.SHIPPED: "not yet approved"}

_Index = QModelIndex | QPersistentModelIndex


class SnippetModel(QAbstractListModel):
    """One row a quick text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[Snippet, ...] = ()

    def set_rows(self, rows: tuple[Snippet, ...]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> Snippet:
        """The quick text of a row."""
        return self._rows[place]

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or role not in shown:
            return None
        snippet = self._rows[index.row()]
        first_line = " ".join(snippet.text.split())
        return f";{snippet.name}   {first_line}   ({_WHOSE[snippet.origin]})"


class TallRows(QStyledItemDelegate):
    """Rows that a finger can press, as high as their words need."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = option.rect.width() - _CELL_PX
        words = str(index.data())
        wrap = int(Qt.TextFlag.TextWordWrap)
        needed = option.fontMetrics.boundingRect(QRect(0, 0, width, 0), wrap, words)
        return QSize(width, max(TARGET_PX, needed.height() + _CELL_PX // 2))


class SnippetList(QFrame):
    """The open list. It may be deleted before its window, which it does not keep: see `painted`.

    Signals:
        chosen: the `Snippet` that was pressed
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = SnippetModel(self)
        self.view = QListView(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(TallRows(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName("Quick text")
        self.view.setWordWrap(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._keys = Quiet(KEYS, self)
        box = column(self, margin=6, gap=4)
        box.addWidget(self.view, 1)
        box.addWidget(self._keys)
        self.view.clicked.connect(self._on_clicked)
        self.hide()

    @property
    def current(self) -> Snippet | None:
        """The row meant; None while the list is closed."""
        index = self.view.currentIndex()
        return self._model.row(index.row()) if self.isVisible() and index.isValid() else None

    @property
    def texts(self) -> tuple[str, ...]:
        """What is on show, row by row."""
        rows = range(self._model.rowCount())
        return tuple(str(self._model.data(self._model.index(row))) for row in rows)

    def open_at(self, rows: tuple[Snippet, ...], line: QRect, ceiling: int) -> None:
        """Shows rows under (or above) a line of text given in the window's own places.

        It reaches from the left of the line and is as wide as it, and never above the ceiling.
        """
        before = self.current
        self._model.set_rows(rows)
        place = rows.index(before) if before in rows else 0
        self.view.setCurrentIndex(self._model.index(place))
        self.place_at(line, ceiling)
        is_new = self.isHidden()
        self.show()
        self.raise_()
        if is_new or before not in rows:
            self._tell()

    def place_at(self, line: QRect, ceiling: int) -> None:
        """Stands under a line, or above it where there is more room."""
        window = cast("QWidget", self.parentWidget())
        least = self.fontMetrics().horizontalAdvance("n") * _LEAST_EM
        width = min(window.width(), max(line.width(), least))
        self.resize(width, self.height())
        height = self._height(width)
        below = window.height() - line.bottom() - _GAP_PX
        above = line.top() - ceiling - _GAP_PX
        is_above = below < min(height, 2 * self._row_height()) and above > below
        height = min(height, max(above if is_above else below, 2 * TARGET_PX))
        top = line.top() - _GAP_PX - height if is_above else line.bottom() + _GAP_PX
        left = max(0, min(line.left(), window.width() - width))
        self.setGeometry(left, top, width, height)

    def move_by(self, step: int) -> None:
        """Goes to another row, round and round."""
        place = (self.view.currentIndex().row() + step) % max(1, self._model.rowCount())
        self.view.setCurrentIndex(self._model.index(place))
        self._tell()

    def _row_height(self) -> int:
        return max(TARGET_PX, self.view.sizeHintForRow(0))

    def _height(self, width: int) -> int:
        option = QStyleOptionViewItem()
        option.fontMetrics = self.view.fontMetrics()
        option.rect = QRect(0, 0, width - _CELL_PX, 0)
        delegate = self.view.itemDelegate()
        count = min(_MOST_ROWS, self._model.rowCount())
        rows = (delegate.sizeHint(option, self._model.index(row)) for row in range(count))
        return sum(each.height() for each in rows) + self._keys.heightForWidth(width - 16) + 28

    def _tell(self) -> None:
        index = self.view.currentIndex()
        count = self._model.rowCount()
        words = f"{self._model.data(index)}, {index.row() + 1} of {count}"
        announce(self.view, f"Quick text. {words}")

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.row(index.row()))
