"""The list of pairs that may be one person twice. Names many people, so it shows no banner."""

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
from mdt_desktop.ui.duplicates.presenter import ABOUT, NONE, TITLE, PairRow, pair_rows
from mdt_desktop.ui.frame.folding import Fold, FoldingTable
from mdt_desktop.ui.frame.problems import words_of

LOOK: Final = "Look at both"
_COLUMNS: Final = (
    Column[PairRow]("Why", lambda row: f"{'▲ ' if row.is_urgent else ''}{row.why}"),
    Column[PairRow]("One record", lambda row: row.one),
    Column[PairRow]("Other record", lambda row: row.other),
    Column[PairRow]("Both records", lambda row: f"{row.one}\n\n{row.other}"),
)
_FOLD: Final = Fold(
    unfolded=(1, 2), folded=(3,), one_line=(), em=90, shares={0: 2, 1: 3, 2: 3, 3: 4}
)


class PairsModel(TableModel[PairRow]):
    """The pairs, each known by both identifiers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, _key, parent)


class ListView(QWidget):
    """The list; Enter opens one.

    Signals:
        chosen: the `PairRow` to be looked at
    """

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_read = False
        self.message, self.none = MessageBar(self), Words(NONE, self)
        self.table = FoldingTable(TITLE, _FOLD, self)
        self.model = PairsModel(self.table)
        self.open = Button(LOOK, parent=self)
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
            partial(pair_rows, self._context.store, self._context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def refresh(self, _changes: Changes) -> None:
        """Reads again: any change to a resident may make a pair or end one."""
        self.load()

    def leave(self) -> None:
        """Has no draft."""

    def _on_read(self, rows: tuple[PairRow, ...]) -> None:
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


def _key(row: PairRow) -> str:
    return row.key
