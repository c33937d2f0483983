"""The quiet list: what stands in two versions and can be settled when convenient. Names many people."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.table_model import Column, TableModel
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.folding import Fold, FoldingTable
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.versions.quiet import ABOUT, NONE, TITLE, QuietRow, quiet_rows

_COLUMNS: Final = (
    Column[QuietRow]("Two versions of", lambda row: row.what),
    Column[QuietRow]("Resident", lambda row: row.whose),
    Column[QuietRow]("Home", lambda row: row.home),
    Column[QuietRow]("Since", lambda row: row.since),
    Column[QuietRow](
        "Whose, where and since when",
        lambda row: "\n".join(part for part in (row.whose, row.home, row.since) if part),
    ),
)
_FOLD: Final = Fold(
    unfolded=(1, 2, 3), folded=(4,), one_line=(3,), em=90, shares={0: 3, 1: 4, 2: 2, 4: 4}
)


class QuietModel(TableModel[QuietRow]):
    """The rows, each known by what it is about."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, _key, parent)


class QuietView(QWidget):
    """The list; Enter opens one.

    Signals:
        chosen: the `QuietRow` to be looked at
    """

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_read = False
        self.message = MessageBar(self)
        self.none = Words(NONE, self)
        self.table = FoldingTable(TITLE, _FOLD, self)
        self.model = QuietModel(self.table)
        self.open = Button("Look at both", parent=self)
        box = column(self, margin=16)
        for part in (self.message, Heading(TITLE, 1, self), Words(ABOUT, self), self.none):
            box.addWidget(part)
        deeds = FlowRow(self)
        deeds.add(self.open)
        box.addWidget(deeds)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        box.addStretch()
        self.none.hide()
        self._show_list(is_shown=False)
        self.table.opened.connect(self._on_opened)
        self.open.clicked.connect(self._on_open)

    def load(self) -> None:
        """Reads the list."""
        self._context.runners.reads.run(
            partial(quiet_rows, self._context.store, self._context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def refresh(self, _changes: Changes) -> None:
        """Reads again: any change may settle something or bring a version."""
        self.load()

    def leave(self) -> None:
        """Has no draft."""

    def _on_read(self, rows: tuple[QuietRow, ...]) -> None:
        is_first, self._is_read = not self._is_read, True
        self.model.set_rows(rows)
        self.none.setVisible(not rows)
        self._show_list(is_shown=bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if rows and is_first:
            self.table.setFocus()

    def _show_list(self, *, is_shown: bool) -> None:
        self.table.setVisible(is_shown)
        self.open.setVisible(is_shown)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_opened(self, key: object) -> None:
        place = self.model.place_of(str(key))
        if place is not None:
            self.chosen.emit(self.model.row(place))

    def _on_open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.chosen.emit(self.model.row(index.row()))


def _key(row: QuietRow) -> str:
    return row.key
