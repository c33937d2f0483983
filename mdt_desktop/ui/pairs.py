"""Where two of something are decided on: the list of pairs, one pair side by side, and the page around.

The rooms of possible duplicates and of two versions are both made of these. Layout and the way back
alone: what is listed, what is shown of one and what is decided are the rooms' own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.actor import Actor
from mdt_core.store.store import Store
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.table_model import Column, TableModel
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.frame.folding import Fold, FoldingTable
from mdt_desktop.ui.frame.problems import words_of

LOOK: Final = "Look at both"

RowT = TypeVar("RowT")


class Part(QWidget):
    """What a page of pairs holds: the list, or one pair."""

    def load(self) -> None:
        """Reads what is to be shown."""
        raise NotImplementedError

    def refresh(self, changes: Changes) -> None:
        """Reads again where the changes concern it."""
        raise NotImplementedError

    def leave(self) -> None:
        """Keeps what was typed; a part without a draft has nothing to keep."""


class PairView(Part):
    """Both of one pair. It takes the height there is: what is inside scrolls, and nothing around both.

    Signals:
        left: nothing; the person leaves it for now
        decided: the words to say on the screen gone to
    """

    left = Signal()
    decided = Signal(object)

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


@dataclass(frozen=True)
class Listed(Generic[RowT]):
    """What is listed: its words, its columns, what a row is known by, and how the rows are read."""

    title: str
    about: str
    none: str
    columns: tuple[Column[RowT], ...]
    fold: Fold
    key: Callable[[RowT], str]
    read: Callable[[Store, Actor], tuple[RowT, ...]]


class PairsList(Part, Generic[RowT]):
    """The list; Enter opens one. Names many people, so it shows no banner.

    Signals:
        chosen: the row to be looked at
    """

    chosen = Signal(object)

    def __init__(
        self, context: Context, listed: Listed[RowT], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._listed, self._is_read = context, listed, False
        self.message, self.none = MessageBar(self), Words(listed.none, self)
        self.table = FoldingTable(listed.title, listed.fold, self)
        self.model = TableModel(listed.columns, listed.key, self.table)
        self.open = Button(LOOK, parent=self)
        self._build()
        self.none.hide()
        self._show_list(is_shown=False)
        self.table.opened.connect(self._on_opened)
        self.open.clicked.connect(self._on_open)

    @override
    def load(self) -> None:
        self._context.runners.reads.run(
            partial(self._listed.read, self._context.store, self._context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    @override
    def refresh(self, changes: Changes) -> None:
        """Reads again: any change may make a pair or end one."""
        self.load()

    def _build(self) -> None:
        box = column(self, margin=16)
        title, about = Heading(self._listed.title, 1, self), Words(self._listed.about, self)
        for part in (self.message, title, about, self.none):
            box.addWidget(part)
        deeds = FlowRow(self)
        deeds.add(self.open)
        box.addWidget(deeds)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        box.addStretch()

    def _on_read(self, rows: tuple[RowT, ...]) -> None:
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


class PairsPage(QWidget, Generic[RowT]):
    """One part in the window; from a pair back where it was asked for, saying what was decided."""

    part: PairsList[RowT] | PairView

    def __init__(
        self, context: Context, name: str, back: Destination, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(name)
        self._context, self._back = context, back

    def show_part(self, part: PairsList[RowT] | PairView) -> None:
        """Takes the list or the pair that the page is of; called once, by the page that is one."""
        self.part = part
        column(self).addWidget(part, 1)
        if isinstance(part, PairsList):
            part.chosen.connect(self._on_chosen)
            return
        part.left.connect(self._on_left)
        part.decided.connect(self._on_decided)

    def to_pair(self, row: RowT) -> Destination:
        """Where the pair of a row of the list is looked at."""
        raise NotImplementedError

    def load(self) -> None:
        """Reads what is to be shown."""
        self.part.load()

    def refresh(self, changes: Changes) -> None:
        """Reads again where the changes concern it."""
        self.part.refresh(changes)

    def leave(self) -> None:
        """Keeps what was typed, where there is any to keep."""
        self.part.leave()

    def _on_chosen(self, row: RowT) -> None:
        self._context.go(self.to_pair(row))

    def _on_left(self) -> None:
        self._context.go(self._back)

    def _on_decided(self, words: str) -> None:
        self._context.told(words)
        self._context.go(self._back)
