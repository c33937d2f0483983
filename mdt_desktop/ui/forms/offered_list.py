"""The list that opens under a box while somebody types: Qt's completer over the words that it is given.

The box keeps the keyboard. Enter or a press chooses the row that is meant; Tab never does, it goes on.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QScrollArea, QStyleOptionViewItem, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.snippet_list import TallRows

_MOST_ROWS: Final = 7
_FEWEST_ROWS: Final = 2
_ONWARD: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Rows(QListView):
    """Rows as high as their words need; Qt makes the list so many times as high as one of them."""

    @override
    def sizeHintForRow(self, _row: int) -> int:
        model = self.model()
        count = min(_MOST_ROWS, model.rowCount())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = QRect(0, 0, self.width(), 0)
        delegate = self.itemDelegate()
        rows = (delegate.sizeHint(option, model.index(row, 0)) for row in range(count))
        return -(-sum(each.height() for each in rows) // max(1, count))


class OfferedList(QObject):
    """The list of one box.

    `view` is the list as a widget.

    Signals:
        chosen: the place of the row that was chosen, counted from 0
    """

    chosen = Signal(object)

    def __init__(self, box: QWidget, name: str) -> None:
        super().__init__(box)
        self._rows = QStringListModel(self)
        self._completer = QCompleter(self._rows, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST_ROWS)
        view = _Rows()
        self._completer.setPopup(view)
        view.setItemDelegate(TallRows(view))
        view.setWordWrap(True)
        view.setAccessibleName(name)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setWidget(box)
        view.clicked.connect(self._on_clicked)
        view.selectionModel().currentChanged.connect(self._on_meant)
        view.installEventFilter(self)
        self.view: QListView = view
        self._box = box

    @property
    def is_open(self) -> bool:
        """Whether it is on show."""
        return self.view.isVisible()

    @property
    def rows(self) -> tuple[str, ...]:
        """What it offers."""
        return tuple(self._rows.stringList())

    def open(self, rows: Sequence[str], *, meant: int | None = None) -> None:
        """Shows rows under the box, one of them meant or none; closes where there is none to show."""
        self._rows.setStringList(list(rows))
        if not rows:
            self.close()
            return
        field = self._box.parentWidget() or self._box
        self.view.resize(field.width(), self.view.height())
        self._make_room()
        self._completer.complete(QRect(0, 0, field.width(), self._box.height()))
        if meant is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
        else:
            self.view.setCurrentIndex(self._completer.completionModel().index(meant, 0))

    def _make_room(self) -> None:
        """Scrolls the page, and shows fewer rows, so that the list need not lie over who it is about."""
        row = self.view.sizeHintForRow(0)
        needed = row * min(_MOST_ROWS, len(self.rows))
        part = self._box.parentWidget()
        while part is not None:
            if isinstance(part, QScrollArea) and (inside := part.widget()) is not None:
                left = part.horizontalScrollBar().value()
                for below in (self._box.height() + needed, 0):
                    at = self._box.mapTo(inside, QPoint(0, below))
                    part.ensureVisible(left, at.y(), 0, 0)
            part = part.parentWidget()
        foot = self._box.mapToGlobal(self._box.rect().bottomLeft()).y()
        room = self._box.screen().availableGeometry().bottom() - foot - row // 2
        self._completer.setMaxVisibleItems(max(_FEWEST_ROWS, min(_MOST_ROWS, room // row)))

    def close(self) -> None:
        """Takes it away; nothing is chosen."""
        self.view.hide()

    def words_of(self, place: int) -> str:
        """A row as it is read out: its words, and which of how many it is."""
        return f"{self.rows[place]}, {place + 1} of {len(self.rows)}"

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc are the list's while it is open, before the box and the page take them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_taken(event)
        return False

    def _is_taken(self, event: QKeyEvent) -> bool:
        meant = self.view.currentIndex()
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        if event.key() in _ONWARD:
            self.view.setCurrentIndex(QModelIndex())  # the completer would choose it
            return False
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and is_plain and meant.isValid():
            self._choose(meant.row())
            return True
        return False

    def _choose(self, place: int) -> None:
        self.close()
        self.chosen.emit(place)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _on_meant(self, index: QModelIndex) -> None:
        if index.isValid():
            announce(self.view, self.words_of(index.row()))
